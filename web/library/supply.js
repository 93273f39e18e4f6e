// The two files that every worker is started with, wasm and weights. After the first start their bytes are kept, so that
// another start reads nothing from the network or the disk.
import { bytesOfBlob } from './blob_bytes.js';
import { GlanceError } from './errors.js';
import { resolveUrl } from './resolve_url.js';

/**
 * @param {import('./assets.js').Assets} assets
 * @param {import('./assets.js').Manifest} manifest
 * @param {undefined | URL | string | Blob | ArrayBuffer | ArrayBufferView} ownModel instead of the shipped weights
 */
export function createSupply(assets, manifest, ownModel) {
  const readOwn = ownModel === undefined ? null : ownModelReader(ownModel);
  let kept = null;
  return {
    /** The files whose size is known before anything is loaded. */
    expected: readOwn ? [manifest.wasm] : [manifest.wasm, manifest.model],
    /** @returns {Promise<{ wasm: import('./assets.js').Source, model: import('./assets.js').Source }>} */
    async sources(onProgress) {
      if (kept) return kept;
      const wasm = await assets.source(manifest.wasm, onProgress);
      const model = await (readOwn ? readOwn() : assets.source(manifest.model, onProgress));
      return { wasm, model };
    },
    /** @param {{ wasm: ArrayBuffer, model: ArrayBuffer }} bytes what a worker read from `sources` and checked */
    keep({ wasm, model }, sources) {
      kept = { wasm: keptSource(sources.wasm, wasm), model: keptSource(sources.model, model) };
    },
  };
}

// Without its hash: these very bytes have been checked.
function keptSource({ name }, bytes) {
  return { name, bytes };
}

// Copies a buffer now; a Blob cannot change, so it is read when it is needed.
function ownModelReader(model) {
  if (model instanceof Blob) return async () => ({ name: model.name ?? 'model', bytes: await bytesOfBlob(model) });
  if (model instanceof ArrayBuffer || ArrayBuffer.isView(model)) return ownModelReader(new Blob([model]));
  if (typeof model !== 'string' && !(model instanceof URL)) {
    throw new GlanceError('call/bad-argument', 'model: want a URL, a Blob or an ArrayBuffer');
  }
  const url = resolveUrl(model, 'model');
  return async () => ({ name: url.pathname.split('/').at(-1), url: url.href });
}
