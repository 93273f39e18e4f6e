// Weights are told from pictures by their name or by how they begin.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { kindOf, sortFiles } from '../../web/page/models/kind_of_file.js';

const file = (name, ...parts) => new File(parts, name);
const header = (length, text = '{"__metadata__"') => [BigUint64Array.of(length), text];
const pictures = new URL('../../native-tests/fixtures/', import.meta.url);

for (const [what, given, kind] of [
  ['a text of that name', file('notes.safetensors', 'just a text'), 'model'],
  ['a name in capitals', file('NET.SAFETENSORS', ''), 'model'],
  ['weights of another name', file('net.bin', ...header(100n)), 'model'],
  ['weights that are called a picture', file('net.jpg', ...header(100n)), 'model'],
  ['a header of no bytes', file('net', ...header(0n)), 'picture'],
  ['a header of more than the format allows', file('net', ...header(100_000_001n)), 'picture'],
  ['a header that is no object', file('net', ...header(100n, '["a"]')), 'picture'],
  ['nine bytes less one', file('net', BigUint64Array.of(1n)), 'picture'],
  ['an empty file', file('net', ''), 'picture'],
  ['PyTorch', file('net.pth', 'PK'), 'unconverted'],
  ['PyTorch, short', file('net.v2.PT', 'PK'), 'unconverted'],
  ['ONNX', file('net.onnx', ''), 'unconverted'],
  ['a picture that only sounds like it', file('onnx.jpg', 'x'), 'picture'],
]) {
  test(`${what} is ${kind}`, async () => {
    assert.equal(await kindOf(given), kind);
  });
}

test('what cannot be read is left to whoever reads pictures', async () => {
  const folder = file('folder', '');
  folder.slice = () => ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')) });
  assert.equal(await kindOf(folder), 'picture');
});

test('every picture among the fixtures is a picture', async () => {
  const names = readdirSync(pictures, { recursive: true }).filter((name) => /\.(jpe?g|png)$/.test(name));
  assert.ok(names.length >= 10, `${names.length}`);
  for (const name of names) assert.equal(await kindOf(file('x', readFileSync(new URL(name, pictures)))), 'picture', name);
});

test('files are sorted in their order, and read no further than their beginning', async () => {
  const huge = file('huge', ...header(100n));
  huge.arrayBuffer = () => assert.fail('it was read');
  const [one, two, three] = [file('1.png', 'a'), file('2.pth', ''), file('3.png', 'b')];
  assert.deepEqual(await sortFiles([one, huge, two, three]), { model: [huge], unconverted: [two], picture: [one, three] });
});
