// Formats that the browser decodes for the core: the answer is that for the same pixels as PNG (by Pillow), a note says who decoded
// it, and a file that is damaged, too large, or of a format that the browser does not read has its error.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { reportFault } from '../report_fault.mjs';
import { testInChromium } from './in_every_engine.mjs';
import { inLibraryPage } from './library_place.mjs';
import { scoreTolerance } from './places.mjs';

const fixtures = fileURLToPath(new URL('../../native-tests/fixtures/formats/', import.meta.url));
const field = fileURLToPath(new URL('../../../shared/data/field/', import.meta.url));

// Files that a decoder would take gibibytes for, in base64, by what they are. Headers only: nothing may look further.
const uint16 = (value) => Buffer.of(value & 255, value >> 8);
const uint32 = (value) => Buffer.concat([uint16(value & 0xffff), uint16(value >>> 16)]);
const bombs = {
  'a GIF whose frame is larger than its screen': [
    ...['GIF89a', uint16(1), uint16(1), Buffer.alloc(3), ',', Buffer.alloc(4), uint16(22_000)],
    ...[uint16(22_000), Buffer.of(0, 2, 1, 0x44, 0), ';'],
  ],
  'a JPEG with arithmetic coding': [
    Buffer.from('ffd8ffca001108', 'hex'),
    Buffer.from('55f055f003011100021100031100', 'hex'),
    Buffer.from('ffda000c03010002000300003f00ffd9', 'hex'),
  ],
  'a BMP': ['BM', Buffer.alloc(8), uint32(54), uint32(40), uint32(22_000), uint32(22_000)],
};
const bombOf = (parts) => Buffer.concat(parts.map((part) => Buffer.from(part))).toString('base64');

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

// Runs in the page: what becomes of a file, how long that takes, and how often the browser was asked to decode.
async function refusalOf({ base64 = '', url = '' }) {
  const { createImageBitmap } = globalThis;
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const blob = url ? await library.forms.Blob(url) : new Blob([bytes]);
  let asked = 0;
  globalThis.createImageBitmap = /** @type {any} */ (
    (blob, options) => (++asked, createImageBitmap(blob, options))
  );
  const start = performance.now();
  const { code, message } = await library.outcomeOf(classifier.classify(blob));
  const elapsedMs = performance.now() - start;
  globalThis.createImageBitmap = createImageBitmap;
  return { code, message, asked, elapsedMs };
}

function assertTooLarge({ code, message, asked, elapsedMs }, t) {
  t.diagnostic(`refused after ${Math.round(elapsedMs)} ms`);
  assert.deepEqual([code, asked], ['image/too-large', 0]);
  assert.match(message, /is 22,000 x 22,000 pixels/);
}

await inLibraryPage({ mounts: { '/formats/': fixtures, '/field/': field } }, (evaluate, place) => {
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

  let refused = 0;
  for (const [what, parts] of Object.entries(bombs)) {
    test(`fault 35: ${what} of 22,000 x 22,000 pixels is refused before the browser sees it`, async (t) => {
      assertTooLarge(await evaluate(refusalOf, { base64: bombOf(parts) }), t);
      ++refused;
    });
  }

  for (const file of ['arithmetic-progressive-22000.jpg', 'gif-1x1-screen-22000-frame.gif']) {
    test(`fault 35: ${file} is refused before the browser sees it`, async (t) => {
      if (!existsSync(field + file)) {
        t.skip(`${field}${file} is missing`);
        return;
      }
      assertTooLarge(await evaluate(refusalOf, { url: `/field/${file}` }), t);
      ++refused;
    });
  }

  test('fault 35: the next picture is right', async () => {
    const [answer, reference] = await evaluate(answersOf, 'lossless.webp', 'lossless.webp.png');
    assert.deepEqual(answer.scores, reference.scores);
    const said = `${refused} files of 22,000 x 22,000 pixels refused by their bytes, 0 decoded`;
    reportFault(35, said, place.engine.name);
  });

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
