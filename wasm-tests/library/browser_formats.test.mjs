// Formats that are left to the browser's decoder: told by their first bytes, and their sizes by their headers.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { browserFormatOf, sizeInHeader } from '../../web/library/browser_formats.ts';

const fixtures = new URL('../../native-tests/fixtures/formats/', import.meta.url);
const read = (name) => new Uint8Array(readFileSync(new URL(name, fixtures)));
const bytesOf = (text) =>
  Uint8Array.from(text.padEnd(64, '\0'), (character) => character.charCodeAt(0));
const nameOf = (text) => browserFormatOf(bytesOf(text))?.name;

for (const [text, name] of [
  ['RIFF\x24\0\0\0WEBPVP8 ', 'WebP'],
  ['GIF87a', 'GIF'],
  ['BM\x36\x10\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0', 'BMP'],
  ['\0\0\0\x20ftypavif', 'AVIF'],
  ['\0\0\0\x20ftypavis', 'AVIF'],
  ['\0\0\0\x18ftypheic', 'HEIC'],
  ['\0\0\0\x18ftyphevc', 'HEIC'],
  ['\0\0\0\x18ftypmif1\0\0\0\0mif1heic', 'HEIC'],
  ['\0\0\0\x18ftypmif1\0\0\0\0mif1avif', 'AVIF'],
  ['\0\0\0\x18ftypmif1\0\0\0\0mif1miaf', 'HEIF'],
  ['\xFF\x0A\xFA\x7F', 'JPEG XL'],
  ['\0\0\0\x0CJXL \r\n\x87\n', 'JPEG XL'],
  ['\0\0\0\x0CjP  \r\n\x87\n', 'JPEG 2000'],
  ['II*\0\x08\0\0\0', 'TIFF'],
  ['MM\0*\0\0\0\x08', 'TIFF'],
  ['\0\0\x01\0\x01\0\x20\x20\0\0\x01\0\x20\0', 'ICO'],
]) {
  test(`${JSON.stringify(text.slice(0, 24))} is ${name}`, () => assert.equal(nameOf(text), name));
}

for (const text of [
  '\xFF\xD8\xFF\xE0',
  '\x89PNG\r\n\x1A\n',
  'RIFF\x24\0\0\0WAVE',
  '\0\0\0\x20ftypisom',
  'BM all letters',
  '8BPS\0\x01',
  '%PDF-1.7',
  '',
]) {
  test(`${JSON.stringify(text)} is none of them`, () => assert.equal(nameOf(text), undefined));
}

test('a file of a few bytes is no reason to fail', () => {
  for (const name of readdirSync(fixtures).filter((each) =>
    /\.(webp|gif|bmp|avif|heic)$/.test(each),
  )) {
    const bytes = read(name);
    for (let length = 0; length < Math.min(bytes.length, 200); ++length) {
      const cut = bytes.subarray(0, length);
      const format = browserFormatOf(cut);
      if (format) sizeInHeader(format, cut);
    }
  }
});

for (const [file, width, height] of /** @type {any[][]} */ ([
  ['lossless.webp', 43, 29],
  ['alpha.webp', 43, 29],
  ['turned.webp', 29, 43],
  ['photograph.webp', 96, 96],
  ['huge.webp', 16_384, 16_384],
  ['still.gif', 43, 29],
  ['moving.gif', 43, 29],
  ['huge.gif', 40_000, 10],
  ['rgb.bmp', 43, 29],
  ['palette.bmp', 43, 29],
  ['photograph.avif', 96, 96],
  ['huge.avif', 20_000, 20_000],
  ['header.heic', 40, 30],
])) {
  test(`the header of ${file} says ${width} x ${height}`, () => {
    const bytes = read(file);
    assert.deepEqual(sizeInHeader(browserFormatOf(bytes), bytes), { width, height });
  });
}

test('the size is read where the bytes begin inside a larger buffer', () => {
  const bytes = read('huge.webp');
  const inside = new Uint8Array(bytes.length + 7);
  inside.set(bytes, 7);
  assert.equal(sizeInHeader(browserFormatOf(inside.subarray(7)), inside.subarray(7)).width, 16_384);
});

test('of several pictures in a HEIC file the largest counts, and boxes that lie end the search', () => {
  const bytes = read('header.heic');
  const type = (text, offset = 0) => Buffer.from(bytes).indexOf(text, offset);
  const lying = bytes.slice();
  new DataView(lying.buffer).setUint32(type('ipco') - 4, 0xffff_ffff); // longer than the file
  assert.deepEqual(sizeInHeader(browserFormatOf(lying), lying), { width: 40, height: 30 });
  new DataView(lying.buffer).setUint32(type('ispe') - 4, 0); // to the end of its parent
  assert.deepEqual(sizeInHeader(browserFormatOf(lying), lying), { width: 40, height: 30 });
  new DataView(lying.buffer).setUint32(type('meta') - 4, 3); // shorter than its own header
  assert.equal(sizeInHeader(browserFormatOf(lying), lying), null);
});
