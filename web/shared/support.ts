// What this browser's WebAssembly can do, found out by validating small modules.
import { GlanceError } from './errors.ts';

// (module (func (result v128) i32.const 0  i8x16.splat))
const simdProbe = bytesOfHex(
  '00 61 73 6d 01 00 00 00 01 05 01 60 00 01 7b 03 02 01 00 0a 08 01 06 00 41 00 fd 0f 0b',
);

// The same with the i16x8.relaxed_dot_i8x16_i7x16_s of two of them.
const relaxedProbe = bytesOfHex(
  '00 61 73 6d 01 00 00 00 01 05 01 60 00 01 7b 03 02 01 00 0a ' +
    '0f 01 0d 00 41 00 fd 0f 41 00 fd 0f fd 92 02 0b',
);

function bytesOfHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.split(' '), (digits) => Number.parseInt(digits, 16));
}

export function hasSimd(): boolean {
  return globalThis.WebAssembly?.validate(simdProbe) === true;
}

/** Throws backend/no-webassembly or backend/no-simd. */
export function requireSupport(): void {
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

export function hasRelaxedSimd(): boolean {
  return globalThis.WebAssembly?.validate(relaxedProbe) === true;
}

/** Whether memory can be sent to another worker: WebKitGTK 2.50 makes shared memory, but refuses to send it. */
export function canShareMemory(): boolean {
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
