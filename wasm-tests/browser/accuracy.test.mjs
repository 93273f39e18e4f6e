// dist/glance.js in Chromium on the 200 test photographs: how often it is right, and how often it says what the
// reference (onnxruntime, Pillow) says. The figures are printed; the limits are those of issue #3.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { classifyServed } from './classify_served.mjs';
import { chromium } from './engines/index.mjs';
import { inLibraryPage } from './library_place.mjs';
import { data } from './places.mjs';

const pictures = new URL('pictures/', data);
const reference = new URL('reference/efficientnet-lite0-f32.json', data);
const needs = [[pictures, 'test data beside the checkout'], [reference, 'test data beside the checkout']];
const files = existsSync(pictures) ? readdirSync(pictures).sort() : [];

const leastTop1Percent = 89.5;
const leastSameAsReference = 198;

function percent(count, t, what) {
  const value = (100 * count) / files.length;
  t.diagnostic(`${what}: ${value.toFixed(1)} % (${count} of ${files.length})`);
  return value;
}

await inLibraryPage({ needs, mounts: { '/pictures/': fileURLToPath(pictures) }, engines: [chromium] }, (evaluate) => {
  let answers;
  before(async () => {
    answers = await classifyServed(evaluate, files.map((file) => `/pictures/${encodeURIComponent(file)}`));
  });

  test(`top 1 is right for at least ${leastTop1Percent} %`, (t) => {
    assert.equal(files.length, 200);
    const isRight = (count) => files.filter((file, i) => answers[i].slice(0, count).some(({ index }) => index === parseInt(file, 10)));
    percent(isRight(3).length, t, 'top 3');
    percent(isRight(5).length, t, 'top 5');
    assert.ok(percent(isRight(1).length, t, 'top 1') >= leastTop1Percent);
  });

  test(`top 1 is the reference's for at least ${leastSameAsReference} of 200`, (t) => {
    const wanted = JSON.parse(readFileSync(reference, 'utf8'));
    const others = files.filter((file, i) => answers[i][0].index !== wanted[file].index[0]);
    percent(files.length - others.length, t, 'same top 1 as the reference');
    if (others.length > 0) t.diagnostic(`others: ${others.join(', ')}`);
    assert.ok(files.length - others.length >= leastSameAsReference);
  });
});
