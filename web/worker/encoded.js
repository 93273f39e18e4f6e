// The bytes of a JPEG or PNG file.
import { GlanceError } from '../library/errors.js';

// As the core's own limit (src/image/limits.h): a file of gigabytes is refused before it is read.
const largestFileBytes = 64 * 2 ** 20;

/**
 * @param {{ blob?: Blob, buffer?: ArrayBuffer }} picture one of the two
 * @returns {Promise<Uint8Array>} rejects with image/too-large or file/unreadable
 */
export async function readEncoded({ blob, buffer }) {
  const byteCount = blob ? blob.size : buffer.byteLength;
  if (byteCount > largestFileBytes) {
    const mebibytes = (byteCount / 2 ** 20).toFixed(0);
    throw new GlanceError('image/too-large', `the file has ${mebibytes} MiB; at most 64 MiB are read: make the picture smaller first`);
  }
  return new Uint8Array(buffer ?? (await readBlob(blob)));
}

function readBlob(blob) {
  return blob.arrayBuffer().catch((error) => {
    throw new GlanceError('file/unreadable', `the file could not be read (is it a folder, or was it moved?): ${error.message}`);
  });
}
