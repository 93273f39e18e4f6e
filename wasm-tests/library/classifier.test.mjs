// The library from createClassifier to close, in real threads, on a core that does as it is told (fake_core.mjs).
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';

import { create } from '../../web/library/create.ts';
import { startFakeRelease } from './fake_release.mjs';
import { WebWorker } from './web_worker.mjs';

const limits = { pictureMs: 1000, abortGraceMs: 100, idleMs: 60_000 };
const order = (words) => new Blob([words]);
const isAbort = { name: 'AbortError' };
let release;
let classifier;

const createFake = (options, more = {}) =>
  create(
    { manifest: release.manifest, assets: release.url, limits, ...more },
    { workers: 1, ...options },
  );
const topOf = async (words, options) =>
  (await classifier.classify(order(words), options)).predictions[0].index;

before(async () => {
  Object.assign(globalThis, { Worker: WebWorker });
  release = await startFakeRelease();
});
after(() => release.close());

describe('a classifier', () => {
  beforeEach(async () => {
    classifier = await createFake();
  });
  afterEach(() => classifier.close());

  test('answers with the documented fields', async () => {
    assert.deepEqual(await classifier.classify(order('see 2')), {
      answer: { label: 'en 2', score: 1, index: 2, group: null, unknown: false },
      predictions: [{ index: 2, label: 'en 2', score: 1 }],
      width: 1,
      height: 1,
      timings: { decode: 1, preprocess: 2, infer: 3, total: 6 },
      entropy: 0,
      seen: { x: 0, y: 0, width: 1, height: 1 },
      backend: {
        version: '0.0.0-fake',
        simd: 'simd',
        threads: 1,
        reasons: ['simd/no-relaxed', 'threads/not-isolated'],
        why: 'relaxed SIMD does not work here; without isolation (COOP, COEP) threads cannot share memory',
      },
      notes: [],
    });
  });

  test('passes topK, language and heatmap on', async () => {
    const { predictions, heatmap } = await classifier.classify(order('see 1'), {
      topK: 1,
      language: 'zh',
      heatmap: true,
    });
    assert.equal(predictions[0].label, 'zh 1');
    const pixels = { width: 1, height: 1, data: Uint8ClampedArray.of(1, 2, 3, 255) };
    const values = Float32Array.of(1);
    assert.deepEqual(heatmap, { width: 1, height: 1, values, colored: pixels, legend: pixels });
  });

  test('passes fit, region and the class of the heat map on; the view comes as RGBA', async () => {
    const region = { x: 0, y: 2, width: 3, height: 4 };
    const { seen, heatmap, view } = await classifier.classify(order('see 1'), {
      fit: 'squash',
      region,
      heatmap: 3,
      view: true,
    });
    assert.deepEqual([seen, heatmap.values[0]], [region, 3]);
    assert.deepEqual(view, {
      width: 1,
      height: 2,
      data: Uint8ClampedArray.of(115, 113, 117, 255, 97, 115, 104, 255),
    });
  });

  test('passes on what the core notes about the picture', async () => {
    const { notes } = await classifier.classify(order('turned'));
    assert.deepEqual(notes, [{ code: 'note/turned', message: 'turned' }]);
  });

  test('takes encoded bytes and pixels', async () => {
    const pixels = {
      [Symbol.toStringTag]: 'ImageData',
      data: Uint8ClampedArray.of(3, 0, 0, 255, 0, 0, 0, 255),
      width: 2,
      height: 1,
    };
    const bytes = new TextEncoder().encode('see 3');
    for (const picture of [bytes, bytes.buffer, pixels]) {
      assert.equal((await classifier.classify(picture)).predictions[0].index, 3);
    }
    assert.equal((await classifier.classify(pixels)).width, 2);
  });

  test('answers calls in order, each with its own answer', async () => {
    const settled = [];
    const calls = ['wait 40 see 0', 'see 1', 'refuse image/damaged cut', 'see 2'].map((words, i) =>
      topOf(words).then(
        (index) => settled.push([i, index]),
        (error) => settled.push([i, error.code]),
      ),
    );
    await Promise.all(calls);
    assert.deepEqual(settled, [
      [0, 0],
      [1, 1],
      [2, 'image/damaged'],
      [3, 2],
    ]);
  });

  test('rejects with what the core refuses with, and goes on', async () => {
    const refused = classifier.classify(order('refuse image/empty the file is empty'));
    await assert.rejects(refused, {
      name: 'GlanceError',
      code: 'image/empty',
      message: 'the file is empty',
    });
    assert.equal(await topOf('see 1'), 1);
  });

  test('refuses files above 64 MiB before it reads them', async () => {
    const huge = new Blob(Array(65).fill(new Uint8Array(2 ** 20)));
    await assert.rejects(classifier.classify(huge), { code: 'image/too-large', message: /65 MiB/ });
  });

  test('says so when memory is refused, and goes on', async () => {
    await assert.rejects(classifier.classify(new Uint8Array(2 * 2 ** 20)), {
      code: 'memory/exhausted',
    });
    assert.equal(await topOf('see 1'), 1);
  });

  test('an abort while waiting leaves the others alone', async () => {
    const controller = new AbortController();
    const first = topOf('wait 50 see 0');
    const second = topOf('see 1', { signal: controller.signal });
    const third = topOf('see 2');
    controller.abort();
    await assert.rejects(second, isAbort);
    assert.deepEqual(await Promise.all([first, third]), [0, 2]);
  });

  test('an abort of a call that never ends answers at once, and a new worker takes the next', async () => {
    const startedBefore = WebWorker.started;
    const controller = new AbortController();
    const hanging = classifier.classify(order('hang'), { signal: controller.signal });
    const next = topOf('see 2');
    setTimeout(() => controller.abort(), 30);
    await assert.rejects(hanging, isAbort);
    assert.equal(await next, 2);
    assert.equal(WebWorker.started, startedBefore + 1);
  });

  test('an abort of a call that ends soon keeps the worker', async () => {
    const startedBefore = WebWorker.started;
    const controller = new AbortController();
    const aborted = classifier.classify(order('wait 60 see 1'), { signal: controller.signal });
    setTimeout(() => controller.abort(), 30);
    await assert.rejects(aborted, isAbort);
    assert.equal(await topOf('see 2'), 2);
    assert.equal(WebWorker.started, startedBefore);
  });

  test('a trap rejects its call with worker/crashed; waiting calls are answered by a new worker', async () => {
    const crashed = classifier.classify(order('trap'));
    const waiting = ['see 1', 'see 2'].map((words) => topOf(words));
    await assert.rejects(crashed, {
      name: 'GlanceError',
      code: 'worker/crashed',
      message: /unreachable/,
    });
    assert.deepEqual(await Promise.all(waiting), [1, 2]);
  });

  test('a picture that takes too long is worker/timeout, and the next is answered', async () => {
    await assert.rejects(classifier.classify(order('hang')), {
      code: 'worker/timeout',
      message: /1 s/,
    });
    assert.equal(await topOf('see 3'), 3);
  });

  test('a new worker asks the server for nothing', async () => {
    const before = release.server.requests.length;
    await assert.rejects(classifier.classify(order('trap')), { code: 'worker/crashed' });
    await topOf('see 1');
    assert.deepEqual(release.server.requests.slice(before), []);
  });

  test('a worker whose heap has grown large is given back after its answer', async () => {
    const startedBefore = WebWorker.started;
    assert.equal(await topOf('grow'), 0);
    assert.equal(await topOf('see 1'), 1);
    assert.equal(WebWorker.started, startedBefore + 1);
  });

  test('close rejects what runs, waits and comes later with call/closed', async () => {
    const calls = [classifier.classify(order('hang')), classifier.classify(order('see 1'))];
    classifier.close();
    classifier.close();
    calls.push(classifier.classify(order('see 1')));
    for (const call of calls)
      await assert.rejects(call, { name: 'GlanceError', code: 'call/closed' });
  });

  test('`using` closes it, and a framework that wraps what it may change leaves it as it is', async () => {
    // Vue's `reactive` leaves alone what cannot be extended.
    assert.ok(Object.isFrozen(classifier));
    assert.equal(classifier[Symbol.dispose](), undefined);
    await assert.rejects(classifier.classify(order('see 1')), { code: 'call/closed' });
  });

  test('close while a new worker starts ends that one too', async () => {
    await assert.rejects(classifier.classify(order('trap')), { code: 'worker/crashed' });
    const waiting = classifier.classify(order('see 1'));
    classifier.close();
    await assert.rejects(waiting, { code: 'call/closed' });
  });

  test('100 calls with crashes, hangs and aborts among them are all settled', async () => {
    const words = (i) => (i % 10 === 3 ? 'trap' : i % 25 === 7 ? 'hang' : `see ${i % 4}`);
    const calls = Array.from({ length: 100 }, (_, i) =>
      topOf(words(i), i % 5 === 4 ? { signal: AbortSignal.timeout(i) } : {}),
    );
    const outcomes = await Promise.allSettled(calls);
    outcomes.forEach((/** @type {any} */ { status, value, reason }, i) => {
      if (status === 'fulfilled') assert.equal(value, i % 4);
      else assert.match(reason.code?.toString() ?? '', /^worker\/(crashed|timeout)$|^20$/); // 20: DOMException's own for AbortError
    });
    assert.equal(await topOf('see 2'), 2);
  });

  test('describes its model and knows its labels', () => {
    assert.equal(classifier.model.name, 'Fake');
    assert.equal(classifier.labelOf(0), 'tench');
    assert.equal(classifier.labelOf(0, 'zh'), '丁鱥');
    assert.equal(classifier.labelOf(2, 'fr'), 'espresso');
    assert.equal(classifier.labelOf(4), undefined);
  });

  test('knows the groups of its classes, and what is above an answer', () => {
    assert.deepEqual(classifier.groups(), [
      { id: 'bird', label: 'bird', parent: 'animal', classes: [1] },
      { id: 'animal', label: 'animal', parent: null, classes: [0, 1] },
    ]);
    const labels = (language) => classifier.groups(language).map(({ label }) => label);
    assert.deepEqual(labels('zh'), ['鸟', '动物']);
    assert.deepEqual(labels('fr'), ['bird', 'animal']);
    const path = (index, group, language) => classifier.pathTo({ index, group }, language);
    assert.deepEqual(path(1, null), ['animal', 'bird', 'hen']);
    assert.deepEqual(path(0, null, 'zh'), ['动物', '丁鱥']);
    assert.deepEqual(path(2, null), ['espresso']);
    assert.deepEqual(path(null, 'bird', 'zh'), ['动物', '鸟']);
    assert.deepEqual(path(null, 'nothing'), []);
    assert.deepEqual(path(null, null), []);
    assert.deepEqual(path(4, null), []);
  });
});

