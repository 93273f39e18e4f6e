// Weights are told from pictures by their name or by how they begin.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { kindOf, sortFiles } from '../../web/page/input/file_kinds.ts';

const file = (name, ...parts) => new File(parts, name);
const header = (length, text = '{"__metadata__"') => [BigUint64Array.of(length), text];
const compressed = (...parts) =>
  gzipSync(
    Buffer.concat(
      parts.map((part) =>
        typeof part === 'string' ? Buffer.from(part) : new Uint8Array(part.buffer),
      ),
    ),
  );
const pictures = new URL('../../native-tests/fixtures/', import.meta.url);

for (const [what, given, kind] of /** @type {any[][]} */ ([
  ['a text of that name', file('notes.safetensors', 'just a text'), 'model'],
  ['a name in capitals', file('NET.SAFETENSORS', ''), 'model'],
  ['weights of another name', file('net.bin', ...header(100n)), 'model'],
  ['weights that are called a picture', file('net.jpg', ...header(100n)), 'model'],
  ['a header of no bytes', file('net', ...header(0n)), 'picture'],
  ['a header of more than the format allows', file('net', ...header(100_000_001n)), 'picture'],
  ['a header that is no object', file('net', ...header(100n, '["a"]')), 'picture'],
  ['nine bytes less one', file('net', BigUint64Array.of(1n)), 'picture'],
  ['an empty file', file('net', ''), 'picture'],
  ['compressed weights by their name', file('net.safetensors.GZ', ''), 'model'],
  ['compressed weights of another name', file('net.gz', compressed(...header(100n))), 'model'],
  ['a compressed text', file('net.gz', compressed('just a text, long enough')), 'picture'],
  ['a compressed text that is short', file('net.gz', compressed('short')), 'picture'],
  ['damaged gzip', file('net.gz', Buffer.of(0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9)), 'picture'],
  ['PyTorch', file('net.pth', 'PK'), 'unconverted'],
  ['PyTorch, short', file('net.v2.PT', 'PK'), 'unconverted'],
  ['ONNX', file('net.onnx', ''), 'unconverted'],
  ['a picture that only sounds like it', file('onnx.jpg', 'x'), 'picture'],
])) {
  test(`${what} is ${kind}`, async () => {
    assert.equal(await kindOf(given), kind);
  });
}

test('what cannot be read is left to whoever reads pictures', async () => {
  const folder = file('folder', '');
  const gone = { arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')) };
  folder.slice = () => /** @type {any} */ (gone);
  assert.equal(await kindOf(folder), 'picture');
});

test('every picture among the fixtures is a picture', async () => {
  const names = readdirSync(pictures, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(jpe?g|png)$/.test(name),
  );
  assert.ok(names.length >= 10, `${names.length}`);
  for (const name of names)
    assert.equal(await kindOf(file('x', readFileSync(new URL(name, pictures)))), 'picture', name);
});

test('a compressed file is inflated no further than its beginning', async () => {
  const large = file(
    'net.gz',
    compressed(...header(100n), 'x'.repeat(2 ** 20)),
    new Uint8Array(2 ** 20),
  );
  let end = 0;
  const slice = large.slice.bind(large);
  large.slice = (from, to) => {
    end = Math.max(end, to);
    return slice(from, to);
  };
  assert.equal(await kindOf(large), 'model');
  assert.ok(end < large.size / 2, `${end} of ${large.size} bytes were read`);
});

test('files are sorted in their order, and read no further than their beginning', async () => {
  const huge = file('huge', ...header(100n));
  huge.arrayBuffer = () => assert.fail('it was read');
  const [one, two, three] = [file('1.png', 'a'), file('2.pth', ''), file('3.png', 'b')];
  assert.deepEqual(await sortFiles([one, huge, two, three]), {
    model: [huge],
    unconverted: [two],
    picture: [one, three],
  });
});
