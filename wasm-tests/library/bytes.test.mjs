// Chunks put together, in a block of known size or not, and looked at before that.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { TooMuch, collect, withStart } from '../../web/shared/bytes.ts';

async function* chunks(...lists) {
  for (const list of lists) yield Uint8Array.from(list);
}

for (const byteCount of [undefined, 3, 5, 9]) {
  test(`five bytes come out as they came in, ${byteCount ?? 'nobody knows how many'} expected`, async () => {
    const bytes = await collect(chunks([1, 2], [], [3, 4, 5]), {
      limit: 9,
      byteCount: byteCount && Math.max(byteCount, 5),
    });
    assert.deepEqual([...bytes], [1, 2, 3, 4, 5]);
    assert.equal(bytes.buffer.byteLength, 5);
  });
}

test('one chunk that fills its buffer is not copied', async () => {
  const chunk = Uint8Array.of(1, 2, 3);
  async function* only() {
    yield chunk;
  }
  assert.equal(await collect(only(), { limit: 3 }), chunk);
});

test('one byte more than the limit is too much', async () => {
  for (const byteCount of [undefined, 3])
    await assert.rejects(collect(chunks([1, 2], [3, 4]), { limit: 3, byteCount }), TooMuch);
});

for (const [what, lists, start] of /** @type {any[][]} */ ([
  ['one chunk', [[7, 8, 9]], [7, 8, 9]],
  ['single bytes', [[7], [8], [9]], [7, 8]],
  ['empty chunks', [[], [7], [], [8, 9]], [7, 8, 9]],
  ['less than was asked for', [[7]], [7]],
  ['nothing', [], []],
])) {
  test(`the start of ${what} is seen, and all of it still comes`, async () => {
    const { start: found, whole } = await withStart(chunks(...lists), 2);
    assert.deepEqual([...found].slice(0, 2), start.slice(0, 2));
    assert.deepEqual([...(await collect(whole, { limit: 9 }))], lists.flat());
  });
}

test('whoever stops early ends the source of the chunks', async () => {
  let ended = false;
  async function* source() {
    try {
      for (;;) yield new Uint8Array(10);
    } finally {
      ended = true;
    }
  }
  const { whole } = await withStart(source(), 2);
  await assert.rejects(collect(whole, { limit: 25 }), TooMuch);
  assert.ok(ended);
});
