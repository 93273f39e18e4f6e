// How large a picture is that the browser is to decode, from the bytes of its file: JPEG, GIF, BMP, ICO, TIFF. Each function gives
// every size that the file names, of frames and embedded pictures too, because a decoder may allocate for any of them. A file
// that is cut short ends them with RangeError.
import type { Size } from '../shared/picture_size.ts';

const startOfFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const withoutSegment = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
const endOfImage = 0xd9;
const hierarchy = 0xde; // DHP: the size of the whole, in the layout of a frame header

/** The size in each frame header, whatever the kind of JPEG: also arithmetic, lossless and hierarchical. */
export function* jpegSizes(file: DataView): Generator<Size> {
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  for (let offset = 2; offset < bytes.length;) {
    if (bytes[offset++] !== 0xff) continue; // decoders skip what is between segments, too
    const marker = bytes[offset] ?? 0;
    if (marker === 0xff || marker === 0 || withoutSegment(marker)) continue;
    if (marker === endOfImage) return;
    if (startOfFrame(marker) || marker === hierarchy)
      yield { width: file.getUint16(offset + 6), height: file.getUint16(offset + 4) };
    offset += 1 + Math.max(2, file.getUint16(offset + 1));
  }
}

/** The screen, and for each frame how far it reaches: it may be larger than the screen. */
export function* gifSizes(file: DataView): Generator<Size> {
  const uint16 = (offset: number) => file.getUint16(offset, true);
  yield { width: uint16(6), height: uint16(8) };
  for (let offset = 13 + paletteBytes(file.getUint8(10)); ;) {
    const block = file.getUint8(offset++);
    if (block === 0x2c) {
      yield {
        width: uint16(offset) + uint16(offset + 4),
        height: uint16(offset + 2) + uint16(offset + 6),
      };
      offset += 10 + paletteBytes(file.getUint8(offset + 8)); // with the length of codes
    } else if (block === 0x21) {
      ++offset; // its label
    } else if (block === 0) {
      continue; // some writers leave one between blocks
    } else {
      return; // the end, or damage: decoders stop here too
    }
    offset = afterSubBlocks(file, offset);
  }
}

function paletteBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

function afterSubBlocks(file: DataView, offset: number): number {
  for (;;) {
    const length = file.getUint8(offset);
    offset += 1 + length;
    if (length === 0) return offset;
  }
}

export function* bmpSizes(file: DataView): Generator<Size> {
  yield dibSize(file, 14);
}

// The header of a bitmap without that of a file. A negative height says that rows go from top to bottom.
function dibSize(file: DataView, offset: number): Size {
  if (file.getUint32(offset, true) === 12)
    return { width: file.getUint16(offset + 4, true), height: file.getUint16(offset + 6, true) };
  return {
    width: Math.abs(file.getInt32(offset + 4, true)),
    height: Math.abs(file.getInt32(offset + 8, true)),
  };
}

const pngSignature = 0x89504e47;

/** Of each picture what the directory says, and what the picture says itself: it is a PNG or a bitmap. */
export function* icoSizes(file: DataView): Generator<Size> {
  const count = file.getUint16(4, true);
  for (let entry = 6; entry < 6 + 16 * count; entry += 16) {
    yield { width: file.getUint8(entry) || 256, height: file.getUint8(entry + 1) || 256 };
    const offset = file.getUint32(entry + 12, true);
    if (offset + 24 <= file.byteLength) yield iconSize(file, offset);
  }
}

// A bitmap in an icon is twice as high as the icon: its mask is below it.
function iconSize(file: DataView, offset: number): Size {
  if (file.getUint32(offset) === pngSignature)
    return { width: file.getUint32(offset + 16), height: file.getUint32(offset + 20) };
  const { width, height } = dibSize(file, offset);
  return { width, height: Math.ceil(height / 2) };
}

const mostDirectories = 100;
const [widthTag, heightTag] = [256, 257];
const shortType = 3;

/** Of each page. */
export function* tiffSizes(file: DataView): Generator<Size> {
  const littleEndian = file.getUint8(0) === 0x49;
  let directory = file.getUint32(4, littleEndian);
  for (let page = 0; directory !== 0 && page < mostDirectories; ++page) {
    const count = file.getUint16(directory, littleEndian);
    const size = { width: 0, height: 0 };
    for (let entry = directory + 2; entry < directory + 2 + 12 * count; entry += 12) {
      const tag = file.getUint16(entry, littleEndian);
      if (tag === widthTag) size.width = tiffNumber(file, entry, littleEndian);
      if (tag === heightTag) size.height = tiffNumber(file, entry, littleEndian);
    }
    yield size;
    directory = file.getUint32(directory + 2 + 12 * count, littleEndian);
  }
}

function tiffNumber(file: DataView, entry: number, littleEndian: boolean): number {
  return file.getUint16(entry + 2, littleEndian) === shortType
    ? file.getUint16(entry + 8, littleEndian)
    : file.getUint32(entry + 8, littleEndian);
}
