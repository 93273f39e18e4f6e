// The page on a host that sends no headers: its service worker isolates it, for which the page is loaded once more. Where there is
// no service worker, or it does not help, the page works with one thread and says so. That the page becomes isolated is for each
// engine to do; what the page makes of its address, and of a host without a service worker, is our own logic: in Chromium only.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { chromium } from '../../tools/browsers/index.mjs';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { assertQuiet, builtPage, samplePath, show } from './glance_page.mjs';
import { inEveryEngine, testInChromium } from './in_every_engine.mjs';
import { sampleAnswers, scoreTolerance } from './places.mjs';

const [coffee] = sampleAnswers;

// A page that is being reloaded cannot be evaluated: poll again.
const ready = (session) =>
  poll('data-state="ready"', () =>
    session.evaluate(() => document.documentElement.dataset.state === 'ready').catch(() => false),
  );

const loadings = ({ server }) =>
  server.requests.filter(({ path }) => path.startsWith('/index.html')).length;

const factsOf = ({ session }) =>
  session.evaluate(() => ({
    isolated: crossOriginIsolated,
    processors: navigator.hardwareConcurrency,
    runsOn: document.getElementById('runs-on').textContent,
  }));

async function seesCoffee({ session }) {
  const [
    {
      predictions: [best],
    },
  ] = await show(session, [samplePath(coffee.file)]);
  assert.equal(best.index, coffee.index);
  assert.ok(Math.abs(best.score - coffee.score) <= scoreTolerance, `${best.score}`);
}

function onHost(onRequest, define, engines = undefined) {
  /** @type {import('./in_every_engine.mjs').Where} */
  const where = { ...builtPage, engines, origins: ['http'], server: { onRequest } };
  return inEveryEngine(where, (place) => {
    before(() => ready(place.session));
    define(place);
  });
}

function answerScript(answer) {
  return ({ url }, response) => url.startsWith('/service-worker.js') && (answer(response), true);
}

describe('on a host without headers', async () => {
  await onHost(
    () => false,
    (place) => {
      test('the page becomes isolated by one reload, and uses threads where it can', async (t) => {
        const { isolated, processors, runsOn } = await factsOf(place);
        t.diagnostic(`${place.engine.name}: ${runsOn}`);
        assert.ok(isolated);
        assert.equal(loadings(place), 2);
        const said =
          place.engine.name === 'WebKit'
            ? /^One thread, .*does not let threads share memory/
            : /The page is isolated|measured/;
        if (processors > 1) assert.match(runsOn, said);
        await seesCoffee(place);
      });

      test('a second visit is isolated at once', async () => {
        await place.session.goto(`${place.url}?second`);
        await ready(place.session);
        assert.ok((await factsOf(place)).isolated);
        assert.equal(
          await place.session.evaluate(
            () => performance.getEntriesByType('navigation')[0].toJSON().type,
          ),
          'navigate',
        ); // not 'reload'
        await seesCoffee(place);
      });

      for (const [query, said] of /** @type {any[][]} */ ([
        [
          '?threads=1&backend=simd',
          /^One thread, SIMD\. This kind of SIMD was asked for\. This number of threads was asked for\./,
        ],
        ['?threads=2&backend=relaxed', /^(2 threads, relaxed SIMD|One thread, SIMD)\. .*asked for/],
      ])) {
        testInChromium(place)(`${query} is obeyed`, async () => {
          await place.session.goto(place.url + query);
          await ready(place.session);
          assert.match((await factsOf(place)).runsOn, said);
          await seesCoffee(place);
        });
      }

      test('has had no error, violation or request outside', () => assertQuiet(place));
    },
  );
});

describe('on a host that has no service worker', async () => {
  await onHost(
    answerScript((response) => response.writeHead(404).end()),
    (place) => {
      test('the page is loaded once, works with one thread, and says so', async () => {
        const { isolated, runsOn } = await factsOf(place);
        assert.ok(!isolated);
        assert.equal(loadings(place), 1);
        assert.match(
          runsOn,
          /^One thread, .*The page is not isolated \(COOP, COEP\), so threads cannot be used\.$/,
        );
        await seesCoffee(place);
      });
    },
    [chromium],
  );
});

describe('where the service worker does not help', async () => {
  const idle =
    'addEventListener("install", () => skipWaiting()); addEventListener("activate", (event) => event.waitUntil(clients.claim()));';
  await onHost(
    answerScript((response) =>
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(idle),
    ),
    (place) => {
      test('the page is loaded twice at most, and works with one thread', async () => {
        const { isolated } = await factsOf(place);
        assert.ok(!isolated);
        assert.equal(loadings(place), 2);
        await seesCoffee(place);
        await place.session.goto(`${place.url}?again`);
        await ready(place.session);
        assert.equal(loadings(place), 3);
        await seesCoffee(place);
      });
    },
    [chromium],
  );
});
