// The labels of every language, from the weight file's own header (models/FORMAT.md). The core has already validated
// the file, so nothing is checked here.

/**
 * @param {Uint8Array} bytes a weight file
 * @returns {Record<string, string[]>} by language; index = class
 */
export function readLabels(bytes) {
  const headerLength = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)));
  return JSON.parse(header.__metadata__.glance).labels;
}
