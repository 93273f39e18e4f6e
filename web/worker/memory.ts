// The core's memory: blocks in its heap, and the memory that its threads share.
import { GlanceError } from '../shared/errors.ts';
import { initialHeapBytes, maxHeapBytes } from '../shared/generated/limits.ts';

/** The heap of the core. */
export interface Heap {
  /** All of it. A new view after each growth. */
  readonly HEAPU8: Uint8Array;
  /** Returns the address of a block, 0 when memory is refused. */
  allocate(byteCount: number): number;
}

const wasmPageBytes = 2 ** 16;

/** Returns the address of a block that the next call of the core takes over. Throws memory/exhausted. */
export function allocate(core: Pick<Heap, 'allocate'>, byteCount: number): number {
  const address = byteCount < maxHeapBytes ? core.allocate(byteCount) : 0;
  if (address === 0) {
    throw new GlanceError(
      'memory/exhausted',
      `${byteCount.toLocaleString('en')} bytes of memory were refused`,
    );
  }
  return address;
}

/** Like `allocate`, and copies `bytes` into the block. */
export function placeInHeap(core: Heap, bytes: Uint8Array | Uint8ClampedArray): number {
  const address = allocate(core, bytes.length);
  core.HEAPU8.set(bytes, address); // read anew: the heap moves when it grows
  return address;
}

/**
 * Makes the memory that the threads of the core share. A browser reserves all of the maximum at once; one that refuses a
 * gibibyte, as phones do, may still give a half or a quarter. Throws the browser's RangeError when it refuses that, too.
 */
export function makeSharedMemory(Memory = WebAssembly.Memory): WebAssembly.Memory {
  const make = (maximumBytes: number) =>
    new Memory({
      initial: initialHeapBytes / wasmPageBytes,
      maximum: maximumBytes / wasmPageBytes,
      shared: true,
    });
  for (const maximumBytes of [maxHeapBytes, maxHeapBytes / 2]) {
    try {
      return make(maximumBytes);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return make(maxHeapBytes / 4);
}
