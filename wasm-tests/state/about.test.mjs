// "About this build": its facts, and the measurement.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  benchmarkActions,
  madePicture,
  measure,
  summaryOf,
} from '../../web/page/about/benchmark.ts';
import { aboutFacts, coreInUse } from '../../web/page/about/facts.ts';
import { languages } from '../../web/page/strings/strings.ts';
import { zh } from '../../web/page/strings/zh.ts';
import { initialState, reduce } from '../../web/page/state/reduce.ts';
import { createStore } from '../../web/page/store.ts';

const { en } = languages;
/** @type {any} */
const cores = [
  ['simd', false],
  ['relaxed', false],
  ['simd', true],
  ['relaxed', true],
].map(([simd, sharedMemory]) => ({
  name: `glance-${simd}${sharedMemory ? '-threads' : ''}.wasm`,
  simd,
  sharedMemory,
  sha256: `${simd} ${sharedMemory}`,
}));
const features = {
  simd: true,
  relaxedSimd: true,
  isolation: false,
  sharedMemory: false,
  serviceWorker: true,
};
const build = { version: '1.2.3', cores, policy: "default-src 'none'" };
const model = { name: 'Lite', sha256: 'aa', inputWidth: 224, inputHeight: 224 };
const backend = { simd: 'relaxed', threads: 1, reasons: ['simd/relaxed', 'threads/not-isolated'] };
const known = [
  { type: 'buildKnown', build },
  { type: 'modelReady', model, backend },
];
const after = (...events) => events.flat().reduce(reduce, initialState('en', []));
const factsOf = (state, strings = en) =>
  Object.fromEntries(aboutFacts(state, features, strings).map(({ name, text }) => [name, text]));

test('the facts are version, backend and why, browser, offline, and the hashes of weights and core', () => {
  assert.deepEqual(factsOf(after(known)), {
    Version: '1.2.3',
    'Runs on':
      'One thread, relaxed SIMD. This browser has relaxed SIMD. The page is not isolated (COOP, COEP), so threads cannot be used.',
    'This browser':
      'Has SIMD, relaxed SIMD, and service workers. Not available here: isolation and shared memory.',
    'Without a network': 'The page is being kept on this device…',
    'SHA-256 of Lite': 'aa',
    'SHA-256 of glance-relaxed.wasm': 'relaxed false',
  });
});

test('before anything is loaded there are those that are known, in both languages', () => {
  assert.deepEqual(factsOf(after()), {});
  assert.deepEqual(Object.keys(factsOf(after(known[0]), zh)), [
    zh.version,
    zh.thisBrowser,
    zh.offline,
  ]);
});

test('whether the page is kept is said, and where it cannot be', () => {
  const said = (...events) => factsOf(after(known, ...events))[en.offline];
  assert.equal(said({ type: 'keptKnown', kept: true }), en.offlineStates.kept);
  assert.equal(said({ type: 'keptKnown', kept: false }), en.offlineStates.notKept);
  const facts = aboutFacts(after(known), { ...features, serviceWorker: false }, en);
  assert.ok(facts.some(({ text }) => text === en.offlineStates.impossible));
});

for (const [name, more, expected] of /** @type {any[][]} */ ([
  ['one thread', {}, 'glance-relaxed.wasm'],
  ['threads', { threads: 2 }, 'glance-relaxed-threads.wasm'],
  [
    'threads that were slower',
    { reasons: ['simd/relaxed', 'threads/slower'] },
    'glance-relaxed-threads.wasm',
  ],
  ['plain SIMD', { simd: 'simd' }, 'glance-simd.wasm'],
])) {
  test(`the build of the core for ${name}`, () =>
    assert.equal(coreInUse(cores, { ...backend, ...more }).name, expected));
}

test('median and 95th percentile, by hand', () => {
  assert.deepEqual(summaryOf([3, 1, 2]), { medianMs: 2, p95Ms: 3 });
  assert.deepEqual(summaryOf([4, 1, 3, 2]), { medianMs: 2.5, p95Ms: 4 });
  assert.deepEqual(summaryOf([7]), { medianMs: 7, p95Ms: 7 });
  assert.deepEqual(summaryOf(Array.from({ length: 30 }, (_, i) => i + 1)), {
    medianMs: 15.5,
    p95Ms: 29,
  }); // ceil(28.5)
});

/** @returns {any} */
const fakeImage = (width, height) => ({
  width,
  height,
  data: new Uint8ClampedArray(4 * width * height),
});

