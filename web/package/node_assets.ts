// The library's files under Node, from the disk or from a server.
import { readFile } from 'node:fs/promises';

import { GlanceError } from '../shared/errors.ts';
import { NodeWorker } from './node_worker.ts';

/** @returns {import('../library/assets.ts').Assets} */
export function nodeAssets(base, manifest) {
  const urlOf = (name) => new URL(name, base);
  return {
    async startWorker() {
      return new NodeWorker(new TextDecoder().decode(await read(urlOf(manifest.worker.name))));
    },
    async source(file, onProgress) {
      const { name, byteCount, inflatedByteCount, sha256 } = file;
      const url = urlOf(name);
      if (url.protocol !== 'file:')
        return { name, byteCount, inflatedByteCount, sha256, url: url.href };
      const bytes = await read(url);
      onProgress({ status: 'loading', file: name, loaded: bytes.byteLength, total: byteCount });
      return { name, byteCount, inflatedByteCount, sha256, bytes };
    },
    dispose() {},
  };
}

async function read(url) {
  try {
    return url.protocol === 'file:'
      ? Uint8Array.from(await readFile(url)).buffer
      : await download(url);
  } catch (error) {
    throw new GlanceError('asset/unreachable', `${url}: ${error.message}`);
  }
}

async function download(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response.arrayBuffer();
}
