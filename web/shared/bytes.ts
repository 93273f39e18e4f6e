// Bytes from where they are: base64 texts, blobs, chunks that arrive one after the other; and their SHA-256.
import { sha256 } from '@noble/hashes/sha2.js';

import { GlanceError, messageOf } from './errors.ts';

/** Bytes that are not shared with another thread. */
export type Bytes = Uint8Array<ArrayBuffer>;

/**
 * SHA-256 as 64 lower-case hexadecimal digits. Browsers give `crypto.subtle` to secure pages only (https, localhost,
 * file); on plain http a script computes it.
 */
export async function sha256Hex(bytes: Bytes): Promise<string> {
  const digest = globalThis.crypto?.subtle
    ? new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    : sha256(bytes);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Reads a blob, always on the page's side: WebKit does not let a worker read the page's files when the page was opened
 * from disk. Reading does not hold up the page. Rejects with file/unreadable.
 */
export async function bytesOfBlob(blob: Blob): Promise<ArrayBuffer> {
  try {
    return await blob.arrayBuffer();
  } catch (error) {
    const name = blob instanceof File ? blob.name : 'the file';
    const problem = `${name} could not be read (is it a folder, or was it moved?)`;
    throw new GlanceError('file/unreadable', `${problem}: ${messageOf(error)}`);
  }
}

/**
 * @param pieces each but the last holds a multiple of 3 bytes
 * @param byteCount of all together
 * @returns at most `byteCount` bytes; rejects with asset/wrong-content
 */
export async function decodeBase64(pieces: string[], byteCount: number): Promise<Bytes> {
  const bytes = new Uint8Array(byteCount);
  const decodeInto = 'setFromBase64' in bytes ? decodeNatively : decodeWithAtob;
  let offset = 0;
  try {
    for (const piece of pieces) offset += decodeInto(bytes.subarray(offset), piece);
  } catch (error) {
    throw new GlanceError(
      'asset/wrong-content',
      `a file in offline/ is damaged: ${messageOf(error)}`,
    );
  }
  return offset === byteCount ? bytes : bytes.subarray(0, offset);
}

// TypeScript's oldest library that knows this method is newer than the oldest browsers that run Glance.
interface Base64Target {
  setFromBase64(text: string): { read: number; written: number };
}

function decodeNatively(target: Bytes, text: string): number {
  // Stops where the target is full.
  const { read, written } = (target as unknown as Base64Target).setFromBase64(text);
  if (read < text.length) throw new RangeError('it is too long');
  return written;
}

// For browsers before 2025.
function decodeWithAtob(target: Bytes, text: string): number {
  const binary = atob(text);
  if (binary.length > target.length) throw new RangeError('it is too long');
  for (let i = 0; i < binary.length; ++i) target[i] = binary.charCodeAt(i);
  return binary.length;
}

/** More bytes came than the limit allows. */
export class TooMuch extends Error {}

/**
 * Joins chunks. Rejects with TooMuch as soon as more than `limit` bytes came, with memory/exhausted.
 * @param size `byteCount` is how many bytes there should be, when that is known; what comes beyond it is only counted
 * @returns bytes with a buffer of their own, at most `byteCount`
 */
export async function collect(
  chunks: AsyncIterable<Bytes>,
  { limit, byteCount }: { limit: number; byteCount?: number | undefined },
): Promise<Bytes> {
  const parts = byteCount === undefined ? new GrowingParts() : new OneBlock(byteCount);
  let length = 0;
  for await (const chunk of chunks) {
    if (length + chunk.length > limit)
      throw new TooMuch(`more than ${limit.toLocaleString('en')} bytes`);
    parts.put(chunk, length);
    length += chunk.length;
  }
  return parts.joined(length);
}

// One large block from the start: no copy in the end.
class OneBlock {
  #bytes: Bytes;

  constructor(byteCount: number) {
    this.#bytes = blockOf(byteCount);
  }

  put(chunk: Bytes, offset: number): void {
    const room = Math.max(0, this.#bytes.length - offset);
    if (room > 0) this.#bytes.set(chunk.subarray(0, room), offset);
  }

  joined(length: number): Bytes {
    return length >= this.#bytes.length ? this.#bytes : this.#bytes.slice(0, length);
  }
}

class GrowingParts {
  #parts: { chunk: Bytes; offset: number }[] = [];

  put(chunk: Bytes, offset: number): void {
    this.#parts.push({ chunk, offset });
  }

  joined(length: number): Bytes {
    const [first] = this.#parts;
    if (first && this.#parts.length === 1 && first.chunk.buffer.byteLength === length)
      return first.chunk;
    const bytes = blockOf(length);
    for (const { chunk, offset } of this.#parts.splice(0)) bytes.set(chunk, offset);
    return bytes;
  }
}

function blockOf(byteCount: number): Bytes {
  try {
    return new Uint8Array(byteCount);
  } catch {
    const size = byteCount.toLocaleString('en');
    throw new GlanceError('memory/exhausted', `${size} bytes of memory were refused`);
  }
}

/**
 * @returns `start` begins with the first `byteCount` bytes, unless there are fewer; `whole` are all chunks
 */
export async function withStart(
  chunks: AsyncIterable<Bytes>,
  byteCount: number,
): Promise<{ start: Bytes; whole: AsyncGenerator<Bytes> }> {
  const remaining = chunks[Symbol.asyncIterator]();
  const first: Bytes[] = [];
  for (let length = 0; length < byteCount;) {
    const part = await remaining.next();
    if (part.done) break;
    first.push(part.value);
    length += part.value.length;
  }
  const start = Uint8Array.from(first.flatMap((chunk) => [...chunk.subarray(0, byteCount)]));
  return { start, whole: chain(first, remaining) };
}

async function* chain(first: Bytes[], remaining: AsyncIterator<Bytes>): AsyncGenerator<Bytes> {
  try {
    yield* first;
    for (;;) {
      const part = await remaining.next();
      if (part.done) return;
      yield part.value;
    }
  } finally {
    await remaining.return?.();
  }
}
