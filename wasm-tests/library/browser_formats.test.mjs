// Formats that are left to the browser's decoder: known by the core's name, and every size that a file names, of frames and
// embedded pictures too. Files that no tool at hand writes are made here, by the formats' specifications.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { browserFormatOf, rareJpeg, sizesIn } from '../../web/worker/browser_formats.ts';

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

const largestOf = (format, bytes) =>
  [...sizesIn(format, bytes)].reduce(
    (largest, { width, height }) => [Math.max(largest[0], width), Math.max(largest[1], height)],
    [0, 0],
  );
const u8 = (...values) => Buffer.from(values);
const u16 = (value) => u8(value >> 8, value & 255);
const u16le = (value) => u8(value & 255, value >> 8);
const u32 = (value) => Buffer.concat([u16(value >>> 16), u16(value & 0xffff)]);
const u32le = (value) => Buffer.concat([u16le(value & 0xffff), u16le(value >>> 16)]);
const u24le = (value) => Buffer.concat([u16le(value & 0xffff), u8(value >> 16)]);
const join = (...parts) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
  );
const zeros = (count) => Buffer.alloc(count);

const segment = (marker, ...content) => {
  const body = join(...content);
  return join(u8(0xff, marker), u16(body.length + 2), body);
};
const frame = (marker, width, height) =>
  segment(marker, u8(8), u16(height), u16(width), u8(1, 1, 0x11, 0));
const soi = u8(0xff, 0xd8);

const gifFrame = (left, top, width, height) =>
  join(',', u16le(left), u16le(top), u16le(width), u16le(height), u8(0, 2, 1, 0x44, 0));
const gifScreen = (width, height) => join('GIF89a', u16le(width), u16le(height), u8(0, 0, 0));
const gifComment = join(u8(0x21, 0xfe, 5), ',,,,,', u8(0));

const chunk = (kind, ...content) => {
  const body = join(...content);
  return join(kind, u32le(body.length), body, zeros(body.length % 2));
};
const vp8 = (width, height) =>
  chunk('VP8 ', u8(0, 0, 0, 0x9d, 1, 0x2a), u16le(width), u16le(height));
const vp8l = (width, height) =>
  chunk('VP8L', u8(0x2f), u32le(((width - 1) | ((height - 1) << 14)) >>> 0));
const vp8x = (width, height) => chunk('VP8X', u32le(2), u24le(width - 1), u24le(height - 1));
const anmf = (width, height, ...content) =>
  chunk('ANMF', zeros(6), u24le(width - 1), u24le(height - 1), zeros(4), ...content);
const webp = (...chunks) => join('RIFF', u32le(join(...chunks).length + 4), 'WEBP', ...chunks);

const box = (type, ...content) => {
  const body = join(...content);
  return join(u32(body.length + 8), type, body);
};
const ispe = (width, height) => box('ispe', zeros(4), u32(width), u32(height));
const ftyp = box('ftyp', 'avif', zeros(4));
const avif = (...properties) => box('meta', zeros(4), box('iprp', box('ipco', ...properties)));
const tkhd = (width, height) => box('tkhd', zeros(76), u16(width), zeros(2), u16(height), zeros(2));
const stsd = (width, height) =>
  box(
    'mdia',
    box(
      'minf',
      box(
        'stbl',
        box('stsd', zeros(8), box('av01', zeros(24), u16(width), u16(height), zeros(50))),
      ),
    ),
  );

const dib = (width, height) => join(u32le(40), u32le(width), u32le(height), zeros(28));
const png = (width, height) =>
  join('\x89PNG\r\n\x1a\n', u32(13), 'IHDR', u32(width), u32(height), zeros(9));
const icon = (...pictures) => {
  let offset = 6 + 16 * pictures.length;
  const entries = pictures.map((picture) => {
    const entry = join(u8(16, 16), zeros(6), u32le(picture.length), u32le(offset));
    offset += picture.length;
    return entry;
  });
  return join(u8(0, 0, 1, 0), u16le(pictures.length), ...entries, ...pictures);
};

