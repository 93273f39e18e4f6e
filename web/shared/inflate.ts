// Inflates gzip while it arrives, by the browser's own DecompressionStream. It gets small pieces, each when the one before has
// been taken: whoever stops reading at a limit has at most what one piece inflates to beyond it.
import type { Bytes } from './bytes.ts';
import { messageOf } from './errors.ts';

const reasonMs = 200; // by then it is known why writing failed
const smallPieceBytes = 2 ** 14; // inflates to at most 16.5 MiB
const largePieceBytes = 2 ** 16; // inflates to at most 66 MiB, in a third of the time
const mostTimes = 1032; // deflate makes at most so many bytes of one

/** @param start the first bytes of a file, at least two */
export function isGzip(start: Uint8Array): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

/**
 * How many bytes a file of gzip says that it inflates to, modulo 2^32; undefined when its own length shows that it lies. One
 * that is cut short ends with any four bytes.
 */
export function statedLength(file: Bytes): number | undefined {
  const stated = file.length < 4 ? Infinity : lengthIn(file.subarray(-4));
  return stated <= mostTimes * file.length ? stated : undefined;
}

function lengthIn(end: Bytes): number {
  return new DataView(end.buffer, end.byteOffset, end.byteLength).getUint32(0, true);
}

/** The bytes are not what gzip writes, or not all of it, or more follows. */
export class DamagedGzip extends Error {}

/**
 * Inflates a file of gzip. Reads no further chunks when the caller stops early. Rejects with what `chunks` rejects with,
 * or with DamagedGzip.
 * @param isOwn whether it is a file of the release, which gets larger pieces
 */
export async function* inflate(
  chunks: AsyncIterable<Bytes>,
  { isOwn = false } = {},
): AsyncGenerator<Bytes> {
  const { readable, writable } = new DecompressionStream('gzip');
  const reader: ReadableStreamDefaultReader<Bytes> = readable.getReader();
  const pieceBytes = isOwn ? largePieceBytes : smallPieceBytes;
  const feeding = feed(writable.getWriter(), chunks, pieceBytes);
  feeding.catch(() => {}); // awaited below
  let byteCount = 0;
  try {
    for (;;) {
      const part = await next(reader, feeding);
      if (part.done) break;
      byteCount += part.value.length;
      yield part.value;
    }
    requireWhole(await feeding, byteCount);
  } finally {
    reader.cancel().catch(() => {});
  }
}

// Resolves to the last four bytes.
async function feed(
  writer: WritableStreamDefaultWriter<BufferSource>,
  chunks: AsyncIterable<Bytes>,
  pieceBytes: number,
): Promise<Bytes> {
  let end = new Uint8Array(0);
  try {
    for await (const chunk of chunks) {
      end = lastFour(end, chunk);
      for (let start = 0; start < chunk.length; start += pieceBytes)
        await writer.write(chunk.subarray(start, start + pieceBytes)).catch(damaged);
    }
    await writer.close().catch(damaged);
    return end;
  } catch (error) {
    writer.abort(error).catch(() => {});
    throw error;
  }
}

// When reading fails, writing has failed too, and its error says more. It may say nothing: the next chunk may never come,
// and a browser may leave the last one unanswered.
async function next(
  reader: ReadableStreamDefaultReader<Bytes>,
  feeding: Promise<Bytes>,
): Promise<ReadableStreamReadResult<Bytes>> {
  try {
    return await reader.read();
  } catch (error) {
    await Promise.race([feeding, new Promise((resolve) => setTimeout(resolve, reasonMs))]);
    return damaged(error);
  }
}

function damaged(error: unknown): never {
  throw new DamagedGzip(messageOf(error));
}

// gzip ends with the number of bytes, modulo 2^32. Some browsers ignore what follows the end; this check finds it.
function requireWhole(end: Bytes, byteCount: number): void {
  const stated = end.length === 4 ? lengthIn(end) : -1;
  if (stated !== byteCount >>> 0) throw new DamagedGzip('its last bytes do not fit');
}

function lastFour(before: Bytes, chunk: Bytes): Bytes {
  if (chunk.length >= 4) return chunk.slice(-4);
  return Uint8Array.of(...before, ...chunk).slice(-4);
}
