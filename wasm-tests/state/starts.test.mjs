// What classifiers are started with: the settings of the moment, unless the address of the page says otherwise.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createStarts } from '../../web/page/models/starts.ts';
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
  return { now, calls, starts: createStarts(() => now, create, wanted) };
}

test('settings that are left to the model and the device are not among the options', async () => {
  const { starts } = startsWith({});
  assert.deepEqual(await starts.start({ model: 'm' }), { model: 'm' });
});

test('size and threads of the settings are, with those of the address first', async () => {
  assert.deepEqual(await startsWith({ resolution: 192, threads: 2 }).starts.start({}), {
    resolution: 192,
    threads: 2,
  });
  const { starts } = startsWith({ threads: 2 }, { wanted: { threads: 1, backend: 'simd' } });
  assert.deepEqual(await starts.start({}), { threads: 1, backend: 'simd' });
});

test('what was started is outdated when its settings change, and no longer when they change back', async () => {
  const { now, starts } = startsWith({});
  assert.equal(starts.outdated, false);
  await starts.start({});
  now.topK = 3;
  assert.equal(starts.outdated, false);
  now.resolution = 160;
  assert.equal(starts.outdated, true);
  now.resolution = null;
  assert.equal(starts.outdated, false);
});

test('a setting that the address overrules changes nothing', async () => {
  const { now, starts } = startsWith({}, { wanted: { threads: 1 } });
  await starts.start({});
  now.threads = 4;
  assert.equal(starts.outdated, false);
});

for (const code of ['infer/bad-resolution', 'model/bad-shape']) {
  test(`a network that refuses another size with ${code} is started at its own`, async () => {
    const { starts, calls } = startsWith({ resolution: 128, threads: 2 }, { fixed: code });
    assert.deepEqual(await starts.start({ model: 'm' }), { threads: 2, model: 'm' });
    assert.equal(calls.length, 2);
    assert.equal(starts.outdated, false);
  });
}

test('any other refusal is one', async () => {
  const { starts, calls } = startsWith({ resolution: 128 }, { fixed: 'asset/unreachable' });
  await assert.rejects(starts.start({}), { code: 'asset/unreachable' });
  assert.equal(calls.length, 1);
});
