// Pictures that the core refuses, decoded by the browser's own decoder: the pixels as they are stored, no colours
// converted. Done on the page's side: WebKit's workers may not read a Blob, not even their own, of a page from disk. What the
// header and the bitmap say is held to the core's limits (src/image/limits.h).
import { bytesOfBlob } from '../shared/bytes.ts';
import { browserFormatOf, rareJpeg, sizeInHeader } from './browser_formats.ts';
import { GlanceError } from '../shared/errors.ts';

const largestSidePx = 32_768;
const mostPixels = 100_000_000;
const asStored = { colorSpaceConversion: 'none', premultiplyAlpha: 'none' };

/**
 * @param {Blob} blob
 * @param {GlanceError} refusal what the core says of it; it stands when the browser does not read the picture either
 * @returns {Promise<{ bitmap: ImageBitmap, format: string, elapsedMs: number }>} rejects with image/too-large,
 *   image/damaged, image/unsupported-*, or `refusal`
 */
export async function decodeInBrowser(blob, refusal) {
  if (!/^image\/unsupported-/.test(refusal.code) || typeof createImageBitmap !== 'function')
    throw refusal;
  const bytes = new Uint8Array(await bytesOfBlob(blob));
  const format = refusal.code === 'image/unsupported-jpeg' ? rareJpeg : browserFormatOf(bytes);
  if (!format) throw refusal;
  checkSize(sizeInHeader(format, bytes));
  const start = performance.now();
  const bitmap = await createImageBitmap(new Blob([bytes], { type: format.type }), asStored).catch(
    () => refuse(format, refusal),
  );
  if (!fits(bitmap)) bitmap.close();
  checkSize(bitmap);
  return { bitmap, format: format.name, elapsedMs: performance.now() - start };
}

/** @returns {import('./glance.ts').Classification} of a picture that the browser decoded, when the rest took `result` */
export function withBrowserDecoding(result, { format, elapsedMs }) {
  const { decode, total } = result.timings;
  const note = {
    code: 'note/browser-decoded',
    message: `decoded by the browser, as ${format}`,
    format,
  };
  const timings = { ...result.timings, decode: decode + elapsedMs, total: total + elapsedMs };
  return { ...result, timings, notes: [note, ...result.notes] };
}

function fits({ width, height }) {
  return Math.max(width, height) <= largestSidePx && width * height <= mostPixels;
}

function checkSize(size) {
  if (!size || fits(size)) return;
  const pixels = [size.width, size.height].map((side) => side.toLocaleString('en')).join(' x ');
  throw new GlanceError(
    'image/too-large',
    `the picture is ${pixels} pixels; sides of at most 32,768 and 100,000,000 in all are read: ` +
      'make the picture smaller first',
  );
}

function refuse({ name, article = 'a', everywhere }, refusal) {
  if (everywhere)
    throw new GlanceError(
      'image/damaged',
      `this ${name} picture is damaged: the browser could not decode it`,
    );
  if (refusal.code === 'image/unsupported-jpeg') throw refusal;
  throw new GlanceError(
    refusal.code,
    `this is ${article} ${name} picture, which this browser does not read: convert it to JPEG or PNG`,
  );
}
