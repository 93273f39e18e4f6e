// The library's files when the page was opened from disk: browsers then refuse fetch and workers by URL, but run
// classic scripts. Each script in offline/ leaves one text in `glanceOffline`, by its own name.
import { GlanceError } from '../shared/errors.ts';
import { trustedScriptUrl } from '../shared/trusted_url.ts';

/** @returns {import('./assets.ts').Assets} */
export function embeddedAssets(base, manifest) {
  let workerUrl;
  return {
    async startWorker() {
      workerUrl ??= blobUrlOf(await readText(base, manifest.worker.pieces[0]));
      return new Worker(trustedScriptUrl(workerUrl));
    },
    source: (file, onProgress) => readPieces(base, file, onProgress),
    dispose() {
      if (workerUrl) URL.revokeObjectURL(workerUrl);
    },
  };
}

async function readPieces(
  base,
  { name, byteCount, inflatedByteCount, sha256, pieces },
  onProgress,
) {
  const base64 = [];
  let loaded = 0;
  for (const piece of pieces) {
    base64.push(await readText(base, piece));
    loaded = Math.min(byteCount, loaded + (base64.at(-1).length / 4) * 3);
    onProgress({ status: 'loading', file: name, loaded, total: byteCount });
  }
  return { name, byteCount, inflatedByteCount, sha256, base64 };
}

function blobUrlOf(script) {
  return URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
}

function readText(base, name) {
  const script = document.createElement('script');
  return new Promise((resolve, reject) => {
    script.onload = () => resolve(takeText(name));
    script.onerror = () => reject(missing(`${name} is not beside the page`));
    script.src = trustedScriptUrl(new URL(name, base));
    document.head.append(script);
  }).finally(() => script.remove());
}

// Taken out, not only read: the weights are large, and the worker keeps them from now on.
function takeText(name) {
  const text = globalThis.glanceOffline?.[name];
  if (typeof text !== 'string') throw missing(`${name} holds something else`);
  delete globalThis.glanceOffline[name];
  return text;
}

function missing(what) {
  return new GlanceError('asset/unreachable', `${what}; copy the whole folder again`);
}
