#!/usr/bin/env node
// How long the page keeps its main thread busy, in Chromium from disk: the tasks of 50 ms and more, which a person may notice,
// while 100 photographs of 12 megapixels are classified and while long lists scroll. Prints a table and asserts nothing: the
// figures depend on what else the machine does.
//   node tools/bench/page_tasks.mjs [--runs N] [--dist FOLDER]
// Needs Chromium (`tools/setup browsers`) and the page (`make page`).
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '../browsers/index.mjs';
import { poll } from '../browsers/time_limit.mjs';
import * as page from './page_in_use.mjs';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    dist: { type: 'string', default: 'dist' },
  },
});
const runs = Number(values.runs);
const session = await chromium.open(pathToFileURL(resolve(values.dist, 'index.html')).href);
const isReady = () => session.evaluate(() => document.documentElement.dataset.state === 'ready');
const ready = () => poll('the page is ready', isReady, { limitMs: 300_000, everyMs: 250 });
const click = (selector) =>
  session.evaluate((wanted) => document.querySelector(wanted).click(), selector);

/** Tasks of 50 ms and more during `work`, in milliseconds. */
async function tasksDuring(work) {
  await session.evaluate(page.watchTasks);
  await work();
  return session.evaluate('globalThis.longTasksMs');
}

/** Gives the page so many pictures and waits for all answers. */
async function classify(count) {
  await session.evaluate(page.makeFiles, count);
  await session.evaluate(page.chooseFiles);
  const isDone = (wanted) =>
    document.querySelector('[role=status]')?.textContent.startsWith(`${wanted} pictures recogni`);
  await poll('all answers', () => session.evaluate(isDone, count.toLocaleString('en')), {
    limitMs: 300_000,
    everyMs: 250,
  });
}

async function classifyPhotographs(layout) {
  await click(`[data-layout=${layout}]`);
  const tasksMs = await tasksDuring(() => classify(100));
  await click('#clear');
  return tasksMs;
}

async function scroll(layout, selector, part) {
  await click(`[data-layout=${layout}]`);
  await session.evaluate(() => scrollTo(0, 0));
  return tasksDuring(() => page.scrollThrough(session, selector, part));
}

async function measure(what, run) {
  const found = [];
  for (let i = 0; i < runs; ++i) found.push(await run());
  const longest = found.map((tasksMs) => Math.round(Math.max(0, ...tasksMs)));
  process.stdout.write(
    `| ${what} | ${found.map(({ length }) => length).join(', ')} | ${longest.join(', ')} |\n`,
  );
}

try {
  await ready();
  const [seenMs = 0] = await tasksDuring(() => session.evaluate(page.workFor100Ms));
  if (seenMs < 100) throw new Error('Chromium did not tell a task of 100 ms');
  process.stdout.write(
    `Tasks of the page's main thread in Chromium, a figure per run; 0 where none took 50 ms.\n\n` +
      '| while | tasks of 50 ms or more | longest task, ms |\n| --- | --- | --- |\n',
  );
  await session.evaluate(page.makePhotographs);
  for (const layout of ['table', 'cards'])
    await measure(`100 photographs of 12 megapixels are classified (${layout})`, () =>
      classifyPhotographs(layout),
    );
  await session.evaluate(page.makeSmallPicture);
  await classify(2000);
  await measure('2,000 rows scroll', () => scroll('table', '#rows', 0.5));
  await click('#clear');
  await classify(500);
  await measure('500 cards scroll', () => scroll('cards', '#pictures', 1));
} catch (error) {
  process.stderr.write(`page_tasks: ${error.message}\n`);
  process.exitCode = 1;
} finally {
  await session.close();
}
