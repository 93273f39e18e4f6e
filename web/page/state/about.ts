// What is known of this build and of the browser that it runs in, and the measurement that somebody may ask for.

/**
 * @typedef {{ version: string, cores: { name: string, simd: string, sharedMemory: boolean, sha256: string }[],
 *   parts: { name: string, license: string }[], features: Record<string, boolean>, policy: string }} Build
 * @typedef {{ medianMs: number, p95Ms: number, runs: number, backend: object,
 *   model: { name: string, sha256: string, inputWidth: number, inputHeight: number } }} Measured
 * @typedef {{ status: 'none' | 'running' | 'done' | 'cancelled' | 'failed', done: number, total: number,
 *   measured: Measured | null, failure: import('./state.ts').Failure | null, copy: 'no' | 'copied' | 'shown' }} Benchmark
 */

/** @type {Benchmark} */
export const firstBenchmark = Object.freeze({
  status: 'none',
  done: 0,
  total: 0,
  measured: null,
  failure: null,
  copy: 'no',
});

export const aboutReducers = {
  buildKnown: (_state, { build }) => ({ build: Object.freeze(build) }),
  benchmarkStarted: (_state, { total }) => benchmark(firstBenchmark, { status: 'running', total }),
  benchmarkProgressed: (state, { done }) => benchmark(state.benchmark, { done }),
  benchmarkDone: (state, { measured }) => ({
    ...benchmark(state.benchmark, { status: 'done', measured: Object.freeze(measured) }),
    backend: measured.backend,
  }),
  benchmarkCancelled: () => benchmark(firstBenchmark, { status: 'cancelled' }),
  benchmarkFailed: (_state, { failure }) =>
    benchmark(firstBenchmark, { status: 'failed', failure }),
  benchmarkCopied: (state, { as }) => benchmark(state.benchmark, { copy: as }),
};

function benchmark(before, changes) {
  return { benchmark: Object.freeze({ ...before, ...changes }) };
}
