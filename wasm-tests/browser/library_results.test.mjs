// dist/glance.js on good input: each form of a picture, and each field of the result.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testInChromium } from './in_every_engine.mjs';
import { inLibraryPage } from './library_place.mjs';
import { sampleAnswers, scoreTolerance } from './places.mjs';

const [coffee] = sampleAnswers;

await inLibraryPage({}, (evaluate, place) => {
  const chromiumTest = testInChromium(place);
  test('the result has the documented fields', async () => {
    const result = await evaluate(async () =>
      classifier.classify(await library.forms.Blob('/samples/coffee.png')),
    );
    assert.deepEqual([result.width, result.height, result.predictions.length], [600, 400, 5]);
    assert.equal(result.predictions[0].index, coffee.index);
    assert.equal(result.predictions[0].label, 'espresso');
    assert.ok(
      Math.abs(result.predictions[0].score - coffee.score) <= scoreTolerance,
      `${result.predictions[0].score}`,
    );
    for (const step of ['decode', 'preprocess', 'infer', 'total'])
      assert.ok(result.timings[step] >= 0, step);
    assert.ok(result.timings.total >= result.timings.infer);
    assert.ok(result.backend.threads >= 1);
    assert.deepEqual(result.notes, []);
  });

  for (const form of [
    'ArrayBuffer',
    'Uint8Array',
    'ImageData',
    'ImageBitmap',
    'HTMLImageElement',
    'HTMLCanvasElement',
  ]) {
    // coffee.png is opaque and has no colour profile, so every form has the same pixels.
    test(`${form} gives what Blob gives`, async () => {
      const [fromBlob, fromForm] = await evaluate(async (name) => {
        const answers = [];
        for (const each of ['Blob', name]) {
          answers.push(await classifier.classify(await library.forms[each]('/samples/coffee.png')));
        }
        return answers.map((answer) => [answer.width, answer.height, ...answer.predictions]);
      }, form);
      assert.deepEqual(fromForm, fromBlob);
    });
  }

  test('the picture that the caller passes is not changed', async () => {
    const sizes = await evaluate(async () => {
      const buffer = await library.forms.ArrayBuffer('/samples/coffee.png');
      const bitmap = await library.forms.ImageBitmap('/samples/coffee.png');
      await classifier.classify(buffer);
      await classifier.classify(bitmap);
      return [buffer.byteLength > 0, bitmap.width];
    });
    assert.deepEqual(sizes, [true, 600]);
  });

  chromiumTest('topK sets the number of labels', async () => {
    const counts = await evaluate(async () => {
      const blob = await library.forms.Blob('/samples/coffee.png');
      const results = await Promise.all(
        [1, 3, 1000].map((topK) => classifier.classify(blob, { topK })),
      );
      return results.map(({ predictions }) => predictions.length);
    });
    assert.deepEqual(counts, [1, 3, 1000]);
  });

  chromiumTest('fit and region set what is classified, and the view shows it', async () => {
    const { fits, cut, region } = await evaluate(async () => {
      const blob = await library.forms.Blob('/samples/coffee.png');
      const fits = {};
      for (const fit of ['crop', 'squash', 'letterbox']) {
        const { seen, view, heatmap } = await classifier.classify(blob, {
          fit,
          heatmap: 504,
          view: true,
        });
        const shown = new ImageData(view.data, view.width, view.height);
        fits[fit] = [
          Math.round(seen.x),
          Math.round(seen.y),
          shown.width,
          shown.height,
          [...shown.data.subarray(0, 4)],
          heatmap.values.length,
        ];
      }
      const box = { x: 100, y: 50, width: 300, height: 200 };
      const bitmap = await createImageBitmap(blob, box.x, box.y, box.width, box.height, {
        colorSpaceConversion: 'none',
      });
      const answers = [
        await classifier.classify(bitmap),
        await classifier.classify(blob, { region: box }),
      ];
      const [cut, region] = answers.map(({ predictions, entropy }) => ({ predictions, entropy }));
      return { fits, cut, region };
    });
    assert.deepEqual(region, cut);
    const padding = [127, 127, 127, 255]; // Lite0's mean
    assert.deepEqual(fits.letterbox, [0, -102, 224, 224, padding, 49]);
    assert.deepEqual(
      [fits.crop.slice(0, 4), fits.squash.slice(0, 4)],
      [
        [125, 25, 224, 224],
        [0, 0, 224, 224],
      ],
    );
    assert.notDeepEqual(fits.crop[4], fits.squash[4]);
  });

  for (const options of [
    { fit: 'stretch' },
    { region: { x: 0, y: 0, width: 601, height: 1 } },
    { region: {} },
    { heatmap: 1000 },
    { view: 1 },
  ]) {
    chromiumTest(
      `${JSON.stringify(options)} is call/bad-argument, and the next call is answered`,
      async () => {
        const answers = await evaluate(async (wrong) => {
          const blob = await library.forms.Blob('/samples/coffee.png');
          const refused = await classifier.classify(blob, wrong).catch(({ code }) => code);
          return [refused, (await classifier.classify(blob)).predictions[0].index];
        }, options);
        assert.deepEqual(answers, ['call/bad-argument', coffee.index]);
      },
    );
  }

  chromiumTest('all 1000 scores descend and add up to 1', async () => {
    const scores = await evaluate(async () => {
      const { predictions } = await classifier.classify(
        await library.forms.Blob('/samples/chelsea.png'),
        { topK: 1000 },
      );
      return predictions.map(({ score }) => score);
    });
    assert.deepEqual(
      scores,
      scores.toSorted((a, b) => b - a),
    );
    // 1000 float32 values, each rounded by at most 2^-24 of itself, whose sum is 1.
    assert.ok(Math.abs(scores.reduce((sum, score) => sum + score, 0) - 1) <= 1e-5);
  });

  for (const workers of [1, 2]) {
    test(`calls at the same time each get their own answer from ${workers} worker(s), and one worker answers in order`, async () => {
      const { order, tops } = await evaluate(async (count) => {
        const blobs = [];
        for (const name of ['coffee', 'camera', 'chelsea'])
          blobs.push(await library.forms.Blob(`/samples/${name}.png`));
        const own = await library.createClassifier({ workers: count });
        const order = [];
        const tops = await Promise.all(
          Array.from({ length: 12 }, async (_, i) => {
            const { predictions } = await own.classify(blobs[i % 3], { topK: 1 });
            order.push(i);
            return predictions[0].index;
          }),
        );
        own.close();
        return { order, tops };
      }, workers);
      const inOrder = Array.from({ length: 12 }, (_, i) => i);
      assert.deepEqual(workers === 1 ? order : order.toSorted((a, b) => a - b), inOrder);
      assert.deepEqual(
        tops,
        inOrder.map((i) => sampleAnswers[i % 3].index),
      );
    });
  }

  chromiumTest('progress rises to the total and ends with ready', async () => {
    const events = await evaluate(async () => {
      const seen = [];
      (await library.createClassifier({ onProgress: (event) => seen.push(event) })).close();
      return seen;
    });
    const loading = events.filter(({ status }) => status === 'loading');
    for (const file of new Set(loading.map((event) => event.file))) {
      const loaded = loading.filter((event) => event.file === file).map((event) => event.loaded);
      assert.deepEqual(
        loaded,
        loaded.toSorted((a, b) => a - b),
        file,
      );
    }
    assert.equal(events.at(-1).status, 'ready');
    assert.equal(events.at(-1).loaded, events.at(-1).total);
    assert.equal(events.filter(({ status }) => status === 'ready').length, 1);
  });

  chromiumTest('labels exist in English and Chinese', async () => {
    assert.deepEqual(
      await evaluate(() => [
        classifier.labelOf(967),
        classifier.labelOf(967, 'zh'),
        typeof classifier.labelOf(1000),
      ]),
      ['espresso', '意式浓缩咖啡', 'undefined'],
    );
  });
});
