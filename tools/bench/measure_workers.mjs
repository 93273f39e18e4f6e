#!/usr/bin/env node
// Measures in Chromium how much faster two workers classify 100 pictures than one worker, each with one thread, in turns.
//   node tools/bench/measure_workers.mjs [--picture FILE] [--pictures N] [--rounds N] [--dist FOLDER]
// Needs what the browser tests need (`tools/setup browsers`), and the page (`make page`).
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '../browsers/index.mjs';
import { medianRatio } from './harness/statistics.mjs';
import { startServer } from '../serve.mjs';

const { values } = parseArgs({
  options: {
    picture: { type: 'string', default: 'build/large/1mp.jpg' },
    pictures: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '5' },
    dist: { type: 'string', default: 'dist' },
  },
});
const count = Number(values.pictures);
const rounds = Number(values.rounds);

// Runs in the page: two classifiers whose workers have all been started and used.
async function prepare(url, longMs) {
  const { createClassifier } = await import('/glance.js');
  const answer = await fetch(url);
  if (!answer.ok)
    throw new Error(
      'no such picture: tools/goldens/make_large_pictures.py makes those of build/large',
    );
  globalThis.picture = await answer.blob();
  globalThis.classifiers = {};
  for (const workers of [1, 2]) {
    classifiers[workers] = await createClassifier({ workers, threads: 1 });
    const untilMs = performance.now() + longMs;
    while (performance.now() < untilMs)
      await Promise.all(Array.from({ length: 8 }, () => classifiers[workers].classify(picture)));
  }
}

// Runs in the page: milliseconds until all are answered.
async function run(workers, pictureCount) {
  const startMs = performance.now();
  await Promise.all(
    Array.from({ length: pictureCount }, () => classifiers[workers].classify(picture)),
  );
  return performance.now() - startMs;
}

const server = await startServer({
  directory: resolve(values.dist),
  mounts: {
    '/pages/': fileURLToPath(new URL('pages', import.meta.url)),
    '/pictures/': dirname(resolve(values.picture)),
  },
});
const session = await chromium.open(`${server.url}pages/empty.html`);
try {
  await session.evaluate(
    prepare,
    `/pictures/${encodeURIComponent(basename(values.picture))}`,
    3000,
  );
  const [one, two] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
  for (let round = 0; round < rounds; ++round) {
    one.push(await session.evaluate(run, 1, count));
    two.push(await session.evaluate(run, 2, count));
    console.log(
      `${count} pictures: one worker ${one.at(-1)?.toFixed(0)} ms, two ${two.at(-1)?.toFixed(0)} ms`,
    );
  }
  console.log(`median ratio ${medianRatio(one, two).toFixed(2)}`);
} finally {
  await session.close();
  await server.close();
}
