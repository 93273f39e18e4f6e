// How the worker gets bytes and makes sure of them: base64, SHA-256, labels.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';

import { pieceFiles } from '../../tools/release/bundle/pieces.mjs';
import { decodeBase64, sha256Hex } from '../../web/shared/bytes.ts';
import { readDocument, sourceOf } from '../../tools/release/bundle/models.mjs';
import { checkedBytes } from '../../web/shared/asset_bytes.ts';
import { tinyModel } from './fake_release.mjs';

const nothing = () => {};
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

// The text that a script of offline/ leaves behind.
function textOf({ content }) {
  return JSON.parse(content.slice(content.indexOf('] = ') + 4, content.lastIndexOf(';')));
}

for (const byteCount of [0, 1, 2, 3, 1000, 3 * 2 ** 20, 3 * 2 ** 20 + 1, 7 * 2 ** 20]) {
  test(`${byteCount} bytes survive the way through offline/`, async () => {
    const bytes = randomBytes(byteCount);
    const pieces = pieceFiles('x', bytes).map(textOf);
    assert.ok(bytes.equals(await decodeBase64(pieces, byteCount)));
  });
}

test('base64 that is not base64, or too long, is wrong content', async () => {
  for (const [pieces, byteCount] of /** @type {any[][]} */ ([
    [['!!!!'], 3],
    [['AAAA'], 2],
    [['AAAA', 'AAAA'], 3],
  ])) {
    await assert.rejects(decodeBase64(pieces, byteCount), { code: 'asset/wrong-content' });
  }
});

test('base64 that is too short is not filled up', async () => {
  assert.equal((await decodeBase64(['AAAA'], 6)).length, 3);
});

// "abc" is the example of FIPS 180-4.
test('SHA-256 is right with and without crypto.subtle', async (t) => {
  const abc = new TextEncoder().encode('abc');
  const want = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  assert.equal(await sha256Hex(abc), want);
  const subtle = t.mock.getter(globalThis.crypto, 'subtle', () => undefined);
  assert.equal(await sha256Hex(abc), want);
  assert.equal(subtle.mock.callCount(), 1);
});

test('who compiles while it arrives gets the same response, and another one after wrong content', async (t) => {
  const right = randomBytes(100);
  const bodies = [randomBytes(100), right];
  t.mock.method(globalThis, 'fetch', async () => new Response(Uint8Array.from(bodies.shift())));
  const seen = [];
  const source = { name: 'x', byteCount: 100, sha256: sha256(right), url: 'https://example.org/x' };
  const bytes = await checkedBytes(source, nothing, (response) =>
    seen.push(response.arrayBuffer()),
  );
  assert.ok(right.equals(bytes));
  assert.equal(seen.length, 2);
  assert.ok(right.equals(Buffer.from(await seen[1]))); // also after the last byte was read here
});

test('bytes with the right size and hash are handed on', async () => {
  const bytes = randomBytes(100);
  const source = {
    name: 'x',
    byteCount: 100,
    sha256: sha256(bytes),
    bytes: Uint8Array.from(bytes).buffer,
  };
  assert.ok(bytes.equals(await checkedBytes(source, nothing)));
});

test('one flipped bit, one byte less or more is refused', async () => {
  const bytes = randomBytes(100);
  const expected = { name: 'weights', byteCount: 100, sha256: sha256(bytes) };
  const flipped = Buffer.from(bytes);
  flipped[50] ^= 1;
  for (const wrong of [
    flipped,
    bytes.subarray(1),
    Buffer.concat([bytes, bytes.subarray(0, 1)]),
    Buffer.alloc(0),
  ]) {
    const reading = checkedBytes({ ...expected, bytes: Uint8Array.from(wrong).buffer }, nothing);
    await assert.rejects(reading, {
      code: 'asset/wrong-content',
      message: /^weights is not the file that belongs here/,
    });
  }
});

test('bytes that are known to have been checked are not checked again', async () => {
  const source = {
    name: 'x',
    bytes: Uint8Array.of(1, 2).buffer,
    sha256: sha256('something else'),
    checked: true,
  };
  assert.deepEqual(await checkedBytes(source, nothing), Uint8Array.of(1, 2));
});

test('labels come whole from the header of the weight file, the source as far as it is known', () => {
  const document = readDocument(new Uint8Array(tinyModel()));
  assert.deepEqual(document.labels.en, ['tench, fish', 'hen', 'espresso', 'daisy']);
  assert.deepEqual(sourceOf(document), { file: 'tiny.pth' });
  assert.deepEqual(sourceOf({}), {});
  assert.deepEqual(sourceOf({ source: { file: 7, url: 'u', package: 'p', sha256: 'ab' } }), {
    package: 'p',
    url: 'u',
    sha256: 'ab',
  });
});
