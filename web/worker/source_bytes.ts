// The bytes of a Source, inflated when they are gzip, checked against size and SHA-256. Nothing that differs is ever
// handed on. A server may itself say that a .gz file is encoded by gzip, and the browser then inflates it before we see
// it: that is why the first bytes decide, not the name.
import { GlanceError } from '../shared/errors.ts';
import { decodeBase64 } from '../shared/base64.ts';
import { TooMuch, collect, withStart } from '../shared/collect.ts';
import { download } from './download.ts';
import { DamagedGzip, inflate, isGzip } from '../shared/inflate.ts';
import { sha256Hex } from '../shared/sha256.ts';

// A caller's own file may be as large as the core's heap (src/bindings/CMakeLists.txt), also after inflating.
const largestBytes = 2 ** 30;

/**
 * @param {import('../library/assets.ts').Source} source
 * @param {(progress: object) => void} onProgress
 * @returns {Promise<Uint8Array>} rejects with asset/unreachable, asset/wrong-content; with model/too-large and
 *   model/truncated for a file of the caller's own
 */
export async function checkedBytes(source, onProgress) {
  if (source.checked) return new Uint8Array(source.bytes);
  try {
    return await read(source, onProgress);
  } catch (error) {
    if (!source.url || error.code !== 'asset/wrong-content') throw error;
    // A cache may still hold the file of another release: ask the server itself, once.
    return read(source, onProgress, { cache: 'reload' });
  }
}

async function read(source, onProgress, request) {
  const { name, sha256 } = source;
  const byteCount = source.inflatedByteCount ?? source.byteCount;
  const bytes = await inflated(source, chunksOf(source, onProgress, request), byteCount);
  onProgress({ status: 'checking', file: name, loaded: bytes.length, total: bytes.length });
  if (byteCount !== undefined && bytes.length !== byteCount) {
    refuse(
      name,
      `${bytes.length.toLocaleString('en')} bytes, want ${byteCount.toLocaleString('en')}`,
    );
  }
  const found = sha256 && (await sha256Hex(bytes));
  if (found !== sha256) refuse(name, `SHA-256 ${found}, want ${sha256}`);
  return bytes;
}

async function inflated(source, chunks, byteCount) {
  try {
    const { start, whole } = await withStart(chunks, 2);
    return await collect(isGzip(start) ? inflate(whole) : whole, {
      limit: byteCount ?? largestBytes,
      byteCount,
    });
  } catch (error) {
    if (!(error instanceof TooMuch || error instanceof DamagedGzip)) throw error;
    if (byteCount !== undefined) refuse(source.name, error.message);
    throw ownFileError(error);
  }
}

function ownFileError(error) {
  if (error instanceof DamagedGzip)
    return new GlanceError('model/truncated', `gzip cannot be undone: ${error.message}`);
  return new GlanceError(
    'model/too-large',
    `weights of at most 1,024 MiB are read: the file has ${error.message}`,
  );
}

async function* chunksOf(source, onProgress, request) {
  if (source.base64) yield decodeBase64(source.base64, source.byteCount);
  else if (source.bytes) yield new Uint8Array(source.bytes);
  else yield* download(source, onProgress, request);
}

function refuse(name, difference) {
  throw new GlanceError(
    'asset/wrong-content',
    `${name} is not the file that belongs here: ${difference}`,
  );
}
