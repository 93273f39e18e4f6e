// Saves the keywords of the pictures as a ZIP of XMP sidecars. A worker makes it; its script is fetched the first time.
import {
  openAssets,
  startWorkerAt,
  type Manifest,
  type ShippedFile,
} from '../../library/assets.ts';
import { checkedBytes } from '../../shared/asset_bytes.ts';
import { revokeScript, scriptBlobUrl } from '../../shared/trusted_url.ts';
import type { State } from '../state/state.ts';
import type { ZipRequest } from './keywords_worker.ts';
import type { Keywords } from './sidecars.ts';

/** Those of the pictures with a named answer, in the language of the page and in its order. */
export function keywordsOf({
  pictures,
  language,
}: Pick<State, 'pictures' | 'language'>): Keywords[] {
  return pictures.flatMap(({ name, result }) => {
    if (!result || result.answer.unknown) return [];
    const groups = result.path.filter(({ id }) => id !== result.answer.group);
    const labels = [...groups, result.answer].map(({ labels }) => labels[language] ?? '');
    return { file: name, path: labels };
  });
}

const ignoreProgress = () => {};

/**
 * @param base the folder of the page
 * @param script of the worker
 * @returns makes the ZIP; rejects with asset/*
 */
export function keywordsZipper(
  base: URL,
  manifest: Manifest,
  script: ShippedFile,
): (request: ZipRequest) => Promise<Blob> {
  const assets = openAssets(base, { ...manifest, samples: [script] });
  let text: Promise<string> | null = null;
  const fetchText = async () => {
    const bytes = await checkedBytes(await assets.source(script, ignoreProgress), ignoreProgress);
    return new TextDecoder().decode(bytes);
  };
  return async (request) => {
    text ??= fetchText();
    text.catch(() => {
      text = null; // it may come the next time
    });
    return zipInWorker(await text, request);
  };
}

async function zipInWorker(script: string, request: ZipRequest): Promise<Blob> {
  const url = scriptBlobUrl(script);
  const worker = startWorkerAt(url);
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data as Blob);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(request, []);
    });
  } finally {
    worker.terminate();
    revokeScript(url);
  }
}
