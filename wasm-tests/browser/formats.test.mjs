// Formats that the browser decodes for the core: the answer is that for the same pixels as PNG (by Pillow), a note says who decoded
// it, and a file that is damaged, too large, or of a format that the browser does not read has its error.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { testInChromium } from './in_every_engine.mjs';
import { inLibraryPage } from './library_place.mjs';
import { scoreTolerance } from './places.mjs';

const fixtures = fileURLToPath(new URL('../../native-tests/fixtures/formats/', import.meta.url));

// Runs in the page: the answers for these files.
const answersOf = async (...names) =>
  Promise.all(
    names.map(async (name) => {
      const result = await classifier.classify(await library.forms.Blob(`/formats/${name}`), {
        topK: 1000,
      });
      return {
        ...result,
        scores: result.predictions.toSorted((a, b) => a.index - b.index).map(({ score }) => score),
      };
    }),
  );

const outcomeOf = async (name, length) => {
  const blob = await library.forms.Blob(`/formats/${name}`);
  return library.outcomeOf(classifier.classify(length ? blob.slice(0, length) : blob));
};

const largestDifference = (some, others) =>
  Math.max(...some.scores.map((score, i) => Math.abs(score - others.scores[i])));

await inLibraryPage({ mounts: { '/formats/': fixtures } }, (evaluate, place) => {
  const chromiumTest = testInChromium(place);
  for (const [file, format] of [
    ['lossless.webp', 'WebP'],
    ['still.gif', 'GIF'],
    ['moving.gif', 'GIF'],
    ['rgb.bmp', 'BMP'],
    ['palette.bmp', 'BMP'],
  ]) {
    test(`${file} gives exactly the scores of its pixels as PNG`, async () => {
      const [answer, reference] = await evaluate(answersOf, file, `${file}.png`);
      assert.deepEqual(answer.scores, reference.scores);
      assert.deepEqual([answer.width, answer.height], [43, 29]);
      assert.deepEqual(answer.notes, [
        { code: 'note/browser-decoded', message: `decoded by the browser, as ${format}`, format },
      ]);
      assert.deepEqual(reference.notes, []);
    });
  }

  for (const file of ['photograph.webp', 'photograph.avif']) {
    test(`${file} gives the scores of its pixels as PNG, but for the other decoder's rounding`, async (t) => {
      const [answer, reference] = await evaluate(answersOf, file, `${file}.png`);
      const difference = largestDifference(answer, reference);
      t.diagnostic(
        `${place.engine.name}: largest difference of a score ${difference.toExponential(1)}`,
      );
      assert.ok(difference <= scoreTolerance);
      assert.equal(answer.predictions[0].index, reference.predictions[0].index);
    });
  }

  test('transparency is dropped, and a note says so', async () => {
    const [answer] = await evaluate(answersOf, 'alpha.webp');
    assert.deepEqual(
      answer.notes.map(({ code }) => code),
      ['note/browser-decoded', 'note/alpha-dropped'],
    );
  });

  test('a picture is turned as the browser shows it, no more and no less', async () => {
    const { shown, seen } = await evaluate(async () => {
      const image = await library.forms.HTMLImageElement('/formats/turned.webp');
      const result = await classifier.classify(await library.forms.Blob('/formats/turned.webp'));
      return {
        shown: [image.naturalWidth, image.naturalHeight],
        seen: [result.width, result.height],
      };
    });
    assert.deepEqual(seen, shown);
  });

  chromiumTest('bytes in a buffer are decoded like a file', async () => {
    const { predictions } = await evaluate(async () =>
      classifier.classify(await library.forms.ArrayBuffer('/formats/photograph.webp')),
    );
    const [reference] = await evaluate(answersOf, 'photograph.webp');
    assert.deepEqual(predictions, reference.predictions.slice(0, 5));
  });

  chromiumTest('the total time includes decoding', async () => {
    const [{ timings }] = await evaluate(answersOf, 'photograph.avif');
    assert.ok(
      timings.decode > 0 && timings.total >= timings.decode + timings.infer,
      JSON.stringify(timings),
    );
  });

  test('an error names HEIC where the browser does not read it', async () => {
    const outcome = await evaluate(outcomeOf, 'header.heic'); // no browser decodes this one: it is only a header
    assert.deepEqual([outcome.code, outcome.isGlanceError], ['image/unsupported-format', true]);
    assert.match(outcome.message, /^this is a HEIC picture.*convert it to JPEG or PNG$/);
  });

  for (const file of ['lossless.webp', 'still.gif']) {
    test(`half of ${file} gives an answer or a typed error`, async () => {
      const outcome = await evaluate(outcomeOf, file, 100);
      assert.ok(outcome.value || outcome.code === 'image/damaged', JSON.stringify(outcome)); // some browsers show the part that they have
    });
  }

  for (const file of ['huge.webp', 'huge.avif', 'huge.gif']) {
    test(`${file} is refused as too large, and the next picture is right`, async () => {
      assert.equal((await evaluate(outcomeOf, file)).code, 'image/too-large');
      const [answer, reference] = await evaluate(answersOf, 'lossless.webp', 'lossless.webp.png');
      assert.deepEqual(answer.scores, reference.scores);
    });
  }

  chromiumTest(
    'pictures that the core and the browser decode at the same time each get their own answer',
    async () => {
      const names = [
        'photograph.webp',
        'photograph.webp.png',
        'lossless.webp',
        'rgb.bmp.png',
        'still.gif',
        'photograph.avif',
      ];
      const together = await evaluate(answersOf, ...names, ...names);
      for (const [i, name] of names.entries()) {
        const [alone] = await evaluate(answersOf, name);
        for (const each of [together[i], together[i + names.length]])
          assert.deepEqual(each.scores, alone.scores, name);
      }
    },
  );
});
