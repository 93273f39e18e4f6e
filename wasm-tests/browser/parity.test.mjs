// The page's core and the command line, both in float32, on the same pixels (photographs that Pillow has decoded to PNG): the scores
// agree to within 1e-3, and so does the order wherever neighbouring scores differ by more than that.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from '../../tools/browsers/index.mjs';
import { classifyServed, inLibraryPage, useModel } from './library_place.mjs';
import { commandLine, data, float32ModelUrl, python } from './places.mjs';

const pictures = new URL('pictures/', data);
const needs = [
  [pictures, 'test data beside the checkout'],
  [commandLine, 'make native'],
  [python, 'tools/setup'],
  [float32ModelUrl, 'make model TYPE=float32'],
];
const everyNth = 7; // 29 of 200, for time
const largestDifference = 1e-3;
const folder = mkdtempSync(join(tmpdir(), 'glance-parity-'));

// Writes some of the photographs into `folder` as PNG; returns their paths.
function decodePictures() {
  const chosen = readdirSync(pictures)
    .sort()
    .filter((_, i) => i % everyNth === 0)
    .map((file) => fileURLToPath(new URL(file, pictures)));
  execFileSync(fileURLToPath(python), [
    fileURLToPath(new URL('decode_to_png.py', import.meta.url)),
    folder,
    ...chosen,
  ]);
  return readdirSync(folder)
    .sort()
    .map((file) => join(folder, file));
}

// The five best classes of each picture, by the command line.
function classifyNatively(paths) {
  const options = [
    'classify',
    '--model',
    fileURLToPath(float32ModelUrl),
    '--format',
    'json',
    '--top-k',
    '5',
  ];
  const output = execFileSync(fileURLToPath(commandLine), [...options, ...paths], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).predictions);
}

// Pairs of classes whose order is certain: neighbours in `predictions` that differ by more than the tolerance.
function certainPairs(predictions) {
  return predictions
    .slice(1)
    .flatMap(({ index, score }, i) =>
      predictions[i].score - score > largestDifference ? [[predictions[i].index, index]] : [],
    );
}

const rankOf = (predictions, index) => predictions.findIndex((each) => each.index === index);

await inLibraryPage(
  {
    needs,
    mounts: { '/decoded/': folder, '/weights/': fileURLToPath(new URL('.', float32ModelUrl)) },
    engines: [chromium],
  },
  (evaluate) => {
    let paths;
    let native;
    let page;
    before(async () => {
      paths = decodePictures();
      native = classifyNatively(paths);
      await evaluate(useModel, `/weights/${basename(float32ModelUrl.pathname)}`);
      page = await classifyServed(
        evaluate,
        paths.map((path) => `/decoded/${encodeURIComponent(basename(path))}`),
      );
    });

    test(`scores differ by at most ${largestDifference}`, (t) => {
      assert.ok(paths.length >= 29 && native.length === paths.length);
      const differences = paths.flatMap((_, i) =>
        native[i].map(({ index, score }) => {
          const other = page[i].find((each) => each.index === index);
          return Math.abs(score - (other?.score ?? page[i].at(-1).score)); // not among the five best: its score is at most that of the fifth
        }),
      );
      const largest = Math.max(...differences);
      t.diagnostic(
        `${paths.length} pictures: largest difference of a score ${largest.toExponential(1)}`,
      );
      assert.ok(largest <= largestDifference);
    });

    test('the five best come in the same order wherever it is certain', () => {
      paths.forEach((path, i) => {
        for (const [better, worse] of certainPairs(native[i])) {
          const ranks = [better, worse].map((index) => rankOf(page[i], index));
          assert.ok(
            ranks[0] >= 0 && (ranks[1] < 0 || ranks[0] < ranks[1]),
            `${basename(path)}: ${better} before ${worse}`,
          );
        }
      });
    });
  },
);

after(() => rmSync(folder, { recursive: true }));
