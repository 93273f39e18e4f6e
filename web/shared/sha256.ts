// SHA-256. Browsers give `crypto.subtle` to secure pages only (https, localhost, file), so plain http has its own.
import { sha256 } from '@noble/hashes/sha2.js';

/** @param {Uint8Array} bytes @returns {Promise<string>} 64 lower-case hexadecimal digits */
export async function sha256Hex(bytes) {
  const digest = globalThis.crypto?.subtle
    ? new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    : sha256(bytes);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
