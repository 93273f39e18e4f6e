// What classifiers are started with: the settings of the moment, unless the address of the page says otherwise.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createStarter } from '../../web/page/models/startup.ts';
import { firstModel } from '../../web/page/start/first_model.ts';
import { wantedBackend } from '../../web/page/start/wanted.ts';
import { defaultSettings } from '../../web/page/state/settings.ts';

const refusal = (code) => Object.assign(new Error(code), { code });

// `fixed` is for networks that have only their own size.
function startsWith(settings, { wanted = {}, fixed = null } = {}) {
  const now = { ...defaultSettings, ...settings };
  const calls = [];
  const create = async (options) => {
    calls.push(options);
    if (options.resolution && fixed) throw refusal(fixed);
    return options;
  };
  return { now, calls, starter: createStarter(() => now, create, wanted) };
}

test('settings that are left to the model and the device are not among the options', async () => {
  const { starter } = startsWith({});
  assert.deepEqual(await starter.start({ model: 'm' }), { model: 'm' });
});

test('size and threads of the settings are, with those of the address first', async () => {
  assert.deepEqual(await startsWith({ resolution: 192, threads: 2 }).starter.start({}), {
    resolution: 192,
    threads: 2,
  });
  const { starter } = startsWith({ threads: 2 }, { wanted: { threads: 1, backend: 'simd' } });
  assert.deepEqual(await starter.start({}), { threads: 1, backend: 'simd' });
});

test('what was started is outdated when its settings change, and no longer when they change back', async () => {
  const { now, starter } = startsWith({});
  assert.equal(starter.isOutdated, false);
  await starter.start({});
  now.topK = 3;
  assert.equal(starter.isOutdated, false);
  now.resolution = 160;
  assert.equal(starter.isOutdated, true);
  now.resolution = null;
  assert.equal(starter.isOutdated, false);
});

test('a setting that the address overrules changes nothing', async () => {
  const { now, starter } = startsWith({}, { wanted: { threads: 1 } });
  await starter.start({});
  now.threads = 4;
  assert.equal(starter.isOutdated, false);
});

for (const code of ['infer/bad-resolution', 'model/bad-shape']) {
  test(`a network that refuses another size with ${code} is started at its own`, async () => {
    const { starter, calls } = startsWith({ resolution: 128, threads: 2 }, { fixed: code });
    assert.deepEqual(await starter.start({ model: 'm' }), { threads: 2, model: 'm' });
    assert.equal(calls.length, 2);
    assert.equal(starter.isOutdated, false);
  });
}

test('any other refusal is one', async () => {
  const { starter, calls } = startsWith({ resolution: 128 }, { fixed: 'asset/unreachable' });
  await assert.rejects(starter.start({}), { code: 'asset/unreachable' });
  assert.equal(calls.length, 1);
});

// What the address of the page asks for.
for (const [query, wanted] of /** @type {any[][]} */ ([
  ['', {}],
  ['?backend=simd', { backend: 'simd' }],
  ['?backend=relaxed&threads=2', { backend: 'relaxed', threads: 2 }],
  ['?threads=16', { threads: 16 }],
  ['?backend=avx512&threads=0', {}],
  ['?threads=-1', {}],
  ['?threads=1.5', {}],
  ['?threads=two', {}],
  ['?threads=', {}],
  ['?threads=1e9', {}],
  ['?threads=1000', {}],
  ['?other=1', {}],
])) {
  test(`'${query}' asks for ${JSON.stringify(wanted)}`, () => {
    assert.deepEqual(wantedBackend(query), wanted);
  });
}

test('a visit begins with the default model unless the one before ended with another', () => {
  const items = new Map();
  const first = firstModel(() => ({
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => items.set(key, value),
    removeItem: (key) => items.delete(key),
  }));
  assert.ok(first.isDefault());
  first.remember(false);
  assert.ok(!first.isDefault());
  first.remember(true);
  assert.ok(first.isDefault());
  assert.equal(items.size, 0);
});

test('where storage is refused, a visit begins with the default model', () => {
  const refused = firstModel(() => {
    throw new DOMException('refused', 'SecurityError');
  });
  refused.remember(false);
  assert.ok(refused.isDefault());
});
