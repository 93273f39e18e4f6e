// The page gets ready from disk and from a server, soon, with the program of this release, and quietly.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertQuiet, builtPage, readyAfterMs } from './glance_page.mjs';
import { inEveryEngine } from './in_every_engine.mjs';

// The aim is 3 s from disk in Chromium; the bound is wider, since a test machine may be busy. The figure is printed.
const readyLimitMs = 15_000;

await inEveryEngine(builtPage, (place) => {
  test(`is ready within ${readyLimitMs / 1000} s in a new profile`, async (t) => {
    const elapsedMs = await readyAfterMs(place.session);
    t.diagnostic(`${place.engine.name}, ${place.origin}: ready after ${Math.round(elapsedMs)} ms`);
    assert.ok(elapsedMs <= readyLimitMs, `${elapsedMs} ms`);
  });

  test('says that it is ready, in its status', async () => {
    assert.match(
      await place.session.evaluate(() => document.querySelector('[role=status]').innerText),
      /\w/,
    );
    assert.equal(
      await place.session.evaluate(() => document.querySelectorAll('article').length),
      0,
    );
  });

  test('has had no error, violation or request outside', () => assertQuiet(place));
});
