// What the page stores on the device is damaged or gone, or storing is refused: the page fetches again, or works without. Evicted
// files in every engine, whose storage it is; damage, and a storage that a fake refuses, in Chromium only (GLANCE_LONG=1: all).
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { reportFault } from '../report_fault.mjs';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { builtPage, readyAfterMs, samplePath, settledOffline, show } from './glance_page.mjs';
import { inEveryEngine, testInChromiumUnlessLong } from './in_every_engine.mjs';
import { click } from './page_models.mjs';
import { checkKept, forgetAll, forgetKept } from './page_caches.mjs';
import { sampleAnswers } from './places.mjs';
import { scriptAfter, spoiler } from './spoiled_server.mjs';

const [coffee] = sampleAnswers;
const { answers, onRequest } = spoiler();

// Runs in the page: changes one bit of each stored file.
async function damageAll() {
  let count = 0;
  for (const name of (await caches.keys()).filter((each) => each.startsWith('glance /'))) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (bytes.length === 0) continue; // the mark that the release is complete
      bytes[bytes.length >> 1] ^= 1;
      await cache.put(request, new Response(bytes, { headers: response.headers }));
      ++count;
    }
  }
  return count;
}

// Runs in the page: removes one file, as a browser does that needs the space.
async function evictOne(ending) {
  const [name] = (await caches.keys()).filter((each) => each.startsWith('glance /'));
  const cache = await caches.open(name);
  const [request] = (await cache.keys()).filter(({ url }) => url.endsWith(ending));
  return cache.delete(request);
}

// Put before the service worker's script: there is no space left.
function refuseRoom() {
  Cache.prototype.put = async () => {
    throw new DOMException('no room', 'QuotaExceededError');
  };
}

// Put before the page's script: the browser forbids the site to store anything, as in a sandbox.
function forbidStorage() {
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
    Object.defineProperty(globalThis, name, {
      get() {
        throw new DOMException('forbidden', 'SecurityError');
      },
    });
  }
  navigator.serviceWorker.register = async () => {
    throw new DOMException('forbidden', 'SecurityError');
  };
}

await inEveryEngine(
  { ...builtPage, origins: ['http'], server: { isolated: true, onRequest } },
  (place) => {
    const { engine } = place;
    const chromiumTest = testInChromiumUnlessLong(place);
    let right = 0;

    const keptIs = () => place.session.evaluate(() => document.documentElement.dataset.kept);

    async function visit() {
      await place.session.goto(place.url);
      await readyAfterMs(place.session);
      const [
        {
          predictions: [best],
        },
      ] = await show(place.session, [samplePath(coffee.file)]);
      assert.equal(best.index, coffee.index);
      await click(place.session, '[data-action=clear]'); // while there are pictures nothing is stored
      await settledOffline(place.session);
    }

    async function isKeptWhole() {
      const { count, wrong } = await checkKept(place.session);
      assert.ok(count > 8, `${count} files`);
      assert.deepEqual(wrong, []);
      ++right;
    }

    before(async () => {
      answers.clear();
      await readyAfterMs(place.session);
      await settledOffline(place.session);
    });

    chromiumTest(
      'fault 18: every stored file damaged: none is used, and each that was requested is replaced',
      async () => {
        assert.ok((await place.session.evaluate(damageAll)) > 8);
        await visit();
        const { wrong } = await checkKept(place.session);
        for (const used of ['index.html', 'app.js', 'style.css', 'glance-worker.js', 'models/']) {
          assert.deepEqual(
            wrong.filter((name) => name.startsWith(used)),
            [],
          );
        }
        ++right;
      },
    );

    test('fault 18: one or all files evicted: they come from the server and are stored again', async () => {
      await forgetKept(place.session);
      await visit();
      assert.equal(await keptIs(), 'true');
      for (const ending of ['.wasm', '.gz', 'app.js', 'index.html'])
        assert.ok(await place.session.evaluate(evictOne, ending), ending);
      await visit();
      await isKeptWhole();
    });

    chromiumTest('fault 18: no space: the page works and says that it is not stored', async () => {
      await forgetAll(place.session);
      answers.set('service-worker.js', scriptAfter(refuseRoom, 'service-worker.js'));
      try {
        await visit();
        assert.equal(await keptIs(), 'false');
        assert.deepEqual(await checkKept(place.session), { count: 0, wrong: [] });
        await visit();
        ++right;
      } finally {
        answers.clear();
      }
    });

    chromiumTest(
      'fault 18: storage forbidden: the page works and says that it is not stored',
      async () => {
        await forgetAll(place.session);
        answers.set('start.js', scriptAfter(forbidStorage, 'start.js'));
        try {
          await visit();
          assert.equal(await keptIs(), 'false');
          ++right;
        } finally {
          answers.clear();
        }
      },
    );

    chromiumTest('fault 18: once there is space again, all of it is stored', async () => {
      await poll('the page can be evaluated', () => keptIs().catch(() => false));
      await visit();
      await isKeptWhole();
      reportFault(
        18,
        `${right - 1} of 4 work on: damaged, evicted, no room, forbidden`,
        engine.name,
      );
      assert.equal(right, 5);
    });

    test('has had no violation', async () =>
      assert.deepEqual(await place.session.violations(), []));
  },
);
