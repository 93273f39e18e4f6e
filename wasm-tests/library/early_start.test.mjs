// The worker that the page starts before anybody asks for a classifier, with files and workers made for the test.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { startEarly } from '../../web/library/early_start.ts';

const ignore = () => {};
const fileOf = (name, more = {}) => ({ name, byteCount: 3, sha256: `hash of ${name}`, ...more });
const cores = ['simd', 'relaxed'].flatMap((simd) =>
  [false, true].map((sharedMemory) =>
    fileOf(`${simd}${sharedMemory ? '-threads' : ''}.wasm`, { simd, sharedMemory }),
  ),
);
const [model, other] = [fileOf('net.gz'), fileOf('other.gz')];
/** @type {any} */
const manifest = { cores, models: [model, other] };

/** @returns {any} files, with the workers that were started and the names that were asked for */
function fakeAssets(more = {}) {
  const made = { workers: [], asked: [] };
  return {
    ...made,
    async startWorker() {
      const worker = { sent: [], postMessage: (message) => worker.sent.push(message) };
      made.workers.push(worker);
      return worker;
    },
    async source({ name, sha256 }) {
      made.asked.push(name);
      return { name, sha256, url: `https://example.org/${name}` };
    },
    dispose: ignore,
    ...more,
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));
const early = (assets, wanted = {}) =>
  startEarly(assets, manifest, { backend: 'simd', threads: 1, ...wanted });

test('a worker reads program and weights before anybody asks, and is the first of the classifier', async () => {
  const files = fakeAssets();
  const { assets } = early(files, { model });
  await settled();
  assert.equal(files.workers.length, 1);
  const [worker] = files.workers;
  assert.deepEqual(
    worker.sent.map(({ type, source, threads }) => [type, source.name, threads]),
    [
      ['prepareCore', 'simd.wasm', 1],
      ['prepareModel', 'net.gz', undefined],
    ],
  );
  assert.equal(await assets.startWorker(), worker);
  assert.equal((await assets.source(cores[0], ignore)).url, 'https://example.org/simd.wasm');
  assert.deepEqual(files.asked, ['simd.wasm', 'net.gz']); // once
  assert.notEqual(await assets.startWorker(), worker);
});

test('without a model only the program is read, and who wants another file gets it', async () => {
  const files = fakeAssets();
  const { assets } = early(files);
  await settled();
  assert.deepEqual(files.asked, ['simd.wasm']);
  assert.equal((await assets.source(other, ignore)).name, 'other.gz');
  assert.equal((await assets.source(cores[2], ignore)).name, cores[2].name);
});

test('a text that the worker has is not sent to it once more', async () => {
  const files = fakeAssets({
    source: async ({ name, sha256 }) => ({ name, sha256, base64: ['AAAA'] }),
  });
  const { assets } = early(files, { model });
  await settled();
  await assets.startWorker();
  assert.deepEqual(files.workers[0].sent[1].source.base64, ['AAAA']);
  assert.deepEqual((await assets.source(model, ignore)).base64, []);
});

test('progress reaches who asks later', async () => {
  const tellers = [];
  const files = fakeAssets({
    source: (file, onProgress) => (tellers.push(onProgress), Promise.resolve({ name: file.name })),
  });
  const { assets } = early(files, { model });
  const told = [];
  void assets.source(model, (progress) => told.push(progress));
  tellers[1]({ status: 'loading' });
  assert.deepEqual(told, [{ status: 'loading' }]);
});

for (const [name, fail] of /** @type {any[][]} */ ([
  ['that breaks down', (worker) => worker.onerror({ message: 'broken' })],
  ['whose script does not come', null],
])) {
  test(`a worker ${name} is replaced, and the files are read anew`, async () => {
    const files = fakeAssets();
    const { startWorker } = files;
    let tries = 0;
    files.startWorker = () =>
      ++tries === 1 && !fail ? Promise.reject(new Error('not there')) : startWorker();
    const { assets, arrived } = early(files, { model });
    await settled();
    if (fail) fail(files.workers[0]);
    await arrived;
    const worker = await assets.startWorker();
    assert.equal(worker, files.workers.at(-1));
    assert.equal(tries, 2);
    files.asked.length = 0;
    await assets.source(model, ignore);
    assert.deepEqual(files.asked, ['net.gz']);
  });
}

test('it has arrived when it has begun to read', async () => {
  const files = fakeAssets();
  const { arrived } = early(files);
  await settled();
  let hasArrived = false;
  void arrived.then(() => {
    hasArrived = true;
  });
  const [worker] = files.workers;
  worker.onmessage({ data: { arrived: true } });
  await settled();
  assert.equal(hasArrived, false);
  worker.onmessage({ data: { alive: true } });
  await settled();
  assert.equal(hasArrived, true);
});
