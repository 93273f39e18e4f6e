// Picture formats that the core does not read and that browsers may: each by its magic number, and, where its header says
// it in an easy place, how large the picture is.
import { isobmffSize } from './isobmff_size.ts';

/**
 * @typedef {{ width: number, height: number }} Size in pixels
 * @typedef {{ name: string, article?: 'an', type: string, everywhere?: boolean, is: (bytes: Uint8Array) => boolean,
 *   sizeOf?: (header: DataView) => Size | null }} Format `everywhere`: every browser that can run Glance reads it, so a
 *   file that it does not read is damaged; `sizeOf` may throw RangeError when the file is cut short
 */

/** @type {readonly Format[]} */
const formats = Object.freeze(
  [
    {
      name: 'WebP',
      type: 'image/webp',
      everywhere: true,
      is: (bytes) => has(bytes, 0, 'RIFF') && has(bytes, 8, 'WEBP'),
      sizeOf: webpSize,
    },
    {
      name: 'GIF',
      type: 'image/gif',
      everywhere: true,
      is: (bytes) => has(bytes, 0, 'GIF8'),
      sizeOf: gifSize,
    },
    { name: 'BMP', type: 'image/bmp', everywhere: true, is: isBmp, sizeOf: bmpSize },
    {
      name: 'AVIF',
      article: 'an',
      type: 'image/avif',
      is: ofBrand(/avi[fs]/),
      sizeOf: isobmffSize,
    },
    {
      name: 'HEIC',
      type: 'image/heic',
      is: ofBrand(/he(ic|ix|vc|vx|im|is|vm|vs)/),
      sizeOf: isobmffSize,
    },
    { name: 'HEIF', type: 'image/heif', is: ofBrand(/m(if|sf)1/), sizeOf: isobmffSize },
    {
      name: 'JPEG XL',
      type: 'image/jxl',
      is: (bytes) => has(bytes, 0, '\xFF\x0A') || has(bytes, 4, 'JXL \r\n'),
    },
    {
      name: 'JPEG 2000',
      type: 'image/jp2',
      is: (bytes) => has(bytes, 4, 'jP  \r\n') || has(bytes, 0, '\xFF\x4F\xFF\x51'),
    },
    {
      name: 'TIFF',
      type: 'image/tiff',
      is: (bytes) => has(bytes, 0, 'II*\0') || has(bytes, 0, 'MM\0*'),
    },
    {
      name: 'ICO',
      article: 'an',
      type: 'image/x-icon',
      is: (bytes) => has(bytes, 0, '\0\0\x01\0') && bytes[4] > 0 && bytes[9] === 0,
    },
  ].map(Object.freeze),
);

/** JPEG of the kinds that the core refuses (arithmetic, 12-bit, lossless). @type {Format} */
export const rareJpeg = Object.freeze({ name: 'JPEG', type: 'image/jpeg' });

/** @param {Uint8Array} bytes of a file @returns {Format | undefined} */
export function browserFormatOf(bytes) {
  return formats.find(({ is }) => is(bytes));
}

/**
 * @param {Format} format
 * @param {Uint8Array} bytes
 * @returns {Size | null} what the header says; null when it does not say it
 */
export function sizeInHeader({ sizeOf }, { buffer, byteOffset, byteLength }) {
  try {
    return sizeOf?.(new DataView(buffer, byteOffset, byteLength)) ?? null;
  } catch (error) {
    if (error instanceof RangeError) return null; // cut short: decoding says so
    throw error;
  }
}

function has(bytes, offset, text) {
  return Array.from(text).every((character, i) => bytes[offset + i] === character.charCodeAt(0));
}

// By the main brand; a file of the general brand mif1 says among the compatible ones what is in it.
function ofBrand(pattern) {
  return (bytes) => {
    if (!has(bytes, 4, 'ftyp')) return false;
    const brand = brandAt(bytes, 8);
    if (!/m(if|sf)1/.test(brand)) return pattern.test(brand);
    const end = Math.min(
      bytes.length,
      new DataView(bytes.buffer, bytes.byteOffset).getUint32(0),
      128,
    );
    for (let offset = 16; offset + 4 <= end; offset += 4)
      if (pattern.test(brandAt(bytes, offset))) return true;
    return pattern.test(brand);
  };
}

function brandAt(bytes, offset) {
  return String.fromCharCode(...bytes.subarray(offset, offset + 4));
}

// As in src/image/other_formats.cc: two letters are a weak magic number.
function isBmp(bytes) {
  return has(bytes, 0, 'BM') && has(bytes, 6, '\0\0\0\0') && has(bytes, 15, '\0\0\0');
}

function gifSize(header) {
  return { width: header.getUint16(6, true), height: header.getUint16(8, true) };
}

function bmpSize(header) {
  if (header.getUint32(14, true) === 12)
    return { width: header.getUint16(18, true), height: header.getUint16(20, true) };
  return {
    width: Math.abs(header.getInt32(18, true)),
    height: Math.abs(header.getInt32(22, true)),
  };
}

// RFC 9649: the first chunk says which of three kinds it is.
function webpSize(header) {
  const readers = { 'VP8 ': lossySize, VP8L: losslessSize, VP8X: extendedSize };
  return readers[brandAt(new Uint8Array(header.buffer, header.byteOffset), 12)]?.(header) ?? null;
}

function lossySize(header) {
  return {
    width: header.getUint16(26, true) & 0x3fff,
    height: header.getUint16(28, true) & 0x3fff,
  };
}

function losslessSize(header) {
  const bits = header.getUint32(21, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
}

function extendedSize(header) {
  const uint24 = (offset) => header.getUint16(offset, true) | (header.getUint8(offset + 2) << 16);
  return { width: uint24(24) + 1, height: uint24(27) + 1 };
}
