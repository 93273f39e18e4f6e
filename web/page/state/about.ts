// What is known of this build and of the browser: the benchmark that people may run, whether the page is kept on this
// device, and whether a newer version is.
import type { AboutEvent, Reducers } from './events.ts';
import type { Benchmark, Offline, State } from './state.ts';

export const noBenchmark: Benchmark = Object.freeze({
  status: 'none',
  done: 0,
  total: 0,
  measured: null,
  failure: null,
  copy: 'no',
});

export const aboutReducers: Reducers<AboutEvent> = {
  buildKnown: (_state, { build }) => ({ build: Object.freeze(build) }),
  benchmarkStarted: (_state, { total }) => benchmark(noBenchmark, { status: 'running', total }),
  benchmarkProgressed: (state, { done }) => benchmark(state.benchmark, { done }),
  benchmarkDone: (state, { measured }) => ({
    ...benchmark(state.benchmark, { status: 'done', measured: Object.freeze(measured) }),
    backend: measured.backend,
  }),
  benchmarkCancelled: () => benchmark(noBenchmark, { status: 'cancelled' }),
  benchmarkFailed: (_state, { failure }) => benchmark(noBenchmark, { status: 'failed', failure }),
  benchmarkCopied: (state, { as }) => benchmark(state.benchmark, { copy: as }),

  keptKnown: ({ offline: before }, { kept }) =>
    before.kept === kept ? null : offline(before, { kept }),
  updateReady: ({ offline: before }) =>
    before.update === 'none' ? offline(before, { update: 'ready' }) : null,
  updatedElsewhere: ({ offline: before }) =>
    before.update === 'elsewhere' ? null : offline(before, { update: 'elsewhere' }),
};

function benchmark(before: Benchmark, changes: Partial<Benchmark>): Partial<State> {
  return { benchmark: Object.freeze({ ...before, ...changes }) };
}

function offline(before: Offline, changes: Partial<Offline>): Partial<State> {
  return { offline: Object.freeze({ ...before, ...changes }) };
}
