// Without threads the page gives the same five labels and scores as with them: in a page that is not isolated and has no service
// worker, and in a private window. The page is loaded once.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startServer } from '../../tools/serve.mjs';
import { reportFault } from '../report_fault.mjs';
import { chromium, firefox } from '../../tools/browsers/index.mjs';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { builtPage, chooseLayout, show } from './glance_page.mjs';
import { absentFile, describeUnless, isWanted } from './in_every_engine.mjs';
import { data, dist, pageUrl } from './places.mjs';

const pictures = new URL('pictures/', data);
const needs = [
  ...builtPage.needs,
  [pageUrl, 'make page'],
  [pictures, 'test data beside the checkout'],
];
const everyNth = 20; // 10 of 200, for time
const largestDifference = 1e-5; // row 20 of docs/faults.md
const paths = existsSync(pictures)
  ? readdirSync(pictures)
      .sort()
      .filter((_, i) => i % everyNth === 0)
      .map((file) => fileURLToPath(new URL(file, pictures)))
  : [];

const withoutServiceWorker = ({ url }, response) =>
  url.startsWith('/service-worker.js') && (response.writeHead(404).end(), true);

/** The page's answers for the pictures, on a host with these options; what it runs on; how often it was loaded. */
async function askPage(open, options, query = '') {
  const server = await startServer({ directory: fileURLToPath(dist), ...options });
  const session = await open(`${server.url}index.html${query}`);
  try {
    await poll('data-state="ready"', () =>
      session.evaluate(() => document.documentElement.dataset.state === 'ready'),
    );
    const runsOn = await session.evaluate(() => document.getElementById('runs-on').textContent);
    await chooseLayout(session, 'cards');
    const articles = [];
    for (const path of paths) articles.push(...(await show(session, [path]))); // one at a time: several at once go to workers of one thread
    const loadings = server.requests.filter(({ path }) => path.startsWith('/index.html')).length;
    return { answers: articles.map(({ predictions }) => predictions), runsOn, loadings };
  } finally {
    await session.close();
    await server.close();
  }
}

for (const engine of [chromium, firefox].filter(isWanted)) {
  describeUnless(
    `answers without threads in ${engine.name}`,
    absentFile(needs) ?? (await engine.missing()),
    () => {
      let threaded;

      before(async () => {
        threaded = await askPage(engine.open, { isolated: true }, '?threads=2');
        assert.match(threaded.runsOn, availableParallelism() > 1 ? /^2 threads/ : /^One thread/);
      });

      let worst = 0;
      for (const [name, open, options] of /** @type {any[][]} */ ([
        [
          'without isolation and without a service worker',
          engine.open,
          { onRequest: withoutServiceWorker },
        ],
        ['in a private window', engine.openPrivate, {}],
      ])) {
        test(`fault 20: ${name} the answers are those of two threads`, async (t) => {
          const { answers, runsOn, loadings } = await askPage(open, options);
          t.diagnostic(`${engine.name}: ${runsOn}; with threads: ${threaded.runsOn}`);
          if (name.startsWith('without'))
            assert.match(runsOn, /^One thread, .*The page is not isolated/);
          assert.equal(loadings, 1);
          assert.ok(paths.length >= 10 && answers.length === paths.length);
          answers.forEach((predictions, i) => {
            assert.deepEqual(
              predictions.map(({ index }) => index),
              threaded.answers[i].map(({ index }) => index),
            );
            const differences = predictions.map(({ score }, k) =>
              Math.abs(score - threaded.answers[i][k].score),
            );
            worst = Math.max(worst, ...differences);
          });
          assert.ok(worst <= largestDifference, `${worst}`);
        });
      }

      after(() =>
        reportFault(
          20,
          `${paths.length} pictures with the same five labels as with threads, scores within ${worst.toExponential(1)}; no reload`,
          engine.name,
        ),
      );
    },
  );
}
