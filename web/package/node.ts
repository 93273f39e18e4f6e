// The npm package's entry for Node 20 and newer: the same library, with threads of Node in place of the browser's
// workers, and files of the disk.
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker as Thread } from 'node:worker_threads';
import type { Transferable as NodeTransferable } from 'node:worker_threads';

import type { Assets, Manifest, WorkerLike } from '../library/assets.ts';
import { create } from '../library/create.ts';
import { requireClassifierOptions } from '../library/options.ts';
import type { Classifier, ClassifierOptions, ModelDescription } from '../library/types.ts';
import { GlanceError, messageOf } from '../shared/errors.ts';

export { GlanceError };
export { findDuplicates, findSimilar } from '../library/likeness.ts';
export { createTeacher } from '../library/teacher.ts';
export type * from '../library/types.ts';

/** tools/release/bundle puts it in. */
declare const GLANCE_MANIFEST: Manifest;

const mostWorkersByDefault = 4;

export const shippedModels: readonly ModelDescription[] = Object.freeze(
  GLANCE_MANIFEST.models.map(({ description }) => Object.freeze(description)),
);

export async function createClassifier(options: ClassifierOptions = {}): Promise<Classifier> {
  requireClassifierOptions(options);
  const { workers = Math.min(mostWorkersByDefault, availableParallelism()) } = options;
  const assets = new URL('.', import.meta.url);
  const model = await readLocalModel(options.model);
  return create(
    { manifest: GLANCE_MANIFEST, assets, open: nodeAssets },
    { ...options, workers, model },
  );
}

// A string without scheme is a path. Returns the file, or `model` when it is none of the disk's. Rejects with
// file/unreadable.
async function readLocalModel(
  model: ClassifierOptions['model'],
): Promise<ClassifierOptions['model']> {
  try {
    const path = localPath(model);
    return path === null ? model : new File([await readFile(path)], basename(path));
  } catch (error) {
    throw new GlanceError('file/unreadable', `${model} could not be read: ${messageOf(error)}`);
  }
}

function localPath(model: ClassifierOptions['model']): string | null {
  if (typeof model !== 'string' && !(model instanceof URL)) return null;
  if (String(model).startsWith('file:')) return fileURLToPath(model);
  return /^[a-z][a-z0-9+.-]+:/i.test(String(model)) ? null : String(model);
}

// The library's files, from the disk or from a server.
function nodeAssets(base: URL | undefined, manifest: Manifest): Assets {
  const urlOf = (name: string) => new URL(name, base);
  return {
    async startWorker() {
      return new NodeWorker(new TextDecoder().decode(await read(urlOf(manifest.worker.name))));
    },
    async source({ name, byteCount, inflatedByteCount, sha256 }, onProgress) {
      const url = urlOf(name);
      const file = { name, byteCount, inflatedByteCount, sha256 };
      if (url.protocol !== 'file:') return { ...file, url: url.href };
      const bytes = await read(url);
      onProgress({ status: 'loading', file: name, loaded: bytes.byteLength, total: byteCount });
      return { ...file, bytes };
    },
    dispose() {},
  };
}

async function read(url: URL): Promise<ArrayBuffer> {
  try {
    return url.protocol === 'file:'
      ? Uint8Array.from(await readFile(url)).buffer
      : await download(url);
  } catch (error) {
    throw new GlanceError('asset/unreachable', `${url}: ${messageOf(error)}`);
  }
}

async function download(url: URL): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response.arrayBuffer();
}

// Runs before the worker's script and gives it what browsers have and Node lacks.
const prelude = `
  const { parentPort, workerData } = require('node:worker_threads');
  globalThis.self = globalThis;
  globalThis.importScripts = () => {};
  globalThis.location = { href: 'blob:glance' };
  self.postMessage = (message, transfer) => parentPort.postMessage(message, transfer);
  parentPort.on('message', (data) => self.onmessage({ data }));
  require('node:vm').runInThisContext(workerData);`;

// The browser's Worker on a thread of Node, as far as the library needs it: one classic script, messages with transfer,
// errors, terminate.
class NodeWorker implements WorkerLike {
  onmessage: WorkerLike['onmessage'] = null;
  onerror: WorkerLike['onerror'] = null;
  #thread: Thread;
  #terminated = false;

  constructor(script: string) {
    this.#thread = new Thread(prelude, { eval: true, workerData: script });
    this.#thread.on('message', (data: unknown) => {
      if (!this.#terminated) this.onmessage?.({ data });
    });
    this.#thread.on('error', (error) => {
      if (!this.#terminated) this.onerror?.({ message: messageOf(error) });
    });
  }

  postMessage(message: unknown, transfer: Transferable[]): void {
    this.#thread.postMessage(message, transfer as NodeTransferable[]);
  }

  terminate(): void {
    this.#terminated = true;
    void this.#thread.terminate();
  }
}
