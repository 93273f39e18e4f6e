// The two files that every worker is started with, wasm and weights. After the first start their bytes are kept, so that
// another start reads nothing from the network or the disk. The build is chosen once: one with shared memory serves
// workers of one thread as well.
import { openWeights } from './weights.ts';

/**
 * @param {import('./assets.ts').Assets} assets
 * @param {import('./assets.ts').Manifest} manifest
 * @param {Pick<import('./glance.ts').ClassifierOptions, 'model' | 'sha256'>} wanted
 * @param {import('../worker/backend.ts').Choice} choice
 */
export function createSupply(assets, manifest, wanted, { simd, threads }) {
  const weights = openWeights(assets, manifest, wanted);
  const buildOf = (sharedMemory) =>
    manifest.cores.find((each) => each.simd === simd && each.sharedMemory === sharedMemory);
  let build = buildOf(threads > 1);
  let kept = null;
  return {
    /** The files whose size is known before anything is loaded. */
    expected: [build, ...weights.expected],
    /** Whether workers may use threads. */
    get sharedMemory() {
      return build.sharedMemory;
    },
    /** Goes over to the build without shared memory. */
    giveUpThreads() {
      build = buildOf(false);
      kept = null;
    },
    /** @returns {Promise<{ wasm: import('./assets.ts').Source, model: import('./assets.ts').Source }>} */
    async sources(onProgress) {
      if (kept) return kept;
      const wasm = await assets.source(build, onProgress);
      return { wasm, model: await weights.read(onProgress) };
    },
    /**
     * @param {{ wasm: ArrayBuffer, model: ArrayBuffer }} bytes what a worker read from `sources` and checked
     * @param {string} sha256 of the weights
     */
    keep({ wasm, model }, sources, sha256) {
      const { name, sha256: wasmSha256 } = sources.wasm;
      kept = {
        wasm: checked(name, wasm, wasmSha256),
        model: checked(sources.model.name, model, sha256),
      };
    },
    /** @returns {Blob} the weights that are kept */
    weights: () => new Blob([kept.model.bytes]),
  };
}

function checked(name, bytes, sha256) {
  return { name, bytes, sha256, checked: true };
}