describe('a classifier of two workers', () => {
  beforeEach(async () => {
    classifier = await createFake({ workers: 2 });
  });
  afterEach(() => classifier.close());

  test('looks at two pictures side by side', async () => {
    const startedBefore = WebWorker.started;
    const settled = [];
    const calls = ['hang', 'see 1', 'see 2'].map((words, i) =>
      topOf(words).then(
        (index) => settled.push([i, index]),
        () => settled.push([i, 'timeout']),
      ),
    );
    await Promise.all(calls);
    assert.deepEqual(settled, [
      [1, 1],
      [2, 2],
      [0, 'timeout'],
    ]);
    assert.equal(WebWorker.started, startedBefore + 1);
  });

  test('starts the second one without asking the server', async () => {
    const before = release.server.requests.length;
    assert.deepEqual(
      await Promise.all(['wait 200 see 1', 'see 2', 'see 3'].map((words) => topOf(words))),
      [1, 2, 3],
    );
    assert.deepEqual(release.server.requests.slice(before), []);
  });

  test('settles 100 calls with crashes, hangs and aborts among them', async () => {
    const words = (i) => (i % 10 === 3 ? 'trap' : i % 25 === 7 ? 'hang' : `see ${i % 4}`);
    const calls = Array.from({ length: 100 }, (_, i) =>
      topOf(words(i), i % 5 === 4 ? { signal: AbortSignal.timeout(i) } : {}),
    );
    const outcomes = await Promise.allSettled(calls);
    outcomes.forEach((/** @type {any} */ { status, value, reason }, i) => {
      if (status === 'fulfilled') assert.equal(value, i % 4);
      else
        assert.ok(
          reason.name === 'AbortError' || /^worker\/(crashed|timeout)$/.test(reason.code),
          String(reason),
        );
    });
    assert.equal(await topOf('see 2'), 2);
  });

  test('close rejects what runs and waits', async () => {
    const calls = ['hang', 'hang', 'see 1'].map((words) => classifier.classify(order(words)));
    classifier.close();
    for (const call of calls) await assert.rejects(call, { code: 'call/closed' });
  });
});

test('a wrong number of workers is call/bad-argument', async () => {
  await assert.rejects(createFake({ workers: 0 }), { code: 'call/bad-argument' });
});

test('a classifier says what it runs on and how many workers it may have', async () => {
  classifier = await createFake({ workers: 3 });
  assert.deepEqual([classifier.backend.threads, classifier.workers], [1, 3]);
  classifier.close();
});