const ifd = (width, height, next = 0) =>
  join(
    u16le(2),
    ...[
      [256, 4, width],
      [257, 3, height],
    ].map(([tag, type, value]) => join(u16le(tag), u16le(type), u32le(1), u32le(value))),
    u32le(next),
  );
const tiff = (...directories) => join('II*\0', u32le(8), ...directories);

// Bits of [value, count], the lowest first.
const bits = (...fields) => {
  const text = fields
    .map(([value, count]) => [...value.toString(2).padStart(count, '0')].reverse().join(''))
    .join('')
    .padEnd(96, '0');
  return u8(...text.match(/.{8}/g).map((byte) => Number.parseInt([...byte].reverse().join(''), 2)));
};
const jxl = (...fields) => join(u8(0xff, 0x0a), bits(...fields));
const largeJxl = jxl([0, 1], [2, 2], [21_999, 18], [0, 3], [2, 2], [19_999, 18]);
const siz = join(u8(0xff, 0x4f, 0xff, 0x51), u16(41), u16(0), u32(22_000), u32(20_000));

const bmp = browserFormatOf('a BMP picture');
const gif = browserFormatOf('a GIF picture');
const webpFormat = browserFormatOf('a WebP picture');
const avifFormat = browserFormatOf('an AVIF picture');
const ico = browserFormatOf('an icon (ICO)');
const tiffFormat = browserFormatOf('a TIFF or raw camera picture');
const jpegXl = browserFormatOf('a JPEG XL picture');
const jpeg2000 = browserFormatOf('a JPEG 2000 picture');

