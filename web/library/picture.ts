// Turns what a caller may pass as a picture into a message for the worker. The picture is taken as it is at the moment
// of the call: buffers and pixels are copied, video shows its current frame. Only files are read later, when it is
// their turn: hundreds of them may be waiting. A copied buffer is a file from then on.
import { bytesOfBlob } from '../shared/bytes.ts';
import { GlanceError } from '../shared/errors.ts';

// As the core's own limit (src/image/limits.h): a file of gigabytes is refused before it is read.
const largestFileBytes = 64 * 2 ** 20;

/**
 * @param {Blob | ArrayBuffer | ArrayBufferView | ImageData | ImageBitmap | HTMLImageElement | HTMLCanvasElement |
 *   OffscreenCanvas | HTMLVideoElement} picture
 * @returns {Promise<{ message: object, transfer: Transferable[] }>} `message.kind` is file, rgba or bitmap;
 *   rejects with call/bad-argument or image/unreadable
 */
export async function takePicture(picture) {
  const take = takers[kindOf(picture)] ?? (ArrayBuffer.isView(picture) ? takeBytes : undefined);
  if (!take) {
    throw new GlanceError(
      'call/bad-argument',
      `a ${kindOf(picture)} is not a picture that can be classified`,
    );
  }
  return take(picture);
}

/**
 * Makes a taken picture ready to be sent.
 * @returns {Promise<{ message: object, transfer: Transferable[] }>} `message.kind` is encoded, rgba or bitmap; rejects
 *   with image/too-large or file/unreadable
 */
export async function readPicture(taken) {
  const { kind, blob } = taken.message;
  if (kind !== 'file') return taken;
  if (blob.size > largestFileBytes) refuseSize(blob.size);
  const buffer = await bytesOfBlob(blob);
  return { message: { kind: 'encoded', buffer }, transfer: [buffer] };
}

/** Frees what a picture that nobody will look at holds. A bitmap that was sent away is not touched by it. */
export function dropPicture({ message }) {
  message.bitmap?.close();
}

// The name of the built-in type; unlike instanceof it also knows objects of other frames.
function kindOf(value) {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

function takeBlob(blob) {
  return { message: { kind: 'file', blob }, transfer: [] };
}

function takeBytes(bytes) {
  return takeBlob(new Blob([bytes]));
}

function takeImageData(imageData) {
  const { data, width, height, colorSpace = 'srgb' } = imageData;
  if (!(data instanceof Uint8ClampedArray) || colorSpace !== 'srgb') return takeBitmap(imageData);
  const buffer = data.slice().buffer;
  return { message: { kind: 'rgba', buffer, width, height }, transfer: [buffer] };
}

async function takeImageElement(image) {
  if (!image.complete) await image.decode().catch(refuse);
  return takeBitmap(image);
}

/** @param {ImageBitmap} bitmap which is given away @returns {{ message: object, transfer: Transferable[] }} */
export function bitmapPicture(bitmap) {
  return { message: { kind: 'bitmap', bitmap }, transfer: [bitmap] };
}

// The same pixels as the file's: no conversion of colours, no multiplication by alpha.
async function takeBitmap(source) {
  const asStored = { colorSpaceConversion: 'none', premultiplyAlpha: 'none' };
  return bitmapPicture(await createImageBitmap(source, asStored).catch(refuse));
}

function refuse(error) {
  throw new GlanceError(
    'image/unreadable',
    `the picture has no pixels that can be read: ${error.message}`,
  );
}

function refuseSize(byteCount) {
  const size = `the file has ${Math.ceil(byteCount / 2 ** 20)} MiB`;
  throw new GlanceError(
    'image/too-large',
    `${size}; at most 64 MiB are read: make the picture smaller first`,
  );
}

const takers = {
  Blob: takeBlob,
  File: takeBlob,
  ArrayBuffer: takeBytes,
  ImageData: takeImageData,
  ImageBitmap: takeBitmap,
  HTMLImageElement: takeImageElement,
  HTMLCanvasElement: takeBitmap,
  OffscreenCanvas: takeBitmap,
  HTMLVideoElement: takeBitmap,
};
