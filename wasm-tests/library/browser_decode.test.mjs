// What is left to the browser's decoder, and what is said when it does not read a file either. The decoder is a fake here;
// the real ones are tested in browser/formats.test.mjs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, test } from 'node:test';

import { withBrowserDecoding } from '../../web/library/classifier.ts';
import { decodeInBrowser as decodeWithin } from '../../web/library/picture.ts';
import { forBrowser } from '../../web/worker/browser_formats.ts';
import { reportFault } from '../report_fault.mjs';
import { GlanceError, UnsupportedFormatError } from '../../web/shared/errors.ts';

const fixtures = new URL('../../native-tests/fixtures/formats/', import.meta.url);
const fixture = (name) => new Blob([readFileSync(new URL(name, fixtures))]);
// What the core says of a file of a format that it names.
const unsupported = (format) =>
  new UnsupportedFormatError('image/unsupported-format', `the core: this is ${format}`, format);
// As the worker does it, which has the bytes.
async function withSizes(blob, refusal) {
  if (refusal instanceof UnsupportedFormatError) {
    const bytes = new Uint8Array(await blob.arrayBuffer());
    Object.assign(refusal, { forBrowser: forBrowser(refusal.format, bytes) });
  }
  return refusal;
}
const decodeInBrowser = async (blob, refusal, limitMs = 10_000) =>
  decodeWithin(blob, await withSizes(blob, refusal), limitMs);
const webp = unsupported('a WebP picture');
const rareJpeg = new UnsupportedFormatError(
  'image/unsupported-jpeg',
  'the core: arithmetic coding',
);

afterEach(() => {
  delete globalThis.createImageBitmap;
});

function browserThatReads(width, height) {
  const bitmap = {
    width,
    height,
    closed: false,
    close: () => {
      bitmap.closed = true;
    },
  };
  const asked = [];
  globalThis.createImageBitmap = async (blob, options) => {
    asked.push({ type: blob.type, ...options });
    return bitmap;
  };
  return { bitmap, asked };
}

function browserThatRefuses() {
  let count = 0;
  globalThis.createImageBitmap = async () => {
    ++count;
    throw new DOMException('cannot be decoded', 'InvalidStateError');
  };
  return { count: () => count };
}

test('the browser is asked for the pixels as they are stored, and told the format', async () => {
  const { bitmap, asked } = browserThatReads(43, 29);
  const decoded = await decodeInBrowser(fixture('lossless.webp'), webp);
  assert.deepEqual(decoded.picture, { kind: 'bitmap', bitmap });
  assert.equal(decoded.format, 'WebP');
  assert.deepEqual(asked, [
    { type: 'image/webp', colorSpaceConversion: 'none', premultiplyAlpha: 'none' },
  ]);
});

test('a kind of JPEG that the core does not read is tried', async () => {
  browserThatReads(43, 29);
  const jpeg = new Blob([
    Uint8Array.of(0xff, 0xd8, 0xff, 0xc9, 0, 11, 8, 0, 29, 0, 43, 1, 1, 17, 0),
  ]);
  assert.equal((await decodeInBrowser(jpeg, rareJpeg)).format, 'JPEG');
  browserThatRefuses();
  await assert.rejects(decodeInBrowser(jpeg, rareJpeg), rareJpeg);
});

test('every other refusal stands, and the browser is not asked', async () => {
  const { count } = browserThatRefuses();
  for (const code of [
    'image/damaged',
    'image/not-a-picture',
    'image/too-large',
    'worker/timeout',
    'call/closed',
  ]) {
    const refusal = new GlanceError(code, 'no');
    await assert.rejects(decodeInBrowser(fixture('lossless.webp'), refusal), refusal);
  }
  const photoshop = unsupported('a Photoshop picture');
  await assert.rejects(decodeInBrowser(new Blob(['8BPS\0\x01']), photoshop), {
    code: 'image/unsupported-format',
    message: 'this is a Photoshop picture, a format that is not read: convert it to JPEG or PNG',
  });
  const unnamed = new GlanceError('image/unsupported-format', 'a private chunk');
  await assert.rejects(decodeInBrowser(fixture('lossless.webp'), unnamed), unnamed);
  assert.equal(count(), 0);
});

test("where there is no decoder, as in node, the core's refusal stands", async () => {
  await assert.rejects(decodeInBrowser(fixture('lossless.webp'), webp), webp);
});

