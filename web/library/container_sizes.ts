// How large a picture is that the browser is to decode, where its file is made of chunks or boxes: WebP, AVIF and HEIC, JPEG XL,
// JPEG 2000. As in header_sizes.ts, every size that the file names, at any depth.
import type { Size } from './header_sizes.ts';

function textAt(file: DataView, offset: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => file.getUint8(offset + i)));
}

/** RFC 9649: the canvas, each frame and the bitstreams themselves. */
export function webpSizes(file: DataView): Generator<Size> {
  return sizesInChunks(file, 12, file.byteLength);
}

function* sizesInChunks(file: DataView, start: number, end: number): Generator<Size> {
  for (let offset = start; offset + 8 < end;) {
    const content = offset + 8;
    const length = file.getUint32(offset + 4, true);
    yield* sizesOfChunk(file, textAt(file, offset), content, Math.min(end, content + length));
    offset = content + length + (length % 2);
  }
}

function* sizesOfChunk(
  file: DataView,
  kind: string,
  content: number,
  end: number,
): Generator<Size> {
  const has = (byteCount: number) => content + byteCount <= file.byteLength;
  if (kind === 'VP8 ' && has(10)) yield lossyWebpSize(file, content);
  if (kind === 'VP8L' && has(5)) yield losslessWebpSize(file, content);
  if (kind === 'VP8X' && has(10)) yield canvasSize(file, content + 4);
  if (kind !== 'ANMF' || !has(16)) return;
  yield canvasSize(file, content + 6);
  yield* sizesInChunks(file, content + 16, end);
}

function lossyWebpSize(file: DataView, content: number): Size {
  return {
    width: file.getUint16(content + 6, true) & 0x3fff,
    height: file.getUint16(content + 8, true) & 0x3fff,
  };
}

function losslessWebpSize(file: DataView, content: number): Size {
  const bits = file.getUint32(content + 1, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
}

function canvasSize(file: DataView, offset: number): Size {
  const uint24 = (at: number) => file.getUint16(at, true) | (file.getUint8(at + 2) << 16);
  return { width: uint24(offset) + 1, height: uint24(offset + 3) + 1 };
}

interface Box {
  type: string;
  content: number;
  end: number;
}

// The boxes of ISO/IEC 14496-12 from `start` to `end`. A length of 0 reaches to the end; a length of 1 says that the real one
// follows in 64 bits.
function* boxesIn(file: DataView, start: number, end: number): Generator<Box> {
  for (let offset = start; offset + 8 <= end;) {
    const shortLength = file.getUint32(offset);
    const headerBytes = shortLength === 1 ? 16 : 8;
    if (offset + headerBytes > end) return;
    const length = shortLength === 1 ? Number(file.getBigUint64(offset + 8)) : shortLength;
    const next = shortLength === 0 ? end : Math.min(end, offset + Math.max(headerBytes, length));
    yield { type: textAt(file, offset + 4), content: offset + headerBytes, end: next };
    offset = next;
  }
}

/** Where sizes are, by the names of the boxes around them. */
interface BoxTree {
  [type: string]: BoxTree | ((file: DataView, box: Box) => Generator<Size>);
}

function* sizesInBoxes(file: DataView, start: number, end: number, tree: BoxTree): Generator<Size> {
  for (const box of boxesIn(file, start, end)) {
    const wanted = Object.hasOwn(tree, box.type) ? tree[box.type] : undefined;
    if (typeof wanted === 'function') yield* wanted(file, box);
    // `meta` begins with a version and flags, 4 bytes.
    else if (wanted)
      yield* sizesInBoxes(file, box.content + (box.type === 'meta' ? 4 : 0), box.end, wanted);
  }
}

const heifTree: BoxTree = {
  meta: { iprp: { ipco: { ispe: spatialExtent } } },
  moov: { trak: { tkhd: trackSize, mdia: { minf: { stbl: { stsd: sampleSizes } } } } },
};

/** The picture, its tiles and previews (ISO/IEC 23008-12), and the tracks of a sequence. */
export function heifSizes(file: DataView): Generator<Size> {
  return sizesInBoxes(file, 0, file.byteLength, heifTree);
}

function* spatialExtent(file: DataView, { content, end }: Box): Generator<Size> {
  if (content + 12 <= end)
    yield { width: file.getUint32(content + 4), height: file.getUint32(content + 8) };
}

// The last two fields, with 16 bits behind the point.
function* trackSize(file: DataView, { content, end }: Box): Generator<Size> {
  if (content + 84 <= end)
    yield { width: file.getUint16(end - 8), height: file.getUint16(end - 4) };
}

function* sampleSizes(file: DataView, { content, end }: Box): Generator<Size> {
  for (const entry of boxesIn(file, content + 8, end))
    if (entry.content + 28 <= entry.end)
      yield {
        width: file.getUint16(entry.content + 24),
        height: file.getUint16(entry.content + 26),
      };
}

const jpegXlTree: BoxTree = {
  jxlc: (file, { content }) => codestreamSize(file, content),
  jxlp: (file, { content }) => codestreamSize(file, content + 4),
};

export function* jpegXlSizes(file: DataView): Generator<Size> {
  yield* codestreamSize(file, 0);
  yield* sizesInBoxes(file, 0, file.byteLength, jpegXlTree);
}

// ISO/IEC 18181-1: nothing where no codestream begins.
function* codestreamSize(file: DataView, start: number): Generator<Size> {
  if (start + 12 > file.byteLength || file.getUint16(start) !== 0xff0a) return;
  const read = bitReader(file, start + 2);
  const readSide = (small: boolean) =>
    1 + (small ? 8 * read(5) + 7 : read([9, 13, 18, 30][read(2)] as number));
  const small = read(1) === 1;
  const height = readSide(small);
  const ratio = jpegXlRatios[read(3)] as number;
  yield { width: ratio ? Math.floor(height * ratio) : readSide(small), height };
}

const jpegXlRatios = [0, 1, 12 / 10, 4 / 3, 3 / 2, 16 / 9, 5 / 4, 2];

// Reads numbers, the lowest bit first.
function bitReader(file: DataView, start: number): (bitCount: number) => number {
  let position = 8 * start;
  const readBit = () => (file.getUint8(position >> 3) >> (position++ & 7)) & 1;
  return (bitCount) => {
    let value = 0;
    for (let i = 0; i < bitCount; ++i) value += readBit() * 2 ** i;
    return value;
  };
}

const jpeg2000Tree: BoxTree = {
  jp2h: { ihdr: imageHeader },
  jp2c: (file, { content }) => sizSize(file, content),
};

export function* jpeg2000Sizes(file: DataView): Generator<Size> {
  yield* sizSize(file, 0);
  yield* sizesInBoxes(file, 0, file.byteLength, jpeg2000Tree);
}

function* imageHeader(file: DataView, { content, end }: Box): Generator<Size> {
  if (content + 8 <= end)
    yield { width: file.getUint32(content + 4), height: file.getUint32(content) };
}

// The reference grid of a codestream; the picture is not larger.
function* sizSize(file: DataView, start: number): Generator<Size> {
  if (start + 16 <= file.byteLength && file.getUint32(start) === 0xff4fff51)
    yield { width: file.getUint32(start + 8), height: file.getUint32(start + 12) };
}
