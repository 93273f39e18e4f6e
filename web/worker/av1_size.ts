// How large the frames of an AV1 bitstream may be, from its sequence header (AV1 specification, 5.5). The boxes around it may say
// less, and decoders allocate by this.
import type { Size } from '../shared/picture_size.ts';

const [sequenceHeader, temporalDelimiter] = [1, 2]; // types of OBUs

/** Null when no sequence header begins the bitstream. May throw RangeError where it is cut short. */
export function av1Size(file: DataView, start: number): Size | null {
  const read = bitReader(file, start);
  for (let obu = 0; obu < 3; ++obu) {
    const [forbidden, type, hasExtension, hasLength] = [read(1), read(4), read(1), read(1)];
    read(1);
    if (forbidden || (type !== sequenceHeader && type !== temporalDelimiter)) return null;
    if (hasExtension) read(8);
    const length = hasLength ? readLength(read) : 0;
    if (type === sequenceHeader) return largestFrame(read);
    for (let i = 0; i < length && i < 8; ++i) read(8); // a delimiter is empty
  }
  return null;
}

type Read = (bitCount: number) => number;

// leb128
function readLength(read: Read): number {
  let length = 0;
  for (let i = 0; i < 8; ++i) {
    const byte = read(8);
    length += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) break;
  }
  return length;
}

function largestFrame(read: Read): Size {
  read(4); // profile, still picture
  const isReduced = read(1) === 1;
  if (isReduced) read(5);
  else skipOperatingPoints(read);
  const [widthBits, heightBits] = [read(4) + 1, read(4) + 1];
  return { width: read(widthBits) + 1, height: read(heightBits) + 1 };
}

function skipOperatingPoints(read: Read): void {
  const delayBits = read(1) ? skipTiming(read) : 0;
  const hasDisplayDelay = read(1);
  const count = read(5) + 1;
  for (let point = 0; point < count; ++point) {
    read(12);
    if (read(5) > 7) read(1);
    if (delayBits && read(1)) read(2 * delayBits + 1);
    if (hasDisplayDelay && read(1)) read(4);
  }
}

// Returns how many bits a delay of the decoder has; 0 without a model of it.
function skipTiming(read: Read): number {
  read(64);
  if (read(1)) skipUvlc(read);
  if (!read(1)) return 0;
  const delayBits = read(5) + 1;
  read(32 + 5 + 5);
  return delayBits;
}

function skipUvlc(read: Read): void {
  let zeros = 0;
  while (read(1) === 0) ++zeros;
  if (zeros < 32) read(zeros);
}

// Reads numbers, the highest bit first.
function bitReader(file: DataView, start: number): Read {
  let position = 8 * start;
  return (bitCount) => {
    let value = 0;
    for (let i = 0; i < bitCount; ++i, ++position)
      value = 2 * value + ((file.getUint8(position >> 3) >> (7 - (position & 7))) & 1);
    return value;
  };
}
