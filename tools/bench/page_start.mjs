#!/usr/bin/env node
// How long the page takes from opening it until it is ready, and from choosing a picture until its answer, in Chromium: on a first
// visit to a host that sends no headers, on a second visit, in a new process of the browser, and from disk. Several builds of the
// page are visited in turns. Prints a table of the least and the median of all runs, in milliseconds, and asserts nothing: the
// figures depend on what else the machine does.
//   node tools/bench/page_start.mjs [--runs N] [--dist FOLDER]... [--trace FILE]
// --trace writes what the browser did from opening to the answer of a visit in a new process of the browser, for chrome://tracing, and prints
// which parts of it took longest.
// Needs Chromium (`tools/setup browsers`), the page (`make page`) and the sample pictures.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromiumWithProfile } from '../browsers/index.mjs';
import { poll } from '../browsers/time_limit.mjs';
import { startServer } from '../serve.mjs';
import { root } from './harness/server.mjs';
import { largestParts, record } from './harness/trace.mjs';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    dist: { type: 'string', multiple: true, default: ['dist'] },
    trace: { type: 'string' },
  },
});
const picture = join(root, '.cache/samples/coffee.png');
const shownParts = 8;
const restMs = 3000; // the browser keeps compiled code some time after it was used

// Runs in each page before its own scripts.
function watch() {
  performance.mark('glance opened');
  const now = () => performance.timeOrigin + performance.now();
  const seen = (globalThis.seen = { readyAt: 0, chosenAt: 0, answeredAt: 0 });
  const note = (name) => {
    if (seen[`${name}At`]) return;
    seen[`${name}At`] = now();
    performance.mark(`glance ${name}`);
  };
  addEventListener('change', () => note('chosen'), true);
  new MutationObserver(() => {
    if (document.documentElement?.dataset.state === 'ready') note('ready');
    if (seen.chosenAt && document.querySelector('article li[data-index]')) note('answered');
  }).observe(document, { subtree: true, childList: true, attributes: true });
}

async function open(profile) {
  const session = await chromiumWithProfile(profile).open('about:blank');
  await session.page.addInitScript(watch);
  return session;
}

// A page that is loaded again cannot be evaluated: poll once more.
const seenIn = (session, what) =>
  poll(what, () => session.evaluate(`globalThis.seen?.${what}`).catch(() => 0), {
    everyMs: 100,
    limitMs: 60_000,
  });

/** Opens the page, and shows it a picture. @returns {Promise<{ readyMs: number, answerMs: number }>} */
async function visit(session, url) {
  await session.page.goto('about:blank');
  const openedAt = Date.now();
  await session.page.goto(url, { waitUntil: 'commit' });
  const readyAt = await seenIn(session, 'readyAt');
  await session.setFiles('#file-input', [picture]);
  const answeredAt = await seenIn(session, 'answeredAt');
  return {
    readyMs: readyAt - openedAt,
    answerMs: answeredAt - (await session.evaluate('seen.chosenAt')),
  };
}

// Clears the pictures, so that the page is kept for the next visit, and waits until it is.
async function rest(session) {
  await session.evaluate(() => document.getElementById('clear')?.click());
  await poll('the page is kept', () =>
    session.evaluate(() => document.documentElement.dataset.kept === 'true'),
  );
  await new Promise((end) => setTimeout(end, restMs));
}

async function inProfile(use) {
  const profile = mkdtempSync(join(tmpdir(), 'glance-start-'));
  try {
    return await use(profile);
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function inSession(profile, use) {
  const session = await open(profile);
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

const visits = ['first visit', 'second visit', 'new process', 'from disk'];

/** All visits of one build of the page. */
async function visitAll(dist, traced) {
  const server = await startServer({ directory: resolve(dist) });
  const fromDisk = pathToFileURL(resolve(dist, 'index.html')).href;
  try {
    const served = await inProfile(async (profile) => {
      const [first, second] = await inSession(profile, async (session) => {
        const figures = [await visit(session, server.url)];
        await rest(session);
        figures.push(await visit(session, server.url));
        await rest(session);
        return figures;
      });
      const third = await inSession(profile, (session) =>
        traced(session, () => visit(session, server.url)),
      );
      return [first, second, third];
    });
    const disk = await inProfile((profile) =>
      inSession(profile, (session) => visit(session, fromDisk)),
    );
    return [...served, disk];
  } finally {
    await server.close();
  }
}

const untraced = (session, work) => work();

function tracedTo(file) {
  return async (session, work) => {
    const { result, events } = await record(session, work);
    writeFileSync(file, JSON.stringify({ traceEvents: events }));
    for (const [from, to] of /** @type {[string, string][]} */ ([
      ['opened', 'ready'],
      ['chosen', 'answered'],
    ])) {
      process.stdout.write(`\nFrom ${from} to ${to}, ms of a thread:\n`);
      const parts = largestParts(events, `glance ${from}`, `glance ${to}`);
      for (const { thread, name, ms } of parts.slice(0, shownParts))
        process.stdout.write(`${ms.toFixed(0).padStart(6)}  ${thread}: ${name}\n`);
    }
    return result;
  };
}

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const cell = (list) => `${Math.round(Math.min(...list))} (${Math.round(median(list))})`;

function print(found) {
  process.stdout.write(
    'Milliseconds: the least of all runs (the median)\n\n' +
      `| build | ${visits.map((name) => `${name}: ready | answer`).join(' | ')} |\n` +
      `| --- |${' --- | --- |'.repeat(visits.length)}\n`,
  );
  for (const [dist, runs] of found) {
    const cells = visits.flatMap((_, i) =>
      ['readyMs', 'answerMs'].map((key) => cell(runs.map((run) => run[i][key]))),
    );
    process.stdout.write(`| ${dist} | ${cells.join(' | ')} |\n`);
  }
}

try {
  const found = new Map(values.dist.map((dist) => /** @type {[string, any[]]} */ ([dist, []])));
  for (let i = 0; i < Number(values.runs); ++i)
    for (const [dist, runs] of found) runs.push(await visitAll(dist, untraced));
  if (Number(values.runs) > 0) print(found);
  if (values.trace) for (const dist of values.dist) await visitAll(dist, tracedTo(values.trace));
} catch (error) {
  process.stderr.write(`page_start: ${error.message}\n`);
  process.exitCode = 1;
}
