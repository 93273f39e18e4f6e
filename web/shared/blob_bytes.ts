// Reads blobs, always on the page's side: WebKit does not let a worker read the page's files when the page was opened
// from disk. Reading does not hold up the page.
import { GlanceError } from './errors.ts';

/** @param {Blob} blob @returns {Promise<ArrayBuffer>} rejects with file/unreadable */
export async function bytesOfBlob(blob) {
  try {
    return await blob.arrayBuffer();
  } catch (error) {
    const problem = `${blob.name ?? 'the file'} could not be read (is it a folder, or was it moved?)`;
    throw new GlanceError('file/unreadable', `${problem}: ${error.message}`);
  }
}
