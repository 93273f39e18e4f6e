// Which build is chosen on how many threads, by what the browser can do and what was asked for; and why.
import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';

import {
  chooseBackend,
  factsHere,
  mayBeMeasured,
  withoutThreads,
} from '../../web/worker/backend.ts';
import { hasRelaxedSimd } from '../../web/shared/support.ts';

/** @returns {any} */
const factsOf = (
  /** @type {any} */ {
    relaxed = true,
    isolated = true,
    sharesMemory = isolated,
    processors = 8,
    simd,
    threads,
  },
) => ({
  relaxed,
  isolated,
  sharesMemory,
  hardwareConcurrency: processors,
  wanted: { simd, threads },
});

for (const [facts, simd, threads, reasons, why] of /** @type {any[][]} */ ([
  [
    {},
    'relaxed',
    4,
    ['simd/relaxed', 'threads/isolated'],
    /^relaxed SIMD works here; the page is isolated/,
  ],
  [
    { relaxed: false },
    'simd',
    4,
    ['simd/no-relaxed', 'threads/isolated'],
    /^relaxed SIMD does not work here; /,
  ],
  [
    { isolated: false },
    'relaxed',
    1,
    ['simd/relaxed', 'threads/not-isolated'],
    /without isolation \(COOP, COEP\)/,
  ],
  [
    { sharesMemory: false },
    'relaxed',
    1,
    ['simd/relaxed', 'threads/no-shared-memory'],
    /does not let workers share memory$/,
  ],
  [
    { sharesMemory: false, threads: 2 },
    'relaxed',
    1,
    ['simd/relaxed', 'threads/no-shared-memory'],
    /isolated, but/,
  ],
  [
    { processors: 1 },
    'relaxed',
    1,
    ['simd/relaxed', 'threads/one-processor'],
    /there is one processor$/,
  ],
  [{ processors: 2 }, 'relaxed', 2, ['simd/relaxed', 'threads/isolated'], /isolated/],
  [{ processors: 3 }, 'relaxed', 2, ['simd/relaxed', 'threads/isolated'], /isolated/],
  [{ processors: 6 }, 'relaxed', 3, ['simd/relaxed', 'threads/isolated'], /isolated/],
  [{ processors: 64 }, 'relaxed', 4, ['simd/relaxed', 'threads/isolated'], /isolated/],
  [
    { simd: 'simd' },
    'simd',
    4,
    ['simd/wanted', 'threads/isolated'],
    /^this kind of SIMD was asked for/,
  ],
  [
    { simd: 'relaxed' },
    'relaxed',
    4,
    ['simd/wanted', 'threads/isolated'],
    /^this kind of SIMD was asked for/,
  ],
  [
    { relaxed: false, simd: 'relaxed' },
    'simd',
    4,
    ['simd/wanted-in-vain', 'threads/isolated'],
    /was asked for, but does not work here/,
  ],
  [{ threads: 1 }, 'relaxed', 1, ['simd/relaxed', 'threads/wanted'], /1 thread was asked for$/],
  [
    { threads: 1, isolated: false },
    'relaxed',
    1,
    ['simd/relaxed', 'threads/wanted'],
    /1 thread was asked for$/,
  ],
  [{ threads: 6 }, 'relaxed', 6, ['simd/relaxed', 'threads/wanted'], /6 threads were asked for$/],
  [
    { threads: 6, isolated: false },
    'relaxed',
    1,
    ['simd/relaxed', 'threads/wanted-in-vain'],
    /6 threads were asked for, but without isolation/,
  ],
  [
    { threads: 9 },
    'relaxed',
    8,
    ['simd/relaxed', 'threads/wanted-too-many'],
    /9 threads were asked for, but processors: 8$/,
  ],
])) {
  test(`${JSON.stringify(facts)} gives ${simd}, ${threads}`, () => {
    const choice = chooseBackend(factsOf(facts));
    assert.deepEqual([choice.simd, choice.threads, choice.reasons], [simd, threads, reasons]);
    assert.match(choice.why, why);
  });
}

test('threads that turn out badly are given up with a reason, and the build stays', () => {
  const choice = withoutThreads(chooseBackend(factsOf({})), 'threads/slower');
  assert.deepEqual(
    [choice.simd, choice.threads, choice.reasons],
    ['relaxed', 1, ['simd/relaxed', 'threads/slower']],
  );
  assert.equal(choice.why, 'relaxed SIMD works here; one thread was measured to be faster here');
});

test('a number of threads is measured unless somebody asked for it', () => {
  assert.ok(mayBeMeasured(chooseBackend(factsOf({}))));
  for (const facts of [{ threads: 2 }, { isolated: false }, { processors: 1 }]) {
    assert.ok(!mayBeMeasured(chooseBackend(factsOf(facts))), JSON.stringify(facts));
  }
});

describe('the facts here', () => {
  afterEach(() => {
    delete globalThis.crossOriginIsolated;
  });

  test('are what the browser says, and what was asked for', () => {
    globalThis.crossOriginIsolated = true;
    const { isolated, relaxed, wanted } = factsHere({ backend: 'simd', threads: 3 });
    assert.ok(factsHere({}).sharesMemory);
    assert.deepEqual(
      [isolated, relaxed, wanted],
      [true, hasRelaxedSimd(), { simd: 'simd', threads: 3 }],
    );
    assert.equal(factsHere({}).wanted.threads, undefined);
  });

  test('a browser without WebAssembly has no relaxed SIMD', () => {
    const { WebAssembly } = globalThis;
    delete globalThis.WebAssembly;
    assert.equal(hasRelaxedSimd(), false);
    globalThis.WebAssembly = WebAssembly;
  });

  for (const wanted of [
    { threads: 0 },
    { threads: 1.5 },
    { threads: '2' },
    { threads: Number.NaN },
    { backend: 'avx' },
    { backend: '' },
  ]) {
    test(`${JSON.stringify(wanted)} is call/bad-argument`, () => {
      assert.throws(() => factsHere(/** @type {any} */ (wanted)), {
        name: 'GlanceError',
        code: 'call/bad-argument',
      });
    });
  }
});
