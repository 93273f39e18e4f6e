// Bytes that come in chunks, put together; never more of them than a limit.

/** More came than the limit. */
export class TooMuch extends Error {}

/**
 * @param {AsyncIterable<Uint8Array>} chunks
 * @param {{ limit: number, byteCount?: number }} size `byteCount` is how many there should be, when that is known
 * @returns {Promise<Uint8Array>} with a buffer of its own; rejects with TooMuch as soon as more than `limit` came
 */
export async function collect(chunks, { limit, byteCount }) {
  const parts = byteCount === undefined ? growing() : inPlace(byteCount);
  let length = 0;
  for await (const chunk of chunks) {
    if (length + chunk.length > limit)
      throw new TooMuch(`more than ${limit.toLocaleString('en')} bytes`);
    parts.put(chunk, length);
    length += chunk.length;
  }
  return parts.joined(length);
}

// One large block from the start: nothing is copied in the end.
function inPlace(byteCount) {
  const bytes = new Uint8Array(byteCount);
  return {
    put: (chunk, offset) => bytes.set(chunk, offset),
    joined: (length) => (length === byteCount ? bytes : bytes.slice(0, length)),
  };
}

function growing() {
  const chunks = [];
  return {
    put: (chunk, offset) => chunks.push({ chunk, offset }),
    joined(length) {
      const [only] = chunks;
      if (chunks.length === 1 && only.chunk.buffer.byteLength === length) return only.chunk;
      const bytes = new Uint8Array(length);
      for (const { chunk, offset } of chunks) bytes.set(chunk, offset);
      return bytes;
    },
  };
}

/**
 * @param {AsyncIterable<Uint8Array>} chunks
 * @param {number} byteCount
 * @returns {Promise<{ start: Uint8Array, whole: AsyncGenerator<Uint8Array> }>} `start` begins with the first `byteCount`
 *   bytes, unless there are fewer; `whole` are all chunks
 */
export async function withStart(chunks, byteCount) {
  const rest = chunks[Symbol.asyncIterator]();
  const first = [];
  let length = 0;
  for (
    let part;
    length < byteCount && !(part = await rest.next()).done;
    length += part.value.length
  )
    first.push(part.value);
  const start = Uint8Array.from(first.flatMap((chunk) => [...chunk.subarray(0, byteCount)]));
  return { start, whole: chain(first, rest) };
}

async function* chain(first, rest) {
  try {
    yield* first;
    for (let part = await rest.next(); !part.done; part = await rest.next()) yield part.value;
  } finally {
    await rest.return?.();
  }
}
