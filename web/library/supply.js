// The two files that every worker is started with, wasm and weights. After the first start they are kept as blobs, so
// that another start reads nothing from the network or the disk.
import { GlanceError } from './errors.js';
import { resolveUrl } from './resolve_url.js';

/**
 * @param {import('./assets.js').Assets} assets
 * @param {import('./assets.js').Manifest} manifest
 * @param {undefined | URL | string | Blob | ArrayBuffer | ArrayBufferView} ownModel instead of the shipped weights
 */
export function createSupply(assets, manifest, ownModel) {
  const own = ownModel === undefined ? null : sourceOfOwnModel(ownModel);
  let kept = {};
  return {
    /** The files whose size is known before anything is loaded. */
    expected: own ? [manifest.wasm] : [manifest.wasm, manifest.model],
    /** @returns {Promise<{ wasm: import('./assets.js').Source, model: import('./assets.js').Source }>} */
    async sources(onProgress) {
      return {
        wasm: kept.wasm ?? (await assets.source(manifest.wasm, onProgress)),
        model: kept.model ?? own ?? (await assets.source(manifest.model, onProgress)),
      };
    },
    /** @param {{ wasm: Blob, model: Blob }} blobs the checked bytes of `sources` */
    keep({ wasm, model }, sources) {
      kept = { wasm: keptSource(sources.wasm, wasm), model: keptSource(sources.model, model) };
    },
  };
}

// Without its hash: these very bytes have been checked.
function keptSource({ name, byteCount }, blob) {
  return { name, byteCount, blob };
}

function sourceOfOwnModel(model) {
  if (model instanceof Blob) return { name: model.name ?? 'model', blob: model };
  if (model instanceof ArrayBuffer || ArrayBuffer.isView(model)) return { name: 'model', blob: new Blob([model]) };
  if (typeof model !== 'string' && !(model instanceof URL)) {
    throw new GlanceError('call/bad-argument', 'model: want a URL, a Blob or an ArrayBuffer');
  }
  const url = resolveUrl(model, 'model');
  return { name: url.pathname.split('/').at(-1), url: url.href };
}
