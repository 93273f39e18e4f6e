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

// A buffer whose bytes were sent away.
function sent(length) {
  const buffer = new ArrayBuffer(length);
  structuredClone(buffer, { transfer: [buffer] });
  return buffer;
}

test('a buffer whose bytes were sent away is refused, and so is a view of it', async () => {
  const buffer = new ArrayBuffer(4);
  const view = new Uint8Array(buffer, 1, 2);
  const pixels = imageData(1, 1, [1, 2, 3, 255]);
  structuredClone(buffer, { transfer: [buffer] });
  structuredClone(pixels.data.buffer, { transfer: [pixels.data.buffer] });
  for (const gone of [sent(9), sent(0), buffer, view, pixels]) {
    await assert.rejects(takePicture(/** @type {any} */ (gone)), {
      name: 'GlanceError',
      code: 'call/bad-argument',
      message: /was sent to a worker/,
    });
  }
  assert.equal((await takePicture(new DataView(new ArrayBuffer(0)))).kind, 'file'); // empty, but there
});

test('bytes in shared memory are copied at the moment of the call', async () => {
  const shared = new Uint8Array(new SharedArrayBuffer(4));
  shared.set([1, 2, 3, 4]);
  const taking = takePicture(/** @type {any} */ (shared.subarray(1, 3)));
  shared.fill(9);
  const { buffer } = /** @type {any} */ (await readPicture(await taking));
  assert.deepEqual(new Uint8Array(buffer), Uint8Array.of(2, 3));
});
