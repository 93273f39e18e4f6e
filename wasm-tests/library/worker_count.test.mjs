// How many workers a classifier may have.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { workerCount } from '../../web/library/create.ts';

for (const [device, count] of /** @type {[object, number][]} */ ([
  [{ hardwareConcurrency: 1 }, 1],
  [{ hardwareConcurrency: 2 }, 2],
  [{ hardwareConcurrency: 16 }, 4],
  [{ hardwareConcurrency: 8, deviceMemory: 2 }, 2],
  [{ hardwareConcurrency: 8, deviceMemory: 0.5 }, 1],
  [{}, 1],
])) {
  test(`a device of ${JSON.stringify(device)} has ${count}`, () =>
    assert.equal(workerCount(undefined, device), count));
}

test('what the caller says counts', () =>
  assert.equal(workerCount(6, { hardwareConcurrency: 2 }), 6));

for (const wrong of [0, 17, 1.5, '2', null]) {
  test(`${JSON.stringify(wrong)} workers are refused`, () => {
    assert.throws(() => workerCount(/** @type {any} */ (wrong), {}), {
      name: 'GlanceError',
      code: 'call/bad-argument',
    });
  });
}
