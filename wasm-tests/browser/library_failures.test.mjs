// dist/glance.js with wrong input, damaged weights, aborted and closed calls: each gives a typed error, and the next call works.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { chromium } from '../../tools/browsers/index.mjs';
import { inLibraryPage, spoiledAnswers } from './library_place.mjs';
import { dist, shippedModelUrl, sampleAnswers } from './places.mjs';

const [coffee, camera] = sampleAnswers;
const modelPath = `/${shippedModelUrl.href.slice(dist.href.length)}`;

await inLibraryPage({ engines: [chromium] }, (evaluate) => {
  for (const [name, call, code] of /** @type {any[][]} */ ([
    ['a text', () => classifier.classify('coffee.png'), /^call\/bad-argument$/],
    ['no bytes', () => classifier.classify(new Blob([])), /^image\/empty$/],
    [
      'HTML',
      () => classifier.classify(new Blob(['<!doctype html><p>404'])),
      /^image\/not-a-picture$/,
    ],
    ['topK 0', () => classifier.classify(new Blob([]), { topK: 0 }), /^call\/bad-argument$/],
    ['an image element without a picture', () => classifier.classify(new Image()), /^image\//],
    [
      'weights that are text',
      () => library.createClassifier({ model: new Blob(['no weights, just a text']) }),
      /^model\//,
    ],
  ])) {
    test(`${name} is refused with a GlanceError`, async () => {
      const error = await evaluate(`library.outcomeOf((${call})())`);
      assert.ok(error.isGlanceError, JSON.stringify(error));
      assert.match(error.code, code);
      assert.match(error.message, /\w/);
    });
  }

  test('weights that are cut short are refused', async () => {
    const error = await evaluate(async (path) => {
      const file = await library.forms.Blob(path);
      return library.outcomeOf(library.createClassifier({ model: file.slice(0, file.size - 4) }));
    }, modelPath);
    assert.match(String(error.code), /^model\//, JSON.stringify(error));
  });

  test('a classifier from the bytes of the weight file works', async () => {
    const top = await evaluate(async (path) => {
      const own = await library.createClassifier({ model: await library.forms.ArrayBuffer(path) });
      const { predictions } = await own.classify(await library.forms.Blob('/samples/camera.png'), {
        topK: 1,
      });
      own.close();
      return predictions[0].index;
    }, modelPath);
    assert.equal(top, camera.index);
  });

  test('a server that says the weights are encoded by gzip is understood', async () => {
    spoiledAnswers.set(modelPath, (request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(readFileSync(shippedModelUrl));
    });
    try {
      assert.ok(await evaluate(async () => (await library.createClassifier()).close() ?? true));
    } finally {
      spoiledAnswers.clear();
    }
  });

  for (const [name, answer, code] of [
    [
      'another file',
      (request, response) => response.end('<!doctype html><p>Welcome to our wireless network'),
      'asset/wrong-content',
    ],
    [
      'weights that are cut',
      (request, response) => response.end(readFileSync(shippedModelUrl).subarray(0, -9)),
      'asset/wrong-content',
    ],
    [
      'weights with more behind them',
      (request, response) =>
        response.end(Buffer.concat([readFileSync(shippedModelUrl), Buffer.alloc(9)])),
      'asset/wrong-content',
    ],
    [
      'weights that inflate to much more',
      (request, response) => response.end(gzipSync(Buffer.alloc(2 ** 25))),
      'asset/wrong-content',
    ],
    ['404', (request, response) => response.writeHead(404).end(), 'asset/unreachable'],
  ]) {
    test(`a server that gives ${name} for the weights is found out, and the next try works`, async () => {
      spoiledAnswers.set(modelPath, answer);
      try {
        const error = await evaluate(() => library.outcomeOf(library.createClassifier()));
        assert.equal(error.code, code, JSON.stringify(error));
      } finally {
        spoiledAnswers.clear();
      }
      assert.ok(await evaluate(async () => (await library.createClassifier()).close() ?? true));
    });
  }

  test('an abort rejects with AbortError, before and during the work, and the next call works', async () => {
    const {
      before: early,
      during,
      next,
    } = await evaluate(async () => {
      const blob = await library.forms.Blob('/samples/coffee.png');
      const controller = new AbortController();
      const running = library.outcomeOf(classifier.classify(blob, { signal: controller.signal }));
      controller.abort();
      return {
        during: await running,
        before: await library.outcomeOf(classifier.classify(blob, { signal: AbortSignal.abort() })),
        next: (await classifier.classify(blob)).predictions[0].index,
      };
    });
    assert.deepEqual([early.name, during.name, next], ['AbortError', 'AbortError', coffee.index]);
  });

  test('createClassifier can be aborted', async () => {
    const error = await evaluate(() => {
      const controller = new AbortController();
      const starting = library.outcomeOf(library.createClassifier({ signal: controller.signal }));
      controller.abort();
      return starting;
    });
    assert.equal(error.name, 'AbortError');
  });

  test('close() may be called twice; later and waiting calls reject with call/closed', async () => {
    const outcomes = await evaluate(async () => {
      const own = await library.createClassifier();
      const blob = await library.forms.Blob('/samples/coffee.png');
      const waiting = library.outcomeOf(own.classify(blob));
      own.close();
      own.close();
      return [await waiting, await library.outcomeOf(own.classify(blob))];
    });
    assert.deepEqual(
      outcomes.map(({ code }) => code),
      ['call/closed', 'call/closed'],
    );
  });
});
