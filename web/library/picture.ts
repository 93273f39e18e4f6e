// Turns what a caller may pass as a picture into what the worker gets. The picture is taken as it is at the moment of the
// call: buffers and pixels are copied, video shows its current frame. Only files are read later, when it is their turn:
// hundreds of them may be waiting. A copied buffer is a file from then on. A file of a format that the core refuses is
// decoded by the browser.
import { bytesOfBlob } from '../shared/bytes.ts';
import { GlanceError, UnsupportedFormatError, codeOf, messageOf } from '../shared/errors.ts';
import type { ForBrowser } from '../shared/errors.ts';
import { maxFileBytes, maxPixels, maxSidePx } from '../shared/generated/limits.ts';
import { fits } from '../shared/picture_size.ts';
import type { Size } from '../shared/picture_size.ts';
import type { SentPicture } from '../worker/messages.ts';
import type { Picture } from './types.ts';

export type TakenPicture = { kind: 'file'; blob: Blob } | Exclude<SentPicture, { kind: 'encoded' }>;

// The pixels of the file: no conversion of colours, no multiplication by alpha.
const asStored: ImageBitmapOptions = { colorSpaceConversion: 'none', premultiplyAlpha: 'none' };

/** Rejects with call/bad-argument, image/too-large or image/unreadable. */
export async function takePicture(picture: Picture): Promise<TakenPicture> {
  const type = typeOf(picture);
  if (ArrayBuffer.isView(picture)) return takeBytes(picture as ArrayBufferView<ArrayBuffer>);
  switch (type) {
    case 'Blob':
    case 'File':
      return { kind: 'file', blob: picture as Blob };
    case 'ArrayBuffer':
      return takeBytes(picture as ArrayBuffer);
    case 'ImageData':
      return takeImageData(picture as ImageData);
    case 'HTMLImageElement':
      return takeImageElement(picture as HTMLImageElement);
    case 'ImageBitmap':
    case 'HTMLCanvasElement':
    case 'OffscreenCanvas':
    case 'HTMLVideoElement':
      return takeBitmap(picture as ImageBitmapSource);
    default:
      throw new GlanceError(
        'call/bad-argument',
        `a ${type} is not a picture that can be classified`,
      );
  }
}

// The name of the built-in type; unlike instanceof it also knows objects of other frames.
function typeOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

function takeBytes(bytes: ArrayBuffer | ArrayBufferView<ArrayBuffer>): TakenPicture {
  return { kind: 'file', blob: new Blob([copyable(bytes)]) };
}

/**
 * The same bytes, as a Blob takes them: those of shared memory are copied. Throws call/bad-argument when they are gone, because
 * their buffer was sent to somebody.
 */
export function copyable(bytes: ArrayBuffer | ArrayBufferView): BlobPart {
  try {
    const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(bytes)
      ? bytes
      : { buffer: bytes, byteOffset: 0, byteLength: undefined };
    const view = new Uint8Array(buffer, byteOffset, byteLength); // throws when the buffer is detached
    return buffer instanceof ArrayBuffer ? (view as Uint8Array<ArrayBuffer>) : view.slice();
  } catch {
    throw detachedError();
  }
}

function detachedError(): GlanceError {
  const what = 'its bytes are gone: the buffer was sent to a worker or another window';
  return new GlanceError('call/bad-argument', `${what}; pass a copy`);
}

async function takeImageData(imageData: ImageData): Promise<TakenPicture> {
  const { data, width, height, colorSpace = 'srgb' } = imageData;
  if (data.length !== 4 * width * height) throw detachedError();
  if (!(data instanceof Uint8ClampedArray) || colorSpace !== 'srgb') return takeBitmap(imageData);
  return { kind: 'rgba', buffer: data.slice().buffer, width, height };
}

async function takeImageElement(image: HTMLImageElement): Promise<TakenPicture> {
  if (!image.complete) await image.decode().catch(throwUnreadable);
  requireFit({ width: image.naturalWidth, height: image.naturalHeight });
  return takeBitmap(image);
}

async function takeBitmap(source: ImageBitmapSource): Promise<TakenPicture> {
  return {
    kind: 'bitmap',
    bitmap: await createImageBitmap(source, asStored).catch(throwUnreadable),
  };
}

function throwUnreadable(error: unknown): never {
  throw new GlanceError(
    'image/unreadable',
    `the picture has no pixels that can be read: ${messageOf(error)}`,
  );
}

