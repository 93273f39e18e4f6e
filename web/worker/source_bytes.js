// The bytes of a Source, checked against its size and SHA-256. Nothing that differs is ever handed on.
import { GlanceError } from '../library/errors.js';
import { decodeBase64 } from './base64.js';
import { download } from './download.js';
import { sha256Hex } from './sha256.js';

/**
 * @param {import('../library/assets.js').Source} source
 * @param {(progress: object) => void} onProgress
 * @returns {Promise<Uint8Array>} rejects with asset/unreachable or asset/wrong-content
 */
export async function checkedBytes(source, onProgress) {
  try {
    return await read(source, onProgress);
  } catch (error) {
    if (!source.url || error.code !== 'asset/wrong-content') throw error;
    // A cache may still hold the file of another release: ask the server itself, once.
    return read(source, onProgress, { cache: 'reload' });
  }
}

async function read(source, onProgress, request) {
  const bytes = await bytesOf(source, onProgress, request);
  if (source.checked) return bytes;
  const { name, byteCount, sha256 } = source;
  onProgress({ status: 'checking', file: name, loaded: bytes.length, total: bytes.length });
  if (byteCount !== undefined && bytes.length !== byteCount) {
    refuse(name, `${bytes.length.toLocaleString('en')} bytes, want ${byteCount.toLocaleString('en')}`);
  }
  const found = sha256 && (await sha256Hex(bytes));
  if (found !== sha256) refuse(name, `SHA-256 ${found}, want ${sha256}`);
  return bytes;
}

function bytesOf(source, onProgress, request) {
  if (source.base64) return decodeBase64(source.base64, source.byteCount);
  if (source.bytes) return new Uint8Array(source.bytes);
  return download(source, onProgress, request);
}

function refuse(name, difference) {
  throw new GlanceError('asset/wrong-content', `${name} is not the file that belongs here: ${difference}`);
}
