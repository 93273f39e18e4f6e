// The memory of the threads, where the browser refuses a large one.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makeSharedMemory } from '../../web/worker/memory.ts';

const mebibyte = 2 ** 20;

// A WebAssembly.Memory that refuses as many times; the maxima in MiB that it was asked for go into `asked`.
function refusing(times, asked, error = new RangeError('could not allocate memory')) {
  return /** @type {any} */ (
    function Memory(wanted) {
      asked.push(wanted.maximum / 16);
      if (asked.length <= times) throw error;
      return new WebAssembly.Memory(wanted);
    }
  );
}

for (const [times, maxima] of /** @type {any[][]} */ ([
  [0, [1024]],
  [1, [1024, 512]],
  [2, [1024, 512, 256]],
])) {
  test(`refused ${times} times, it is one of at most ${maxima.at(-1)} MiB`, () => {
    const asked = [];
    const { buffer } = /** @type {any} */ (makeSharedMemory(refusing(times, asked)));
    assert.ok(buffer instanceof SharedArrayBuffer);
    assert.deepEqual([asked, buffer.byteLength], [maxima, 16 * mebibyte]);
  });
}

test('refused three times, there is none', () => {
  assert.throws(() => makeSharedMemory(refusing(3, [])), RangeError);
});

test('another error than want of memory is not tried again', () => {
  const asked = [];
  assert.throws(() => makeSharedMemory(refusing(3, asked, new TypeError('shared'))), TypeError);
  assert.equal(asked.length, 1);
});
