// The page never freezes: while pictures are looked at, no task holds the main thread for long. Only Chromium
// tells long tasks (those of 50 ms and more).
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { chromium } from './engines/index.mjs';
import { builtPage, readyAfterMs, samplePath, show } from './glance_page.mjs';
import { inEveryEngine } from './in_every_engine.mjs';

// 50 ms is what a person does not notice; the bound leaves room for a busy test machine. The figure is printed.
const longestTaskLimitMs = 200;
const rounds = 5;

await inEveryEngine({ ...builtPage, engines: [chromium] }, (place) => {
  before(() => readyAfterMs(place.session));

  test(`no task of the main thread takes more than ${longestTaskLimitMs} ms while pictures are looked at`, async (t) => {
    await place.session.evaluate(() => {
      globalThis.longTasksMs = [];
      const note = (list) => globalThis.longTasksMs.push(...list.getEntries().map(({ duration }) => duration));
      new PerformanceObserver(note).observe({ type: 'longtask' });
    });
    const paths = Array(rounds).fill(['coffee.png', 'chelsea.png', 'camera.png']).flat().map(samplePath);
    const articles = await show(place.session, paths);
    assert.equal(articles.filter(({ predictions }) => predictions.length === 5).length, paths.length);
    const tasksMs = await place.session.evaluate('longTasksMs');
    t.diagnostic(`${place.origin}: ${tasksMs.length} tasks of 50 ms or more, the longest ${Math.max(0, ...tasksMs)} ms`);
    assert.ok(tasksMs.every((ms) => ms <= longestTaskLimitMs), `tasks of ${tasksMs.join(', ')} ms`);
  });

  // Without this the test above would pass on an observer that sees nothing.
  test('a task that does take long is seen', async () => {
    await place.session.evaluate(() => new Promise((resolve) => setTimeout(() => {
      const end = performance.now() + 300;
      while (performance.now() < end);
      setTimeout(resolve, 50);
    })));
    assert.ok((await place.session.evaluate('longTasksMs')).some((ms) => ms > longestTaskLimitMs));
  });
});
