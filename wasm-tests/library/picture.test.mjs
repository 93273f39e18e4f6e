// What a caller may pass as a picture, as far as node has it; canvases, bitmaps and video are tested in the browsers.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readPicture, takePicture, transferOf } from '../../web/library/picture.ts';

function imageData(width, height, values, more = {}) {
  return {
    [Symbol.toStringTag]: 'ImageData',
    data: Uint8ClampedArray.from(values),
    width,
    height,
    colorSpace: 'srgb',
    ...more,
  };
}

test('a Blob and a File are read only when it is their turn', async () => {
  for (const blob of [new Blob(['abc']), new File(['abc'], 'x.png')]) {
    let reads = 0;
    blob.arrayBuffer = () => (++reads, Blob.prototype.arrayBuffer.call(blob));
    const taken = await takePicture(blob);
    assert.equal(reads, 0);
    const sent = /** @type {any} */ (await readPicture(taken));
    assert.equal(sent.kind, 'encoded');
    assert.deepEqual(new Uint8Array(sent.buffer), new TextEncoder().encode('abc'));
    assert.deepEqual(transferOf(sent), [sent.buffer]);
  }
});

test('a file that cannot be read is file/unreadable, with its name', async () => {
  const file = new File(['x'], 'folder');
  file.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotFoundError'));
  await assert.rejects(takePicture(file).then(readPicture), {
    code: 'file/unreadable',
    message: /^folder .*gone/,
  });
});

test('an ArrayBuffer is copied at the moment of the call', async () => {
  const bytes = Uint8Array.of(1, 2, 3);
  const taking = takePicture(bytes.buffer);
  bytes[0] = 9;
  const sent = /** @type {any} */ (await readPicture(await taking));
  assert.deepEqual(new Uint8Array(sent.buffer), Uint8Array.of(1, 2, 3));
  assert.deepEqual(transferOf(sent), [sent.buffer]);
});

test('a view gives its own bytes only', async () => {
  const sent = /** @type {any} */ (
    await readPicture(await takePicture(Uint8Array.of(1, 2, 3, 4).subarray(1, 3)))
  );
  assert.deepEqual(new Uint8Array(sent.buffer), Uint8Array.of(2, 3));
});

test('ImageData gives a copy of its pixels', async () => {
  const source = imageData(1, 1, [1, 2, 3, 255]);
  const taken = /** @type {any} */ (await takePicture(/** @type {any} */ (source)));
  assert.deepEqual([taken.kind, taken.width, taken.height], ['rgba', 1, 1]);
  assert.deepEqual(new Uint8Array(taken.buffer), Uint8Array.of(1, 2, 3, 255));
  assert.notEqual(taken.buffer, source.data.buffer);
});

for (const nothing of ['x.png', 7, null, undefined, {}, [], Promise.resolve(new Blob())]) {
  test(`${Object.prototype.toString.call(nothing)} is refused`, async () => {
    await assert.rejects(takePicture(/** @type {any} */ (nothing)), {
      name: 'GlanceError',
      code: 'call/bad-argument',
    });
  });
}
