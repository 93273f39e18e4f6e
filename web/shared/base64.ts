// Base64 texts back to bytes.
import { GlanceError } from './errors.ts';

/**
 * @param {string[]} pieces each but the last holds a multiple of 3 bytes
 * @param {number} byteCount of all together
 * @returns {Promise<Uint8Array>} of `byteCount` bytes; rejects with asset/wrong-content
 */
export async function decodeBase64(pieces, byteCount) {
  const bytes = new Uint8Array(byteCount);
  const decodeInto = bytes.setFromBase64 ? decodeNatively : decodeByHand;
  let offset = 0;
  try {
    for (const piece of pieces) offset += decodeInto(bytes.subarray(offset), piece);
  } catch (error) {
    throw new GlanceError('asset/wrong-content', `a file in offline/ is damaged: ${error.message}`);
  }
  return offset === byteCount ? bytes : bytes.subarray(0, offset);
}

function decodeNatively(target, text) {
  const { read, written } = target.setFromBase64(text); // stops where the target is full
  if (read < text.length) throw new RangeError('it is too long');
  return written;
}

// For browsers before 2025.
function decodeByHand(target, text) {
  const binary = atob(text);
  if (binary.length > target.length) throw new RangeError('it is too long');
  for (let i = 0; i < binary.length; ++i) target[i] = binary.charCodeAt(i);
  return binary.length;
}
