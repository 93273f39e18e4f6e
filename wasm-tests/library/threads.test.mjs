// Which build is loaded on an isolated page, and what happens when the browser promises threads and then refuses them.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';

import { create } from '../../web/library/create.ts';
import { mostOthers } from './fake_core.mjs';
import { startFakeRelease } from './fake_release.mjs';
import { WebWorker } from './web_worker.mjs';

const see = new Blob(['see 1']);
const processors = 16;
const { navigator } = globalThis;
let release;

const createFake = (options) =>
  create({ manifest: release.manifest, assets: release.url }, options);
const setNavigator = (value) =>
  Object.defineProperty(globalThis, 'navigator', { value, configurable: true });

// The names of the wasm files that were asked for while `action` ran.
async function loadedBy(action) {
  const before = release.server.requests.length;
  await action();
  return release.server.requests
    .slice(before)
    .map(({ path }) => path.slice(1))
    .filter((name) => name.endsWith('.wasm'));
}

before(async () => {
  Object.assign(globalThis, { Worker: WebWorker });
  globalThis.crossOriginIsolated = true;
  setNavigator({ hardwareConcurrency: processors });
  release = await startFakeRelease();
});
afterEach(() => release.answers.clear());
after(async () => {
  delete globalThis.crossOriginIsolated;
  setNavigator(navigator);
  await release.close();
});

for (const [options, name] of /** @type {any[][]} */ ([
  [{ threads: 2, backend: 'simd' }, 'glance-simd-threads.wasm'],
  [{ threads: 1, backend: 'simd' }, 'glance-simd.wasm'],
  [{ backend: 'simd' }, 'glance-simd-threads.wasm'],
])) {
  test(`${JSON.stringify(options)} loads ${name} and nothing else`, async () => {
    const loaded = await loadedBy(async () => {
      const classifier = await createFake(options);
      assert.equal(classifier.backend.threads > 1, name.includes('threads'));
      classifier.close();
    });
    assert.deepEqual(loaded, [name]);
  });
}

test('threads that are refused are given up for good, with the reason', async () => {
  /** @type {any} */
  let classifier;
  const loaded = await loadedBy(async () => {
    classifier = await createFake({ threads: mostOthers + 2 });
  });
  assert.deepEqual(loaded, ['glance-simd-threads.wasm', 'glance-simd.wasm']);
  assert.deepEqual(
    await loadedBy(() =>
      assert.rejects(classifier.classify(new Blob(['trap'])), { code: 'worker/crashed' }),
    ),
    [],
  );
  const { backend } = await classifier.classify(see);
  classifier.close();
  assert.deepEqual([backend.threads, backend.reasons[1]], [1, 'threads/refused']);
  assert.match(backend.why, /the browser refused threads/);
});

test('weights that are refused are refused at once, with threads too', async () => {
  const before = WebWorker.started;
  await assert.rejects(createFake({ threads: 2, model: new Blob(['junk']) }), {
    code: 'model/not-safetensors',
  });
  assert.equal(WebWorker.started, before + 1);
});
