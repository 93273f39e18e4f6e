// Pictures stay on the device: a loaded page sends no request while it classifies, and none to another host at any time.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { reportFault } from '../report_fault.mjs';
import {
  assertQuiet,
  builtPage,
  readyAfterMs,
  samplePath,
  settledOffline,
  show,
} from './glance_page.mjs';
import { inEveryEngine } from './in_every_engine.mjs';
import { sampleAnswers } from './places.mjs';

await inEveryEngine({ ...builtPage, origins: ['http'] }, (place) => {
  const count = place.engine.name === 'Chromium' || process.env.GLANCE_LONG === '1' ? 100 : 12;
  const paths = Array.from({ length: count }, (_, i) =>
    samplePath(sampleAnswers[i % sampleAnswers.length].file),
  );

  before(async () => {
    await readyAfterMs(place.session);
    await settledOffline(place.session);
    await place.session.evaluate(() => document.querySelector('[data-layout="cards"]').click());
  });

  test(
    `fault 33: ${count} classifications cause zero requests, and zero third-party requests ever`,
    { timeout: 120_000 },
    async () => {
      const { length: before } = place.server.requests;
      const articles = await show(place.session, paths);
      articles.forEach(({ predictions: [best] }, i) =>
        assert.equal(best.index, sampleAnswers[i % sampleAnswers.length].index),
      );
      // Firefox sometimes checks whether the service worker has changed; that request carries no data.
      const asked = place.server.requests
        .slice(before)
        .filter(({ path }) => path !== '/service-worker.js');
      assert.deepEqual(asked, []);
      await assertQuiet(place); // no request outside the page's own folder since the browser was opened
      reportFault(
        33,
        `${articles.length} classifications, 0 requests; 0 third-party requests ever`,
        place.engine.name,
      );
    },
  );
});