const made = /** @type {[string, any, Buffer, [number, number]][]} */ ([
  ...[0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf, 0xde].map(
    (marker) => [
      `a JPEG with the frame header ${marker.toString(16)}`,
      rareJpeg,
      join(soi, segment(0xe0, 'JFIF'), frame(marker, 22_000, 20_000)),
      [22_000, 20_000],
    ],
  ),
  [
    'a JPEG with a thumbnail, tables, spare bytes, fill bytes and a restart marker first',
    rareJpeg,
    join(
      ...[soi, segment(0xe1, soi, frame(0xc0, 60_000, 60_000)), segment(0xc4, zeros(30))],
      ...['spare', u8(0xff, 0xd0), u8(0xff, 0xff, 0xff), frame(0xca, 22_000, 20_000)],
    ),
    [22_000, 20_000],
  ],
  [
    'a JPEG with a second frame header behind a scan',
    rareJpeg,
    join(
      ...[soi, frame(0xc9, 8, 8), segment(0xda, zeros(6)), u8(1, 0xff, 0, 2, 0xff, 0xd3, 4)],
      frame(0xc9, 22_000, 20_000),
    ),
    [22_000, 20_000],
  ],
  [
    'a GIF whose frame is larger than its screen',
    gif,
    join(gifScreen(1, 1), gifFrame(0, 0, 22_000, 20_000), ';'),
    [22_000, 20_000],
  ],
  [
    'a GIF with a larger frame later, behind palettes, a comment and a spare byte',
    gif,
    join(
      ...[
        'GIF89a',
        u16le(9),
        u16le(9),
        u8(0x81, 0, 0),
        zeros(12),
        gifComment,
        gifFrame(0, 0, 9, 9),
      ],
      ...[u8(0), gifFrame(2_000, 1_000, 20_000, 19_000), ';', gifFrame(0, 0, 60_000, 60_000)],
    ),
    [22_000, 20_000],
  ],
  ['a WebP of one lossy picture', webpFormat, webp(vp8(16_000, 15_000)), [16_000, 15_000]],
  ['a WebP of one lossless picture', webpFormat, webp(vp8l(16_000, 15_000)), [16_000, 15_000]],
  [
    'a WebP whose canvas is the largest',
    webpFormat,
    webp(vp8x(22_000, 20_000), vp8(8, 8)),
    [22_000, 20_000],
  ],
  [
    'a WebP whose frame is larger than its canvas',
    webpFormat,
    webp(vp8x(8, 8), chunk('ANIM', zeros(6)), anmf(8, 8, vp8(8, 8)), anmf(22_000, 20_000)),
    [22_000, 20_000],
  ],
  [
    'a WebP whose bitstream is larger than its frame, behind a chunk of odd length',
    webpFormat,
    webp(vp8x(8, 8), chunk('ICCP', 'odd'), anmf(8, 8, chunk('ALPH', 'x'), vp8(16_000, 15_000))),
    [16_000, 15_000],
  ],
  [
    'an AVIF whose tile is larger than the picture',
    avifFormat,
    join(ftyp, avif(ispe(8, 8), box('colr', zeros(9)), ispe(22_000, 20_000))),
    [22_000, 20_000],
  ],
  [
    'an AVIF that says its size behind a megabyte of something else',
    avifFormat,
    join(ftyp, box('free', zeros(2 ** 20)), avif(ispe(22_000, 20_000))),
    [22_000, 20_000],
  ],
  [
    'an AVIF with a box that is shorter than its content before the size',
    avifFormat,
    join(ftyp, avif(box('ispe', u8(1)), ispe(22_000, 20_000))),
    [22_000, 20_000],
  ],
  [
    'an AVIF sequence with a larger track',
    avifFormat,
    join(ftyp, avif(ispe(8, 8)), box('moov', box('trak', tkhd(22_000, 20_000)))),
    [22_000, 20_000],
  ],
  [
    'an AVIF sequence whose samples are larger than their track',
    avifFormat,
    join(ftyp, box('moov', box('trak', tkhd(8, 8), stsd(22_000, 20_000)))),
    [22_000, 20_000],
  ],
  ['a BMP', bmp, join('BM', zeros(12), dib(22_000, 20_000)), [22_000, 20_000]],
  ['a BMP from top to bottom', bmp, join('BM', zeros(12), dib(22_000, -20_000)), [22_000, 20_000]],
  [
    'a BMP of OS/2',
    bmp,
    join('BM', zeros(12), u32le(12), u16le(22_000), u16le(20_000), zeros(4)),
    [22_000, 20_000],
  ],
  ['an icon of 16 pixels', ico, icon(dib(16, 32)), [16, 16]],
  ['an icon that holds a large PNG', ico, icon(png(22_000, 20_000)), [22_000, 20_000]],
  [
    'an icon whose second picture is a large bitmap',
    ico,
    icon(png(16, 16), dib(22_000, 40_000)),
    [22_000, 20_000],
  ],
  [
    'an icon with an entry that points nowhere before the large one',
    ico,
    join(
      ...[u8(0, 0, 1, 0), u16le(2), u8(16, 16), zeros(6), u32le(9), u32le(0xffff_fff0)],
      ...[u8(16, 16), zeros(6), u32le(33), u32le(38), png(22_000, 20_000)],
    ),
    [22_000, 20_000],
  ],
  ['a TIFF', tiffFormat, tiff(ifd(22_000, 20_000)), [22_000, 20_000]],
  [
    'a TIFF whose second page is larger',
    tiffFormat,
    tiff(ifd(8, 8, 38), ifd(22_000, 20_000)),
    [22_000, 20_000],
  ],
  ['a TIFF whose pages go round', tiffFormat, tiff(ifd(9, 8, 8)), [9, 8]],
  ['a JPEG XL codestream', jpegXl, largeJxl, [22_000, 20_000].reverse()],
  ['a square JPEG XL', jpegXl, jxl([0, 1], [0, 2], [299, 9], [1, 3]), [300, 300]],
  ['a small JPEG XL', jpegXl, jxl([1, 1], [3, 5], [0, 3], [5, 5]), [48, 32]],
  [
    'a JPEG XL in a container',
    jpegXl,
    join(box('JXL ', '\r\n\x87\n'), box('jxlc', largeJxl)),
    [20_000, 22_000],
  ],
  [
    'a JPEG XL in parts',
    jpegXl,
    join(box('JXL ', '\r\n\x87\n'), box('jxlp', u32(0), largeJxl)),
    [20_000, 22_000],
  ],
  ['a JPEG 2000 codestream', jpeg2000, siz, [22_000, 20_000]],
  [
    'a JPEG 2000 whose codestream is larger than its header says',
    jpeg2000,
    join(box('jP  ', '\r\n\x87\n'), box('jp2h', box('ihdr', u32(8), u32(8))), box('jp2c', siz)),
    [22_000, 20_000],
  ],
]);

