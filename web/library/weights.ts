// Finds the weights that a caller wants: a file of this release, or one of the caller's own.
import { bytesOfBlob } from '../shared/bytes.ts';
import { GlanceError } from '../shared/errors.ts';
import { resolveUrl } from './resolve_url.ts';

// The core's heap may not grow beyond this (src/bindings/CMakeLists.txt), so a larger file is not even read.
const largestModelBytes = 2 ** 30;

/**
 * Where weights come from: `expected` are the files whose size is known, `read` gives the worker's Source.
 * @typedef {{ expected: { name: string, byteCount: number }[],
 *   read: (onProgress: (progress: object) => void) => Promise<import('./assets.ts').Source> }} Weights
 */

/**
 * @param {import('./assets.ts').Assets} assets
 * @param {import('./assets.ts').Manifest} manifest
 * @param {Pick<import('./glance.ts').ClassifierOptions, 'model' | 'sha256'>} wanted
 * @returns {Weights} throws call/bad-argument
 */
export function openWeights(assets, manifest, { model, sha256 }) {
  const weights = find(assets, manifest, model);
  if (sha256 === undefined) return weights;
  if (!/^[0-9a-f]{64}$/i.test(sha256))
    throw new GlanceError('call/bad-argument', 'sha256: want 64 hexadecimal digits');
  const read = async (onProgress) => ({
    ...(await weights.read(onProgress)),
    sha256: sha256.toLowerCase(),
  });
  return { ...weights, read };
}

function find(assets, manifest, model) {
  const shipped =
    model === undefined
      ? manifest.models[0]
      : manifest.models.find((each) => each.sha256 === model?.sha256);
  if (shipped)
    return { expected: [shipped], read: (onProgress) => assets.source(shipped, onProgress) };
  if (model instanceof Blob) return fromBlob(model);
  // Copied now; a Blob cannot change, so it is read when it is needed.
  if (model instanceof ArrayBuffer || ArrayBuffer.isView(model)) return fromBlob(new Blob([model]));
  if (typeof model === 'string' || model instanceof URL) return fromUrl(resolveUrl(model, 'model'));
  throw new GlanceError(
    'call/bad-argument',
    'model: want a URL, a Blob, an ArrayBuffer or one of shippedModels',
  );
}

function fromBlob(blob) {
  const name = blob.name ?? 'model';
  const read = async () => {
    if (blob.size > largestModelBytes) refuseSize(blob.size);
    return { name, bytes: await bytesOfBlob(blob) };
  };
  return { expected: [{ name, byteCount: blob.size }], read };
}

function fromUrl(url) {
  return {
    expected: [],
    read: async () => ({ name: url.pathname.split('/').at(-1), url: url.href }),
  };
}

function refuseSize(byteCount) {
  const size = `the file has ${Math.ceil(byteCount / 2 ** 20).toLocaleString('en')} MiB`;
  throw new GlanceError('model/too-large', `${size}; weights of at most 1,024 MiB are read`);
}
