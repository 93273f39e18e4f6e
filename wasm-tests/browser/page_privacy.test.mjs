// Pictures stay on the device: a loaded page sends no request while it has pictures, on the first visit too, and none to another host
// at any time. In every engine, since each has its own workers, service worker and caches; 100 pictures in Chromium only.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { poll } from '../../tools/browsers/time_limit.mjs';
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
import { click } from './page_models.mjs';
import { pageAnswers } from './places.mjs';

// Firefox sometimes checks whether the service worker has changed; that request carries no data.
/** @param {any} place */
const askedSince = ({ server }, before) =>
  server.requests.slice(before).filter(({ path }) => path !== '/service-worker.js');

// The service worker stores the page when it is ready, file by file. The server keeps it waiting for one of them.
const held = [];
let holds = true;
const onRequest = ({ url }, response) =>
  holds && url.startsWith('/LICENSES.txt') && Boolean(held.push(response));

await inEveryEngine(
  { ...builtPage, origins: ['http'], server: { isolated: true, onRequest } },
  (place) => {
    const count = place.engine.name === 'Chromium' || process.env.GLANCE_LONG === '1' ? 100 : 12;
    const paths = Array.from({ length: count }, (_, i) =>
      samplePath(pageAnswers[i % pageAnswers.length].file),
    );
    const kept = () => place.session.evaluate(() => document.documentElement.dataset.kept);

    before(async () => {
      holds = true;
      held.length = 0;
      await readyAfterMs(place.session);
      await place.session.evaluate(() => document.querySelector('[data-layout="cards"]').click());
    });

    test('fault 33: on the first visit, pictures stop the storing of the page: 0 requests until they are gone', async () => {
      await poll('the page is being stored', () => held.length > 0);
      await show(place.session, paths.slice(0, 1)); // by then it has stopped
      const { length: before } = place.server.requests;
      await show(place.session, paths.slice(0, 12)); // side by side, in more workers
      assert.deepEqual(askedSince(place, before), []);
      assert.equal(await kept(), 'unknown');
      holds = false;
      await click(place.session, '[data-action=clear]');
      await poll('the page is stored', async () => (await kept()) === 'true');
      assert.ok(askedSince(place, before).some(({ path }) => path.startsWith('/LICENSES.txt')));
      reportFault(33, 'first visit: 12 classifications, 0 requests', place.engine.name);
    });

    test(
      `fault 33: ${count} classifications cause zero requests, and zero third-party requests ever`,
      { timeout: 120_000 },
      async () => {
        await settledOffline(place.session);
        const { length: before } = place.server.requests;
        const articles = await show(place.session, paths);
        articles.forEach(({ predictions: [best] }, i) =>
          assert.equal(best.index, pageAnswers[i % pageAnswers.length].index),
        );
        assert.deepEqual(askedSince(place, before), []);
        await assertQuiet(place); // no request outside the page's own folder since the browser was opened
        reportFault(
          33,
          `${articles.length} classifications, 0 requests; 0 third-party requests ever`,
          place.engine.name,
        );
      },
    );
  },
);
