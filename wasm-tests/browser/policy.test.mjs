// The content policy, from disk and on a host that sends it as a header (dist/_headers), where it holds in workers too: nothing that
// the page does breaks it, and it blocks what it should. A test cannot see what was blocked in a worker, so browsers report it to
// the server.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { reportFault } from '../report_fault.mjs';
import { poll } from '../../tools/browsers/time_limit.mjs';
import {
  builtPage,
  chooseLayout,
  readyAfterMs,
  samplePath,
  settledOffline,
  show,
} from './glance_page.mjs';
import { absentFile, describeUnless, inEveryEngine } from './in_every_engine.mjs';
import { dist, pageUrl, pageAnswers } from './places.mjs';

const paths = Array.from({ length: 15 }, (_, i) =>
  samplePath(pageAnswers[i % pageAnswers.length].file),
); // enough for a table
const reports = [];

// The headers for all files, from dist/_headers, with an address for reports.
function headersOfHost() {
  const [, everywhere] = readFileSync(new URL('_headers', dist), 'utf8').split(/^\/\*$/m);
  const lines = everywhere
    .split(/^\//m)[0]
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/:\s+(.*)/));
  return Object.fromEntries(
    lines.map(([name, value]) => [
      name,
      name === 'Content-Security-Policy' ? `${value}; report-uri /reports` : value,
    ]),
  );
}

function takeReport(request, response) {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    reports.push(Buffer.concat(chunks).toString());
    response.writeHead(204).end();
  });
}

function onRequest(request, response) {
  if (request.url === '/reports') {
    takeReport(request, response);
    return true;
  }
  for (const [name, value] of Object.entries(headersOfHost())) response.setHeader(name, value);
  return false;
}

// Runs in the page: tries what the policy must block. @returns the names of what was not blocked
async function tryAll() {
  await new Promise((resolve) => setTimeout(resolve)); // Chromium allows eval within the test's own call
  const stops = async (attempt) => {
    try {
      return await attempt();
    } catch {
      return true;
    }
  };
  const attempts = {
    fetch: () => fetch('http://127.0.0.1:9/').then(() => false),
    eval: () => (0, eval)('false'),
    function: () => new Function('return false')(),
    timer: () =>
      new Promise((resolve) => {
        globalThis.timerRan = resolve;
        setTimeout('timerRan(false)', 0);
        setTimeout(resolve, 200, true);
      }),
    scriptAddress: () => {
      document.createElement('script').src = 'app.js';
      return false;
    },
    markup: () => {
      document.createElement('div').innerHTML = '<b>x</b>';
      return false;
    },
    worker: () => {
      new Worker('glance-worker.js').terminate();
      return false;
    },
    otherPolicy: () => {
      trustedTypes.createPolicy('other', {});
      return false;
    },
    defaultPolicy: () => {
      trustedTypes.createPolicy('default', {});
      return false;
    },
    samePolicyAgain: () => {
      trustedTypes.createPolicy('glance', {});
      return false;
    },
  };
  const failed = [];
  for (const [name, attempt] of Object.entries(attempts))
    if ((await stops(attempt)) === false) failed.push(name);
  return failed;
}

// The page is in a subfolder of its host.
const server = {
  onRequest,
  mounts: { '/some/where/': fileURLToPath(dist) },
  path: 'some/where/index.html',
};

// Runs in the page: tries what the policy says of forms, of <base> and of the host outside of the folder.
async function tryOutside() {
  const { baseURI } = document;
  const base = Object.assign(document.createElement('base'), { href: 'http://127.0.0.1:9/' });
  document.head.prepend(base);
  const baseHolds = document.baseURI === baseURI;
  base.remove();
  const form = Object.assign(document.createElement('form'), { method: 'post', action: 'share' });
  document.body.append(form);
  try {
    form.submit();
  } catch {
    // Firefox says so by an error
  }
  form.remove();
  const reaches = (address) =>
    fetch(address).then(
      (response) => response.ok,
      () => false,
    );
  const own = await reaches('style.css');
  return { baseHolds, own, outside: await reaches('/index.html') };
}

await inEveryEngine({ ...builtPage, server }, (place) => {
  const { engine, origin } = place;

  before(async () => {
    reports.length = 0;
    await readyAfterMs(place.session);
    if (origin === 'http') await settledOffline(place.session);
  });

  test('fault 22: loading, classifying, thumbnails and storing never break the policy', async () => {
    assert.equal(await place.session.evaluate('crossOriginIsolated'), origin === 'http');
    await chooseLayout(place.session, 'cards');
    const articles = await show(place.session, paths);
    articles.forEach(({ predictions: [best] }, i) =>
      assert.equal(best.index, pageAnswers[i % pageAnswers.length].index),
    );
    await chooseLayout(place.session, 'table');
    await poll('a thumbnail', () =>
      place.session.evaluate(
        () => document.querySelector('#rows canvas[data-made="yes"]') !== null,
      ),
    );
    assert.deepEqual(await place.session.violations(), []);
    assert.deepEqual(reports, []);
    assert.deepEqual(await place.session.consoleErrors(), []);
    reportFault(
      22,
      `0 violations, ${origin === 'http' ? 'as a header with reports from workers and threads' : 'from disk'}`,
      engine.name,
    );
  });

  test('fault 22: other hosts, eval, markup, plain script addresses and other Trusted Types policies are blocked', async () => {
    assert.deepEqual(await place.session.evaluate(tryAll), []);
    await poll('violations', async () => (await place.session.violations()).length >= 4);
    if (origin === 'http') await poll('reports', () => reports.length >= 4);
  });

  test('fault 52: <base> and forms are blocked, and on its own host all but the page’s folder', async () => {
    const fromServer = origin === 'http';
    assert.deepEqual(await place.session.evaluate(tryOutside), {
      baseHolds: true,
      own: fromServer,
      outside: false,
    });
    const blocked = async (directive) =>
      (await place.session.violations()).some((line) => line.startsWith(directive));
    for (const directive of ['base-uri', 'form-action', 'connect-src'])
      await poll(directive, () => blocked(directive));
    const posts = place.server?.requests.filter(
      ({ method, path }) => method === 'POST' && path !== '/reports',
    );
    assert.deepEqual(posts ?? [], []);
    reportFault(
      52,
      `<base>, form, connection outside the folder: 3 blocked, from ${origin === 'http' ? 'a server' : 'disk'}`,
      engine.name,
    );
  });
});

// Preact can set markup, when a component has `dangerouslySetInnerHTML`. None has (bundle.test.mjs), and the content policy
// refuses it.
const sinkOfPreact = /\w+\.__html==\w+\.innerHTML|\w+\.innerHTML=\w+\.__html/g;

describeUnless('what is shipped', absentFile([[pageUrl, 'make page']]), () =>
  test('fault 22: no shipped script has eval, new Function or a sink for markup', () => {
    const scripts = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(js|html)$/.test(name),
    );
    const sinks =
      /\beval\(|\bFunction\(|innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|parseFromString|srcdoc|setHTMLUnsafe/;
    assert.ok(scripts.length > 8);
    for (const name of scripts) {
      const text = readFileSync(new URL(name, dist), 'utf8');
      assert.doesNotMatch(
        name === 'app.js' ? text.replaceAll(sinkOfPreact, '') : text,
        sinks,
        name,
      );
    }
    reportFault(
      22,
      `${scripts.length} shipped scripts and pages without eval, new Function or innerHTML`,
    );
  }),
);
