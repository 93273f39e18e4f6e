// Blocks of bytes in the core's heap. The heap moves when it grows, so its view is taken anew after every allocation.
import { GlanceError } from '../shared/errors.ts';

// The heap itself may not grow beyond this (src/bindings/CMakeLists.txt).
const largestBlockBytes = 2 ** 30;

/**
 * @param {number} byteCount
 * @returns {number} address of a block that the next call of the core takes over; throws memory/exhausted
 */
export function allocate(core, byteCount) {
  const address = byteCount < largestBlockBytes ? core.allocate(byteCount) : 0;
  if (address === 0) {
    throw new GlanceError(
      'memory/exhausted',
      `${byteCount.toLocaleString('en')} bytes of memory were refused`,
    );
  }
  return address;
}

/** @param {Uint8Array | Uint8ClampedArray} bytes @returns {number} see allocate */
export function placeInHeap(core, bytes) {
  const address = allocate(core, bytes.length);
  core.HEAPU8.set(bytes, address);
  return address;
}
