#!/usr/bin/env node
// How much faster 100 pictures are answered by two workers than by one, in Chromium, each with one thread: in turns.
//   node tools/measure_workers.mjs [--picture FILE] [--pictures N] [--rounds N] [--dist FOLDER]
// Needs what the browser tests need (`tools/setup browsers`), and the page (`make page`).
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '../wasm-tests/browser/engines/index.mjs';
import { median } from './bench/harness/statistics.mjs';
import { startServer } from './serve.mjs';

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
  const { createClassifier } = await import('/dist/glance.js');
  globalThis.picture = await (await fetch(url)).blob();
  globalThis.classifiers = {};
  for (const workers of [1, 2]) {
    classifiers[workers] = await createClassifier({ workers, threads: 1 });
    const untilMs = performance.now() + longMs;
    while (performance.now() < untilMs) await Promise.all(Array.from({ length: 8 }, () => classifiers[workers].classify(picture)));
  }
}

// Runs in the page: milliseconds until all are answered.
async function run(workers, pictureCount) {
  const startMs = performance.now();
  await Promise.all(Array.from({ length: pictureCount }, () => classifiers[workers].classify(picture)));
  return performance.now() - startMs;
}

const picture = await readFile(values.picture);
const folder = mkdtempSync(join(tmpdir(), 'glance-workers-'));
writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Workers</title><link rel="icon" href="data:,">');
const server = await startServer({
  directory: folder,
  mounts: { '/dist/': resolve(values.dist) },
  onRequest: ({ url }, response) => url === '/picture' && response.end(picture) && true,
});
const session = await chromium.open(server.url);
try {
  await session.evaluate(prepare, '/picture', 3000);
  const ratios = [];
  for (let round = 0; round < rounds; ++round) {
    const one = await session.evaluate(run, 1, count);
    const two = await session.evaluate(run, 2, count);
    ratios.push(one / two);
    console.log(`${count} pictures: one worker ${one.toFixed(0)} ms, two ${two.toFixed(0)} ms, ratio ${ratios.at(-1).toFixed(2)}`);
  }
  console.log(`median ratio ${median(ratios).toFixed(2)}`);
} finally {
  await session.close();
  await server.close();
  rmSync(folder, { recursive: true });
}
