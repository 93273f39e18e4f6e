// The page gets ready soon, from disk and from a server, without errors.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertQuiet, builtPage, readyAfterMs } from './glance_page.mjs';
import { inEveryEngine } from './in_every_engine.mjs';

// It takes about half a second. The limit is wide because a test machine may be busy. The time is printed.
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