test('what every browser reads is damaged when it is not read; other formats are named, with what to do', async () => {
  browserThatRefuses();
  await assert.rejects(decodeInBrowser(fixture('still.gif'), unsupported('a GIF picture')), {
    code: 'image/damaged',
    message: 'this GIF picture is damaged: the browser could not decode it',
  });
  await assert.rejects(decodeInBrowser(fixture('header.heic'), unsupported('a HEIC picture')), {
    code: 'image/unsupported-format',
    message: 'this is a HEIC picture, which this browser does not read: convert it to JPEG or PNG',
  });
  await assert.rejects(
    decodeInBrowser(fixture('photograph.avif'), unsupported('an AVIF picture')),
    {
      message: /^this is an AVIF picture/,
    },
  );
});

test('a picture whose header says that it is too large is not decoded at all', async () => {
  const { asked } = browserThatReads(1, 1);
  for (const [name, format, size] of [
    ['huge.webp', 'a WebP picture', '16,384 x 16,384'],
    ['huge.avif', 'an AVIF picture', '20,000 x 20,000'],
    ['huge.gif', 'a GIF picture', '40,000 x 10'],
  ]) {
    await assert.rejects(decodeInBrowser(fixture(name), unsupported(format)), {
      code: 'image/too-large',
      message: new RegExp(`is ${size} pixels`),
    });
  }
  assert.deepEqual(asked, []);
});

test('a bitmap that turns out too large is freed, and its own size is told', async () => {
  const { bitmap } = browserThatReads(20_000, 20_001);
  bitmap.close = () => Object.assign(bitmap, { width: 0, height: 0, closed: true }); // as browsers do
  await assert.rejects(decodeInBrowser(fixture('photograph.webp'), webp), {
    code: 'image/too-large',
    message: /is 20,000 x 20,001 pixels/,
  });
  assert.ok(bitmap.closed);
});

test('a file that names no size is not given to the browser', async () => {
  const { asked } = browserThatReads(1, 1);
  for (const [bytes, refusal, code] of /** @type {any[][]} */ ([
    ['RIFF\x04\0\0\0WEBP', webp, 'image/damaged'],
    ['\xff\x0a', unsupported('a JPEG XL picture'), 'image/unsupported-format'],
    ['\xff\xd8\xff\xda', rareJpeg, 'image/unsupported-jpeg'],
  ]))
    await assert.rejects(
      decodeInBrowser(new Blob([Uint8Array.from(Buffer.from(bytes, 'latin1'))]), refusal),
      {
        code,
      },
    );
  assert.deepEqual(asked, []);
});

test('fault 36: a browser that takes too long is not waited for, and what it makes later is freed', async () => {
  const { bitmap } = browserThatReads(43, 29);
  const { createImageBitmap } = globalThis;
  let answer = (/** @type {any} */ _value) => {};
  globalThis.createImageBitmap = /** @type {any} */ (
    async (blob, options) => {
      await new Promise((resolve) => {
        answer = resolve;
      });
      return createImageBitmap(blob, options);
    }
  );
  await assert.rejects(decodeInBrowser(fixture('photograph.webp'), webp, 20), {
    code: 'worker/timeout',
    message: /^the browser did not decode the picture within 0.02 s/,
  });
  assert.ok(!bitmap.closed);
  answer(undefined);
  await new Promise((resolve) => setTimeout(resolve));
  assert.ok(bitmap.closed);
  reportFault(36, 'worker/timeout at the limit, 1 late bitmap freed');
});

test('the result says who decoded the picture, and its time is the whole time', () => {
  const result = {
    notes: [{ code: 'note/alpha-dropped', message: '' }],
    timings: { decode: 1, preprocess: 2, infer: 3, total: 6 },
    width: 4,
  };
  const { notes, timings, width } = withBrowserDecoding(/** @type {any} */ (result), {
    format: 'WebP',
    elapsedMs: 10,
  });
  assert.deepEqual(
    notes.map(({ code, format }) => [code, format]),
    [
      ['note/browser-decoded', 'WebP'],
      ['note/alpha-dropped', undefined],
    ],
  );
  assert.deepEqual(timings, { decode: 11, preprocess: 2, infer: 3, total: 16 });
  assert.equal(width, 4);
});
