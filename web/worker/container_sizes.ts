// How large a picture is that the browser is to decode, where its file is made of chunks or boxes: WebP, AVIF and HEIC, JPEG XL,
// JPEG 2000. As in header_sizes.ts, every size that the file names, at any depth.
import { av1Size } from './av1_size.ts';
import type { Size } from '../shared/picture_size.ts';

function textAt(file: DataView, offset: number): string {
  const code = file.getUint32(offset);
  return String.fromCharCode(code >>> 24, (code >> 16) & 255, (code >> 8) & 255, code & 255);
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
    else if (wanted) yield* sizesInBoxes(file, box.content, box.end, wanted);
  }
}

/** How many more items may be looked into: a file may name millions. */
interface Budget {
  items: number;
}

const mostItems = 2 ** 16;

const heifTree = (budget: Budget): BoxTree => ({
  meta: (file, box) => metaSizes(file, box, budget),
  moov: {
    trak: {
      tkhd: trackSize,
      mdia: {
        minf: { stbl: { stsd: sampleSizes, stco: (file, box) => chunkSizes(file, box, budget) } },
      },
    },
  },
});

/** The picture, its tiles and previews (ISO/IEC 23008-12), and the tracks of a sequence. */
export function heifSizes(file: DataView): Generator<Size> {
  return sizesInBoxes(file, 0, file.byteLength, heifTree({ items: mostItems }));
}

const propertiesTree: BoxTree = { iprp: { ipco: { ispe: spatialExtent } } };

// What the properties say, and what the bitstreams of an AVIF say themselves.
function* metaSizes(file: DataView, { content, end }: Box, budget: Budget): Generator<Size> {
  const start = content + 4; // behind its version and flags
  yield* sizesInBoxes(file, start, end, propertiesTree);
  const boxes = [...boxesIn(file, start, end)].filter(
    ({ type }) => type === 'iloc' || type === 'idat',
  );
  const data = boxes.find(({ type }) => type === 'idat');
  for (const box of boxes)
    if (box.type === 'iloc') yield* itemSizes(file, box, data?.content ?? 0, budget);
}

const itemStartBytes = 96; // have the sequence header

// ISO/IEC 14496-12, 8.11.3: where the bytes of each item are, in extents.
function* itemSizes(
  file: DataView,
  { content, end }: Box,
  data: number,
  budget: Budget,
): Generator<Size> {
  const read = fieldReader(file, content, end);
  const version = read(1);
  read(3);
  const [sizes, more] = [read(1), read(1)];
  const [offsetBytes, lengthBytes, baseBytes] = [sizes >> 4, sizes & 15, more >> 4];
  const indexBytes = version === 0 ? 0 : more & 15;
  for (let count = read(version < 2 ? 2 : 4); count > 0 && budget.items-- > 0; --count) {
    read(version < 2 ? 2 : 4);
    const inData = version > 0 && (read(2) & 15) === 1;
    read(2);
    const base = read(baseBytes) + (inData ? data : 0);
    const item = new ItemStart(file);
    for (let extents = read(2); extents > 0; --extents) {
      read(indexBytes);
      const offset = base + read(offsetBytes);
      item.add(offset, read(lengthBytes) || Infinity);
      if (offsetBytes + lengthBytes + indexBytes === 0) break; // the others are the same
    }
    const size = item.size();
    if (size) yield size;
  }
}

// The first bytes of an item, put together from its extents.
class ItemStart {
  #file: DataView;
  #bytes = new Uint8Array(itemStartBytes);
  #length = 0;

  constructor(file: DataView) {
    this.#file = file;
  }

  add(offset: number, byteCount: number): void {
    const most = Math.min(byteCount, this.#file.byteLength - offset);
    for (let i = 0; i < most && this.#length < itemStartBytes; ++i)
      this.#bytes[this.#length++] = this.#file.getUint8(offset + i);
  }

  size(): Size | null {
    try {
      return av1Size(new DataView(this.#bytes.buffer, 0, this.#length), 0);
    } catch (error) {
      if (error instanceof RangeError) return null; // too short for a picture
      throw error;
    }
  }
}

// Reads big-endian numbers one after the other. Throws RangeError at the end.
function fieldReader(file: DataView, start: number, end: number): (byteCount: number) => number {
  let offset = start;
  return (byteCount) => {
    if (offset + byteCount > end) throw new RangeError('the box is too short');
    let value = 0;
    for (let i = 0; i < byteCount; ++i) value = 256 * value + file.getUint8(offset++);
    return value;
  };
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

// The bitstreams at the starts of the chunks of a sequence.
function* chunkSizes(file: DataView, { content, end }: Box, budget: Budget): Generator<Size> {
  for (let entry = content + 8; entry + 4 <= end && budget.items-- > 0; entry += 4) {
    const item = new ItemStart(file);
    item.add(file.getUint32(entry), Infinity);
    const size = item.size();
    if (size) yield size;
  }
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