for (const [what, format, bytes, size] of made) {
  test(`${what} names its largest size`, () => {
    assert.deepEqual(largestOf(format, bytes), size);
  });
}

test('a file that is cut short anywhere, or has a wrong byte, is no reason to fail', () => {
  const files = [
    ...made.map(([, format, bytes]) => [format, bytes.subarray(0, 300)]),
    ...readdirSync(fixtures)
      .filter((name) => /\.(webp|gif|bmp|avif|heic)$/.test(name))
      .map((name) => [formatOf(name), read(name)]),
  ];
  for (const [format, bytes] of files) {
    for (let length = 0; length < Math.min(bytes.length, 300); ++length) {
      largestOf(format, bytes.subarray(0, length));
      for (const value of [0, 0x7f, 0xff])
        largestOf(format, Uint8Array.from(bytes).fill(value, length, length + 1));
    }
  }
});

test('the largest file of nothing but tiny parts is read to its end within 5 s of one processor', () => {
  const size = 2 ** 26;
  const full = (start, part) =>
    join(start, Buffer.alloc(size - start.length - (size % part.length), part));
  for (const [format, bytes] of /** @type {any[][]} */ ([
    [rareJpeg, full(soi, frame(0xc0, 8, 8))],
    [rareJpeg, full(soi, u8(0xff, 0xd0))],
    [gif, full(gifScreen(1, 1), gifFrame(0, 0, 1, 1))],
    [webpFormat, full(webp(), vp8(1, 1))],
    [avifFormat, full(ftyp, u8(0, 0, 0, 8, 0x66, 0x72, 0x65, 0x65))],
    [ico, join(u8(0, 0, 1, 0), u16le(0xffff), Buffer.alloc(2 ** 20, 1))],
    [tiffFormat, join('II*\0', u32le(8), u16le(0xffff), Buffer.alloc(2 ** 20, u16le(256)))],
  ])) {
    const start = process.cpuUsage();
    let pixels = 0;
    for (const { width, height } of sizesIn(format, bytes)) pixels += width * height;
    const elapsedMs = process.cpuUsage(start).user / 1000;
    assert.ok(elapsedMs < 5000, `${format.name}: ${elapsedMs} ms, ${pixels} pixels`);
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
    assert.deepEqual(largestOf(formatOf(file), read(file)), [width, height]);
  });
}

test('the size is read where the bytes begin inside a larger buffer', () => {
  const bytes = read('huge.webp');
  const inside = new Uint8Array(bytes.length + 7);
  inside.set(bytes, 7);
  assert.deepEqual(largestOf(formatOf('huge.webp'), inside.subarray(7)), [16_384, 16_384]);
});

test('boxes that lie about their length end the search', () => {
  const heic = formatOf('header.heic');
  const bytes = read('header.heic');
  const type = (text) => Buffer.from(bytes).indexOf(text);
  const lying = bytes.slice();
  new DataView(lying.buffer).setUint32(type('ipco') - 4, 0xffff_ffff); // longer than the file
  assert.deepEqual(largestOf(heic, lying), [40, 30]);
  new DataView(lying.buffer).setUint32(type('ispe') - 4, 0); // to the end of its parent
  assert.deepEqual(largestOf(heic, lying), [40, 30]);
  new DataView(lying.buffer).setUint32(type('meta') - 4, 3); // shorter than its own header
  assert.deepEqual([...sizesIn(heic, lying)], []);
});

test('what the bitstream of an AVIF says counts, though its boxes say less', () => {
  const bytes = read('photograph.avif');
  const lying = new DataView(bytes.buffer, bytes.byteOffset);
  const ispe = Buffer.from(bytes).indexOf('ispe');
  lying.setUint32(ispe + 8, 8);
  lying.setUint32(ispe + 12, 8);
  assert.deepEqual([...sizesIn(formatOf('photograph.avif'), bytes)].at(0), { width: 8, height: 8 });
  assert.deepEqual(largestOf(formatOf('photograph.avif'), bytes), [96, 96]);
});
