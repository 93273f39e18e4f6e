// The page opened from disk: ten photographs answered as the reference (onnxruntime, Pillow, float32) does, with no request but for
// the page's own files, no error and no violation.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { reportFault } from '../report_fault.mjs';
import { assertQuiet, builtPage, readyAfterMs, show } from './glance_page.mjs';
import { fromDisk, inEveryEngine } from './in_every_engine.mjs';
import { data } from './places.mjs';

const pictures = new URL('pictures/', data);
const reference = new URL('reference/efficientnet-lite0-f32.json', data);
const needs = [pictures, reference].map((url) => [url, 'test data beside the checkout']);
const clear = 0.6; // of the reference's score: int8 may see it otherwise where it is less
const count = 10;

// Photographs that the reference recognises clearly and rightly, spread over all kinds.
function chooseClear() {
  const answers = Object.entries(JSON.parse(readFileSync(reference, 'utf8')));
  const right = answers.filter(
    ([file, { index, score }]) => index[0] === Number.parseInt(file, 10) && score[0] >= clear,
  );
  return Array.from({ length: count }, (_, i) => right[Math.floor((i * right.length) / count)][0]);
}

const files = existsSync(reference) ? chooseClear() : [];

await inEveryEngine({ ...builtPage, ...fromDisk, needs }, (place) => {
  test(`fault 21: from disk ${count} of ${count} photographs are recognised, with 0 network requests, 0 errors, 0 violations`, async () => {
    await readyAfterMs(place.session);
    const articles = await show(
      place.session,
      files.map((file) => fileURLToPath(new URL(file, pictures))),
    );
    const right = articles.filter(
      ({ file, predictions: [best] }) => best.index === Number.parseInt(file, 10),
    ).length;
    const asked = (await place.session.requests()).filter((url) => !/^(file|blob|data):/.test(url));
    await assertQuiet(place);
    reportFault(
      21,
      `ready from disk, ${right} of ${count} right, ${asked.length} network requests, 0 console errors`,
      place.engine.name,
    );
    assert.deepEqual([right, asked], [count, []]);
  });
});
