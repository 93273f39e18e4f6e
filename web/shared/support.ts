// What WebAssembly of this browser can do, found out by small modules.
import { GlanceError } from './errors.ts';

// (module (func (result v128) i32.const 0  i8x16.splat))
const simdProbe = Uint8Array.of(
  0,
  97,
  115,
  109,
  1,
  0,
  0,
  0,
  1,
  5,
  1,
  96,
  0,
  1,
  123,
  3,
  2,
  1,
  0,
  10,
  8,
  1,
  6,
  0,
  65,
  0,
  253,
  15,
  11,
);

// The same with the i16x8.relaxed_dot_i8x16_i7x16_s of two of them.
const relaxedProbe = Uint8Array.of(
  0,
  97,
  115,
  109,
  1,
  0,
  0,
  0,
  1,
  5,
  1,
  96,
  0,
  1,
  123,
  3,
  2,
  1,
  0,
  10,
  15,
  1,
  13,
  0,
  65,
  0,
  253,
  15,
  65,
  0,
  253,
  15,
  253,
  146,
  2,
  11,
);

/** @returns {boolean} */
export function hasSimd() {
  return globalThis.WebAssembly?.validate(simdProbe) === true;
}

/** Throws backend/no-webassembly or backend/no-simd. */
export function requireSupport() {
  if (typeof WebAssembly !== 'object') {
    throw new GlanceError(
      'backend/no-webassembly',
      'WebAssembly is missing or switched off in this browser',
    );
  }
  if (!hasSimd()) {
    throw new GlanceError(
      'backend/no-simd',
      'this browser has no WebAssembly SIMD, which the program needs',
    );
  }
}

/** @returns {boolean} */
export function hasRelaxedSimd() {
  return globalThis.WebAssembly?.validate(relaxedProbe) === true;
}

/** @returns {boolean} whether memory can be sent to another worker: WebKitGTK 2.50 makes it, but does not let go of it */
export function canShareMemory() {
  const { port1, port2 } = new MessageChannel();
  try {
    port1.postMessage(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }));
    return true;
  } catch {
    return false;
  } finally {
    port1.close();
    port2.close();
  }
}
