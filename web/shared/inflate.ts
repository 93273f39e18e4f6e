// gzip undone while it arrives, by the browser's own DecompressionStream.

const reasonMs = 200; // what made it fail is known by then

/** @param {Uint8Array} start the first bytes of a file, at least two @returns {boolean} */
export function isGzip(start) {
  return start[0] === 0x1f && start[1] === 0x8b;
}

/** The bytes are not what gzip writes, or not all of it, or there is more behind it. */
export class DamagedGzip extends Error {}

/**
 * @param {AsyncIterable<Uint8Array>} chunks a file of gzip; nothing more is asked of it when the caller stops early
 * @returns {AsyncGenerator<Uint8Array>} rejects with what `chunks` rejects with, or with DamagedGzip
 */
export async function* inflate(chunks) {
  const { readable, writable } = new DecompressionStream('gzip');
  const reader = readable.getReader();
  const feeding = feed(writable.getWriter(), chunks);
  feeding.catch(() => {}); // it is asked for below
  let byteCount = 0;
  try {
    for (let part = await next(reader, feeding); !part.done; part = await next(reader, feeding)) {
      byteCount += part.value.length;
      yield part.value;
    }
    requireWhole(await feeding, byteCount);
  } finally {
    reader.cancel().catch(() => {});
  }
}

async function feed(writer, chunks) {
  let end = new Uint8Array(0);
  try {
    for await (const chunk of chunks) {
      end = lastFour(end, chunk);
      await writer.write(chunk).catch(damaged);
    }
    await writer.close().catch(damaged);
    return end;
  } catch (error) {
    writer.abort(error).catch(() => {});
    throw error;
  }
}

// A reader fails because of what was written, or could not be: that says more. It says nothing where the next chunk never
// comes, or where a browser leaves the last one unanswered.
async function next(reader, feeding) {
  try {
    return await reader.read();
  } catch (error) {
    await Promise.race([feeding, new Promise((resolve) => setTimeout(resolve, reasonMs))]);
    return damaged(error);
  }
}

function damaged({ message }) {
  throw new DamagedGzip(message);
}

// gzip ends with the number of bytes, modulo 2^32. Some browsers ignore what follows the end; here it is found out.
function requireWhole(end, byteCount) {
  const stated =
    end.length === 4 ? new DataView(end.buffer, end.byteOffset).getUint32(0, true) : -1;
  if (stated !== byteCount >>> 0) throw new DamagedGzip('its last bytes do not fit');
}

function lastFour(before, chunk) {
  if (chunk.length >= 4) return chunk.slice(-4);
  return Uint8Array.of(...before, ...chunk).slice(-4);
}
