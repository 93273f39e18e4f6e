// What the core runs on here, and why: said with every result, so that nobody has to guess.
import { GlanceError } from '../library/errors.js';

// (module (func (result v128) i32.const 0  i8x16.splat))
const simdProbe = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11);

/** Throws backend/no-webassembly or backend/no-simd. */
export function requireSupport() {
  if (typeof WebAssembly !== 'object') {
    throw new GlanceError('backend/no-webassembly', 'WebAssembly is missing or switched off in this browser');
  }
  if (!WebAssembly.validate(simdProbe)) {
    throw new GlanceError('backend/no-simd', 'this browser has no WebAssembly SIMD, which the program needs');
  }
}

/**
 * @param {{ version: () => string }} core
 * @param {number} [wantedThreads]
 * @returns {{ version: string, simd: 'simd', threads: number, why: string }}
 */
export function backendFor(core, wantedThreads = 1) {
  const threads = wantedThreads > 1 ? `${wantedThreads} threads were asked for, but this build has one` : 'one thread';
  return { version: core.version(), simd: 'simd', threads: 1, why: `128-bit SIMD works here; ${threads}` };
}