test('the made picture is 224 x 224, opaque, of many colours, and always the same', () => {
  const { width, height, data } = madePicture(fakeImage);
  assert.deepEqual([width, height], [224, 224]);
  assert.deepEqual(data, madePicture(fakeImage).data);
  assert.ok(data.every((value, i) => i % 4 !== 3 || value === 255));
  assert.ok(new Set(data).size > 200);
});

const timed = (infer) => ({ timings: { infer }, backend });

test('the warm-up does not count', async () => {
  const times = [100, 100, 1, 2, 3];
  const told = [];
  /** @type {any} */
  const classifier = { classify: async () => timed(times.shift()) };
  /** @type {any} */
  const options = { warmUps: 2, runs: 3, onRun: (done) => told.push(done) };
  const measured = await measure(classifier, options);
  assert.deepEqual(measured, { medianMs: 2, p95Ms: 3, runs: 3, backend });
  assert.deepEqual(told, [0, 0, 1, 2, 3]);
});

// A classifier that answers until it is told to do otherwise.
function begin(answer, clipboard) {
  globalThis.ImageData ??= /** @type {any} */ (
    class {
      constructor(width, height) {
        Object.assign(this, fakeImage(width, height));
      }
    }
  );
  const store = createStore(after(known), () => {});
  const actions = benchmarkActions(store, () => ({ classify: answer }), {
    userAgent: 'Test/1',
    clipboard,
  });
  return { store, actions, now: () => store.state.benchmark };
}

test('a measurement ends with what was measured of which model', async () => {
  const { actions, now } = begin(async () => timed(5));
  await actions.startBenchmark();
  assert.deepEqual(now(), {
    status: 'done',
    done: 30,
    total: 30,
    measured: { medianMs: 5, p95Ms: 5, runs: 30, backend, model },
    failure: null,
    copy: 'no',
  });
});

test('a measurement tells which backend is in use by now', async () => {
  const others = { ...backend, threads: backend.threads + 1 };
  const { store, actions } = begin(async () => ({ ...timed(5), backend: others }));
  await actions.startBenchmark();
  assert.deepEqual(store.state.backend, others);
});

test('a measurement can be cancelled, and leaves nothing', async () => {
  let runs = 0;
  const { actions, now } = begin(async (_picture, { signal }) => {
    if (++runs === 10) actions.cancelBenchmark();
    signal.throwIfAborted();
    return timed(5);
  });
  await actions.startBenchmark();
  assert.deepEqual([now().status, now().measured, runs], ['cancelled', null, 10]);
});

test('a model that is replaced meanwhile cancels it, another failure is told', async () => {
  for (const [code, status] of [
    ['call/closed', 'cancelled'],
    ['worker/crashed', 'failed'],
  ]) {
    const { actions, now } = begin(async () => {
      throw Object.assign(new Error(code), { code });
    });
    await actions.startBenchmark();
    assert.equal(now().status, status);
  }
});

test('the result that is copied names version, model, hash, backend, times and browser', async () => {
  const copied = [];
  const { store, actions, now } = begin(async () => timed(12.345), {
    writeText: async (text) => copied.push(text),
  });
  await actions.startBenchmark();
  await actions.copyBenchmark();
  assert.equal(now().copy, 'copied');
  assert.equal(
    copied[0],
    [
      'Glance 1.2.3',
      'Model: Lite, 224 x 224, SHA-256 aa',
      'Backend: relaxed SIMD, threads: 1',
      'Inference, 30 runs: median 12.35 ms, p95 12.35 ms',
      'Browser: Test/1',
    ].join('\n'),
  );
  store.dispatch({ type: 'settingChanged', name: 'language', value: 'zh' });
  await actions.copyBenchmark();
  for (const part of ['1.2.3', 'Lite', 'aa', '12.35', 'Test/1'])
    assert.ok(copied[1].includes(part), part);
});

for (const [name, clipboard] of [
  ['there is no clipboard', undefined],
  [
    'it is refused',
    {
      writeText: async () => {
        throw new Error('refused');
      },
    },
  ],
]) {
  test(`where ${name}, the result is shown to be copied by hand`, async () => {
    const { actions, now } = begin(async () => timed(1), clipboard);
    await actions.startBenchmark();
    await actions.copyBenchmark();
    assert.equal(now().copy, 'shown');
  });
}
