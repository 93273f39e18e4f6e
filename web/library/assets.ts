// Where the library's own files come from: from a server by URL, or, when the page was opened from disk, from classic
// scripts in offline/ that hold the same bytes as text. Browsers refuse fetch and workers by URL from disk, but run such
// scripts. Nobody else knows the difference.
import type { Source } from '../shared/asset_bytes.ts';
import { GlanceError, messageOf } from '../shared/errors.ts';
import type { Progress } from '../shared/results.ts';
import {
  revokeScript,
  scriptBlobUrl,
  trustScript,
  trustedScriptUrl,
} from '../shared/trusted_url.ts';
import type { ModelDescription } from './types.ts';

/** A file of the release. `byteCount` is what arrives; `sha256` and `inflatedByteCount` are of what is inside its gzip. */
export interface ShippedFile {
  name: string;
  byteCount: number;
  inflatedByteCount?: number;
  sha256: string;
  /** Names of the scripts in offline/ that hold the same bytes, in order. */
  pieces?: string[];
}

export interface ShippedModel extends ShippedFile {
  description: ModelDescription;
}

/** One with shared memory has no pieces: a page from disk is never isolated. */
export interface ShippedCore extends ShippedFile {
  simd: 'simd' | 'relaxed';
  sharedMemory: boolean;
}

/** The files of a release, as tools/release/bundle writes them into the scripts. */
export interface Manifest {
  version: string;
  worker: ShippedFile;
  cores: ShippedCore[];
  /** The module that teaches. */
  teach: ShippedFile;
  /** The first one is the default. */
  models: [ShippedModel, ...ShippedModel[]];
  /** Of the page only. */
  samples?: readonly ShippedFile[];
}

export type OnProgress = (progress: Progress) => void;

/** What the library uses of a browser's Worker; the npm package has one for Node. */
export interface WorkerLike {
  onmessage: ((event: { data: unknown }) => void) | null;
  onerror: ((event: { message: string; preventDefault?: () => void }) => void) | null;
  onmessageerror?: (() => void) | null;
  /** Whether its script was already heard before a session listened. */
  hasArrived?: boolean;
  postMessage(message: unknown, transfer: Transferable[]): void;
  terminate(): void;
}

export interface Assets {
  /** Rejects with asset/unreachable. */
  startWorker(): Promise<WorkerLike>;
  /** Rejects with asset/unreachable. */
  source(file: ShippedFile, onProgress: OnProgress): Promise<Source>;
  /** Frees what the start needed; `failure` is why the start failed. */
  dispose(failure?: unknown): void;
}

/** The build of the core that a choice of the backend needs. */
export function buildFor(
  manifest: Manifest,
  simd: ShippedCore['simd'],
  sharedMemory: boolean,
): ShippedCore {
  const build = manifest.cores.find(
    (core) => core.simd === simd && core.sharedMemory === sharedMemory,
  );
  if (!build) throw new TypeError(`the release has no build of the core for ${simd}`);
  return build;
}

/** @param base the folder that holds the files */
export function openAssets(base: URL, manifest: Manifest): Assets {
  return base.protocol === 'file:' ? embeddedAssets(base, manifest) : servedAssets(base, manifest);
}

// Starts that failed. WebKit may give a new worker the script that an older one still waits for at the same address, so
// the next try uses another address.
let failures = 0;

/**
 * Files on a server. The worker fetches and checks them; only its own script is started from here.
 * @param urlOf tells where a file is by its name; below `base` when left out
 */
export function servedAssets(
  base: URL | undefined,
  manifest: Manifest,
  urlOf: (name: string) => URL = (name) => new URL(name, base),
): Assets {
  // The hash in the query keeps a script of an older release out of this one.
  const workerUrl = urlOf(manifest.worker.name);
  workerUrl.searchParams.set('v', manifest.worker.sha256.slice(0, 16));
  if (failures > 0) workerUrl.searchParams.set('again', String(failures));
  trustScript(workerUrl);
  let foreignScriptUrl: string | undefined;
  return {
    async startWorker() {
      if (workerUrl.origin === globalThis.location?.origin) return startWorkerAt(workerUrl);
      foreignScriptUrl ??= scriptBlobUrl(await fetchScript(workerUrl));
      return startWorkerAt(foreignScriptUrl);
    },
    async source({ name, byteCount, inflatedByteCount, sha256 }) {
      return { name, byteCount, inflatedByteCount, sha256, url: urlOf(name).href };
    },
    dispose(failure) {
      if (failure && (failure as Error).name !== 'AbortError') ++failures;
      if (foreignScriptUrl) revokeScript(foreignScriptUrl);
    },
  };
}

// Browsers start workers from the page's own origin only, so a script from elsewhere becomes a blob of this one.
async function fetchScript(url: URL): Promise<string> {
  const refuse = (reason: string) => new GlanceError('asset/unreachable', `${url}: ${reason}`);
  const response = await fetch(url).catch((error: unknown) => {
    throw refuse(messageOf(error));
  });
  if (!response.ok) throw refuse(`the server answered ${response.status}`);
  return response.text();
}

/** Files beside a page that was opened from disk. Each script in offline/ leaves one text in `glanceOffline`, by its name. */
function embeddedAssets(base: URL, manifest: Manifest): Assets {
  const files = [
    manifest.worker,
    ...manifest.cores,
    manifest.teach,
    ...manifest.models,
    ...(manifest.samples ?? []),
  ];
  for (const piece of files.flatMap(({ pieces = [] }) => pieces)) trustScript(new URL(piece, base));
  let workerUrl: string | undefined;
  return {
    async startWorker() {
      const [piece = ''] = manifest.worker.pieces ?? [];
      workerUrl ??= scriptBlobUrl(await readText(base, piece));
      return startWorkerAt(workerUrl);
    },
    source: (file, onProgress) => readPieces(base, file, onProgress),
    dispose() {
      if (workerUrl) revokeScript(workerUrl);
    },
  };
}

async function readPieces(
  base: URL,
  { name, byteCount, inflatedByteCount, sha256, pieces = [] }: ShippedFile,
  onProgress: OnProgress,
): Promise<Source> {
  const base64: string[] = [];
  let loaded = 0;
  for (const piece of pieces) {
    const text = await readText(base, piece);
    base64.push(text);
    loaded = Math.min(byteCount, loaded + (text.length / 4) * 3);
    onProgress({ status: 'loading', file: name, loaded, total: byteCount });
  }
  return { name, byteCount, inflatedByteCount, sha256, base64 };
}

async function readText(base: URL, name: string): Promise<string> {
  const script = document.createElement('script');
  try {
    return await new Promise((resolve, reject) => {
      script.onload = () => resolve(takeText(name));
      script.onerror = () => reject(missing(`${name} is not beside the page`));
      script.src = trustedScriptUrl(new URL(name, base));
      document.head.append(script);
    });
  } finally {
    script.remove();
  }
}

// Removes the text from the page: the weights are large, and the worker keeps them from now on.
function takeText(name: string): string {
  const texts = (globalThis as { glanceOffline?: Record<string, unknown> }).glanceOffline;
  const text = texts?.[name];
  if (typeof text !== 'string') throw missing(`${name} holds something else`);
  delete texts?.[name];
  return text;
}

function missing(what: string): GlanceError {
  return new GlanceError('asset/unreachable', `${what}; copy the whole folder again`);
}

/** @param address of a trusted script */
export function startWorkerAt(address: URL | string): WorkerLike {
  return new Worker(trustedScriptUrl(address)) as unknown as WorkerLike;
}
