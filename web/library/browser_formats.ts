// Picture formats that the core does not read and that browsers may: what the browser calls each, and how large its header
// says that the picture is. The core recognises them (src/image) and refuses them by the names that stand here.

/** In pixels. */
export interface Size {
  width: number;
  height: number;
}

export interface BrowserFormat {
  /** For notes: "WebP". */
  name: string;
  /** MIME type. */
  type: string;
  /** Every browser that can run Glance reads it, so a file that the browser does not read is damaged. */
  everywhere?: boolean;
  /** Null when the header does not say it. May throw RangeError when the file is cut short. */
  sizeOf?: (header: DataView) => Size | null;
}

/** By the core's name. */
const formats: Readonly<Record<string, BrowserFormat>> = Object.freeze({
  'a WebP picture': { name: 'WebP', type: 'image/webp', everywhere: true, sizeOf: webpSize },
  'a GIF picture': { name: 'GIF', type: 'image/gif', everywhere: true, sizeOf: gifSize },
  'a BMP picture': { name: 'BMP', type: 'image/bmp', everywhere: true, sizeOf: bmpSize },
  'an AVIF picture': { name: 'AVIF', type: 'image/avif', sizeOf: heifSize },
  'a HEIC picture': { name: 'HEIC', type: 'image/heic', sizeOf: heifSize },
  'a HEIF picture': { name: 'HEIF', type: 'image/heif', sizeOf: heifSize },
  'a JPEG XL picture': { name: 'JPEG XL', type: 'image/jxl' },
  'a JPEG 2000 picture': { name: 'JPEG 2000', type: 'image/jp2' },
  'a TIFF or raw camera picture': { name: 'TIFF', type: 'image/tiff' },
  'an icon (ICO)': { name: 'ICO', type: 'image/x-icon' },
});

/** JPEG of the kinds that the core refuses (arithmetic, 12-bit, lossless). */
export const rareJpeg: BrowserFormat = Object.freeze({ name: 'JPEG', type: 'image/jpeg' });

/** @param coreName such as "a WebP picture" */
export function browserFormatOf(coreName: string): BrowserFormat | undefined {
  return Object.hasOwn(formats, coreName) ? formats[coreName] : undefined;
}

/** Null when the header does not say it. */
export function sizeInHeader({ sizeOf }: BrowserFormat, bytes: Uint8Array): Size | null {
  const { buffer, byteOffset, byteLength } = bytes;
  try {
    return sizeOf?.(new DataView(buffer, byteOffset, byteLength)) ?? null;
  } catch (error) {
    if (error instanceof RangeError) return null; // cut short: decoding says so
    throw error;
  }
}

function gifSize(header: DataView): Size {
  return { width: header.getUint16(6, true), height: header.getUint16(8, true) };
}

function bmpSize(header: DataView): Size {
  if (header.getUint32(14, true) === 12)
    return { width: header.getUint16(18, true), height: header.getUint16(20, true) };
  return {
    width: Math.abs(header.getInt32(18, true)),
    height: Math.abs(header.getInt32(22, true)),
  };
}

// RFC 9649: the first chunk says which of three kinds it is.
function webpSize(header: DataView): Size | null {
  const kind = textAt(header, 12);
  if (kind === 'VP8 ') return lossyWebpSize(header);
  if (kind === 'VP8L') return losslessWebpSize(header);
  return kind === 'VP8X' ? extendedWebpSize(header) : null;
}

function lossyWebpSize(header: DataView): Size {
  return {
    width: header.getUint16(26, true) & 0x3fff,
    height: header.getUint16(28, true) & 0x3fff,
  };
}

function losslessWebpSize(header: DataView): Size {
  const bits = header.getUint32(21, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
}

function extendedWebpSize(header: DataView): Size {
  const uint24 = (offset: number) =>
    header.getUint16(offset, true) | (header.getUint8(offset + 2) << 16);
  return { width: uint24(24) + 1, height: uint24(27) + 1 };
}

function textAt(header: DataView, offset: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => header.getUint8(offset + i)));
}

// AVIF and HEIC: boxes meta/iprp/ipco/ispe of ISO/IEC 23008-12. A file has one `ispe` for the whole and others for tiles and
// previews; the largest is the whole.
const boxPath = ['meta', 'iprp', 'ipco', 'ispe'];
const searchedBytes = 2 ** 18;

function heifSize(header: DataView): Size | null {
  let largest: Size | null = null;
  for (const size of sizesInBoxes(header, 0, Math.min(header.byteLength, searchedBytes), 0))
    if (!largest || areaOf(size) > areaOf(largest)) largest = size;
  return largest;
}

function areaOf({ width, height }: Size): number {
  return width * height;
}

// The sizes in all boxes from `start` to `end` that are on the path below `depth`.
function* sizesInBoxes(
  header: DataView,
  start: number,
  end: number,
  depth: number,
): Generator<Size> {
  let offset = start;
  while (offset + 8 <= end) {
    const { type, content, next } = boxAt(header, offset, end);
    if (type === boxPath[depth]) yield* sizesInside(header, content, next, depth);
    offset = next;
  }
}

// `meta` and `ispe` begin with a version and flags, 4 bytes.
function* sizesInside(
  header: DataView,
  content: number,
  end: number,
  depth: number,
): Generator<Size> {
  if (depth === boxPath.length - 1)
    yield { width: header.getUint32(content + 4), height: header.getUint32(content + 8) };
  else yield* sizesInBoxes(header, depth === 0 ? content + 4 : content, end, depth + 1);
}

// A length of 0 reaches to the end; a length of 1 says that the real one follows in 64 bits.
function boxAt(
  header: DataView,
  offset: number,
  end: number,
): { type: string; content: number; next: number } {
  const shortLength = header.getUint32(offset);
  const headerBytes = shortLength === 1 ? 16 : 8;
  const length = shortLength === 1 ? Number(header.getBigUint64(offset + 8)) : shortLength;
  const next = shortLength === 0 ? end : Math.min(end, offset + Math.max(headerBytes, length));
  return { type: textAt(header, offset + 4), content: offset + headerBytes, next };
}