/** Reads a file; anything else is ready to be sent. Rejects with image/too-large or file/unreadable. */
export async function readPicture(taken: TakenPicture): Promise<SentPicture> {
  if (taken.kind !== 'file') return taken;
  const { blob } = taken;
  if (blob.size > maxFileBytes) throw fileTooLarge(blob.size);
  return { kind: 'encoded', buffer: await bytesOfBlob(blob) };
}

function fileTooLarge(byteCount: number): GlanceError {
  const [size, limit] = [byteCount, maxFileBytes].map((bytes) => Math.ceil(bytes / 2 ** 20));
  return new GlanceError(
    'image/too-large',
    `the file has ${size} MiB; at most ${limit} MiB are read: make the picture smaller first`,
  );
}

/** What is given away, not copied, when the picture is sent. */
export function transferOf(picture: SentPicture): Transferable[] {
  return [picture.kind === 'bitmap' ? picture.bitmap : picture.buffer];
}

/** Frees what a picture that nobody will look at holds. Does nothing to a bitmap that was sent. */
export function releasePicture(picture: TakenPicture | SentPicture): void {
  if (picture.kind === 'bitmap') picture.bitmap.close();
}

export interface BrowserDecoding {
  /** The pixels as they are stored, no colours converted. */
  picture: SentPicture & { kind: 'bitmap' };
  /** Such as "WebP". */
  format: string;
  elapsedMs: number;
}

/**
 * Decodes a file that the core refused by the browser's own decoder, on the page's side: WebKit's workers may not read a
 * Blob, not even their own, of a page from disk. The core's limits hold for every size that the file names, before the browser
 * sees it, and for the bitmap. A file that names no size is not given to the browser.
 * Rejects with image/too-large, image/damaged, image/unsupported-*, worker/timeout, or with `refusal` when the browser does not
 * read it either.
 * @param limitMs how long the browser may take; it cannot be stopped, and what it makes later is freed
 */
export async function decodeInBrowser(
  blob: Blob,
  refusal: unknown,
  limitMs: number,
): Promise<BrowserDecoding> {
  if (typeof createImageBitmap !== 'function') throw refusal;
  const format = refusal instanceof UnsupportedFormatError ? refusal.forBrowser : undefined;
  if (!format) throw unsupported(refusal, 'a format that is not read');
  if (format.tooLarge) throw tooLarge(format.tooLarge);
  if (!format.namesSize) throw undecodable(format, refusal);
  const bytes = await bytesOfBlob(blob);
  const start = performance.now();
  const decoding = createImageBitmap(new Blob([bytes], { type: format.type }), asStored);
  const bitmap = await withinTime(decoding, limitMs).catch((error: unknown) => {
    throw codeOf(error) ? error : undecodable(format, refusal);
  });
  const elapsedMs = performance.now() - start;
  try {
    requireFit(bitmap);
  } catch (error) {
    bitmap.close();
    throw error;
  }
  return { picture: { kind: 'bitmap', bitmap }, format: format.name, elapsedMs };
}

async function withinTime(decoding: Promise<ImageBitmap>, limitMs: number): Promise<ImageBitmap> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(decodingTimeout(limitMs)), limitMs);
  });
  try {
    return await Promise.race([decoding, tooLong]);
  } catch (error) {
    decoding.then(
      (late) => late.close(),
      () => {},
    );
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function decodingTimeout(limitMs: number): GlanceError {
  const limit = `${limitMs / 1000} s`;
  return new GlanceError(
    'worker/timeout',
    `the browser did not decode the picture within ${limit}: convert it to JPEG or PNG`,
  );
}

function requireFit(size: Size): void {
  if (!fits(size)) throw tooLarge(size);
}

function tooLarge(size: Size): GlanceError {
  const [width, height, side, pixels] = [size.width, size.height, maxSidePx, maxPixels].map(
    (count) => count.toLocaleString('en'),
  );
  return new GlanceError(
    'image/too-large',
    `the picture is ${width} x ${height} pixels; sides of at most ${side} and ${pixels} in all are read: ` +
      'make the picture smaller first',
  );
}

function undecodable({ name, everywhere }: ForBrowser, refusal: unknown): unknown {
  if (everywhere)
    return new GlanceError(
      'image/damaged',
      `this ${name} picture is damaged: the browser could not decode it`,
    );
  return unsupported(refusal, 'which this browser does not read');
}

// The core says that only JPEG and PNG are read, which is not so in a browser.
function unsupported(refusal: unknown, why: string): unknown {
  if (!(refusal instanceof UnsupportedFormatError) || !refusal.format) return refusal;
  return new GlanceError(
    refusal.code,
    `this is ${refusal.format}, ${why}: convert it to JPEG or PNG`,
  );
}
