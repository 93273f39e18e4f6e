// Whatever a caller passes as options, what is wrong with it is a GlanceError that names the option: never another error, and never
// silence.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { create } from '../../web/library/create.ts';
import { reportFault } from '../report_fault.mjs';
import { startFakeRelease } from './fake_release.mjs';
import { WebWorker } from './web_worker.mjs';

let release;
let classifier;
const createFake = (options) =>
  create({ manifest: release.manifest, assets: release.url }, options);
// What every refusal is; counts them.
let refused = 0;
const badArgument = (message) => (error) => {
  assert.deepEqual([error.name, error.code], ['GlanceError', 'call/bad-argument']);
  assert.match(error.message, message);
  return ++refused > 0;
};

before(async () => {
  Object.assign(globalThis, { Worker: WebWorker });
  release = await startFakeRelease();
  classifier = await createFake({ workers: 1 });
});
after(() => {
  classifier.close();
  return release.close();
});

const badSignals = [null, 7, 'abort', {}, { aborted: false }, () => {}, new EventTarget()];

describe('createClassifier', () => {
  for (const options of [null, 7, 'fast', true, () => {}, Symbol('x')]) {
    test(`fault 58: refuses ${String(options)} in place of options`, async () => {
      await assert.rejects(
        createFake(/** @type {any} */ (options)),
        badArgument(/^the options of createClassifier are .*, want an object$/),
      );
    });
  }

  for (const name of ['modle', 'topK', 'Model', '__proto__x', 'constructor', 'toString', '']) {
    test(`fault 58: refuses the unknown option '${name}' by its name`, async () => {
      await assert.rejects(
        createFake(/** @type {any} */ ({ [name]: undefined })),
        badArgument(new RegExp(`^createClassifier has no option '${name}', only model, sha256, `)),
      );
    });
  }

  for (const [name, values] of Object.entries({
    signal: badSignals,
    onProgress: [null, 7, {}],
    resolution: [null, '224', {}],
    networkBudget: [null, '2', {}],
    language: [null, 7, {}],
    sha256: [null, 7, 'abc'],
    model: [null, 7, {}],
    threads: [null, '2', 0, NaN],
    workers: [null, '2', 0, NaN],
    backend: [null, 'fast', 7],
    assets: ['http://[', 'https://'],
  })) {
    test(`fault 58: refuses a wrong ${name}`, async () => {
      for (const value of values)
        await assert.rejects(
          createFake(/** @type {any} */ ({ [name]: value })),
          badArgument(new RegExp(`^${name}\\b`)),
          String(value),
        );
    });
  }

  test('fault 58: refuses weights whose bytes were sent away', async () => {
    const model = new ArrayBuffer(8);
    const view = new Uint8Array(model);
    structuredClone(model, { transfer: [model] });
    for (const gone of [model, view])
      await assert.rejects(createFake({ model: gone }), badArgument(/was sent to a worker/));
  });

  test('takes options that are undefined, and those of an object without a prototype', async () => {
    const options = Object.assign(Object.create(null), { workers: 1, signal: undefined });
    (await createFake(options)).close();
  });
});

describe('classify', () => {
  const picture = new Blob(['see 2']);

  for (const options of [null, 7, 'all', true, () => {}]) {
    test(`fault 58: refuses ${String(options)} in place of options`, async () => {
      await assert.rejects(
        classifier.classify(picture, /** @type {any} */ (options)),
        badArgument(/^the options of classify are .*, want an object$/),
      );
    });
  }

  for (const name of ['topk', 'top_k', 'heatMap', 'threads', 'hasOwnProperty']) {
    test(`fault 58: refuses the unknown option '${name}' by its name`, async () => {
      await assert.rejects(
        classifier.classify(picture, /** @type {any} */ ({ [name]: 1 })),
        badArgument(new RegExp(`^classify has no option '${name}', only topK, `)),
      );
    });
  }

  test('fault 58: refuses what is no AbortSignal', async () => {
    for (const signal of badSignals)
      await assert.rejects(
        classifier.classify(picture, /** @type {any} */ ({ signal })),
        badArgument(/^signal is .*, want an AbortSignal$/),
      );
  });

  test('fault 58: answers after all of that', async () => {
    const { signal } = new AbortController();
    const { predictions } = await classifier.classify(picture, { signal, topK: undefined });
    assert.equal(predictions[0].index, 2);
    reportFault(58, `${refused} strange arguments: each call/bad-argument, with the name`);
  });
});
