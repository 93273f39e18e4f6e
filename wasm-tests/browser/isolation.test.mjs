// The page on a host that sends no headers: it works at once, with one thread, and its service worker isolates it from the next visit
// on. Where there is no service worker, or it does not help, the page goes on with one thread and says so. That the page becomes
// isolated is for each engine to do; what the page makes of its address, and of a host without a service worker, is our own logic: in
// Chromium only.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { chromium } from '../../tools/browsers/index.mjs';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { assertQuiet, builtPage, samplePath, settledOffline, show } from './glance_page.mjs';
import { inEveryEngine, testInChromium } from './in_every_engine.mjs';
import { sampleAnswers, scoreTolerance } from './places.mjs';

const [coffee] = sampleAnswers;

const ready = (session) =>
  poll('data-state="ready"', () =>
    session.evaluate(() => document.documentElement.dataset.state === 'ready'),
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
      test('a first visit is ready without being loaded again, and uses one thread', async (t) => {
        const { isolated, runsOn } = await factsOf(place);
        t.diagnostic(`${place.engine.name}: ${runsOn}`);
        assert.ok(!isolated);
        assert.match(runsOn, /^One thread, .*The page is not isolated/);
        await settledOffline(place.session);
        await seesCoffee(place);
        assert.equal(loadings(place), 1);
      });

      test('a second visit is isolated at once, and uses threads where it can', async (t) => {
        await place.session.goto(`${place.url}?second`);
        await ready(place.session);
        const { isolated, processors, runsOn } = await factsOf(place);
        t.diagnostic(`${place.engine.name}: ${runsOn}`);
        assert.ok(isolated);
        const said =
          place.engine.name === 'WebKit'
            ? /^One thread, .*does not let threads share memory/
            : /The page is isolated|measured/;
        if (processors > 1) assert.match(runsOn, said);
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
      test('the page is loaded once a visit, and works with one thread', async () => {
        for (const visit of [1, 2]) {
          assert.equal(loadings(place), visit);
          assert.ok(!(await factsOf(place)).isolated);
          await seesCoffee(place);
          if (visit === 2) break;
          await place.session.goto(`${place.url}?again`);
          await ready(place.session);
        }
      });
    },
    [chromium],
  );
});
