// Formats that are left to the browser's decoder: known by the core's name, and their sizes by their headers.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { browserFormatOf, sizeInHeader } from '../../web/library/browser_formats.ts';

const fixtures = new URL('../../native-tests/fixtures/formats/', import.meta.url);
const imageSources = new URL('../../src/image/', import.meta.url);
const read = (name) => new Uint8Array(readFileSync(new URL(name, fixtures)));
// As the core names them; native-tests/image/sniff_test.cc says by which bytes it knows them.
const coreNames = {
  webp: 'a WebP picture',
  gif: 'a GIF picture',
  bmp: 'a BMP picture',
  avif: 'an AVIF picture',
  heic: 'a HEIC picture',
};
const formatOf = (file) => browserFormatOf(coreNames[file.split('.').at(-1)]);

for (const [coreName, name, type] of [
  ['a WebP picture', 'WebP', 'image/webp'],
  ['a GIF picture', 'GIF', 'image/gif'],
  ['a BMP picture', 'BMP', 'image/bmp'],
  ['an AVIF picture', 'AVIF', 'image/avif'],
  ['a HEIC picture', 'HEIC', 'image/heic'],
  ['a HEIF picture', 'HEIF', 'image/heif'],
  ['a JPEG XL picture', 'JPEG XL', 'image/jxl'],
  ['a JPEG 2000 picture', 'JPEG 2000', 'image/jp2'],
  ['a TIFF or raw camera picture', 'TIFF', 'image/tiff'],
  ['an icon (ICO)', 'ICO', 'image/x-icon'],
]) {
  test(`${coreName} is ${name}, and the core calls it so`, () => {
    const format = browserFormatOf(coreName);
    assert.deepEqual([format.name, format.type], [name, type]);
    const sources = readdirSync(imageSources, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.cc'))
      .map((file) => readFileSync(new URL(file, imageSources), 'utf8'));
    assert.ok(sources.some((text) => text.includes(`"${coreName}"`)));
  });
}

test('what browsers do not read has no format here', () => {
  for (const coreName of ['a Photoshop picture', 'a PDF document', 'toString', ''])
    assert.equal(browserFormatOf(coreName), undefined);
});

test('a file of a few bytes is no reason to fail', () => {
  for (const name of readdirSync(fixtures).filter((each) =>
    /\.(webp|gif|bmp|avif|heic)$/.test(each),
  )) {
    const bytes = read(name);
    for (let length = 0; length < Math.min(bytes.length, 200); ++length) {
      const cut = bytes.subarray(0, length);
      sizeInHeader(formatOf(name), cut);
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
    assert.deepEqual(sizeInHeader(formatOf(file), bytes), { width, height });
  });
}

test('the size is read where the bytes begin inside a larger buffer', () => {
  const bytes = read('huge.webp');
  const inside = new Uint8Array(bytes.length + 7);
  inside.set(bytes, 7);
  assert.equal(sizeInHeader(formatOf('huge.webp'), inside.subarray(7)).width, 16_384);
});

test('of several pictures in a HEIC file the largest counts, and boxes that lie end the search', () => {
  const bytes = read('header.heic');
  const type = (text, offset = 0) => Buffer.from(bytes).indexOf(text, offset);
  const lying = bytes.slice();
  new DataView(lying.buffer).setUint32(type('ipco') - 4, 0xffff_ffff); // longer than the file
  assert.deepEqual(sizeInHeader(formatOf('header.heic'), lying), { width: 40, height: 30 });
  new DataView(lying.buffer).setUint32(type('ispe') - 4, 0); // to the end of its parent
  assert.deepEqual(sizeInHeader(formatOf('header.heic'), lying), { width: 40, height: 30 });
  new DataView(lying.buffer).setUint32(type('meta') - 4, 3); // shorter than its own header
  assert.equal(sizeInHeader(formatOf('header.heic'), lying), null);
});
