// The memory that the threads of the core share. It is made outside of it, because a browser reserves all of the maximum at
// once: one that refuses a gibibyte, as phones do, may still give a part of it.

// As in src/bindings/CMakeLists.txt: what the core begins with, and the most that it may be given.
const pageBytes = 2 ** 16;
const initialBytes = 2 ** 24;
const maximaBytes = [2 ** 30, 2 ** 29, 2 ** 28];

/**
 * @param {typeof WebAssembly.Memory} [Memory]
 * @returns {WebAssembly.Memory} throws the browser's RangeError when it refuses the smallest, too
 */
export function makeSharedMemory(Memory = WebAssembly.Memory) {
  const make = (bytes) =>
    new Memory({ initial: initialBytes / pageBytes, maximum: bytes / pageBytes, shared: true });
  for (const bytes of maximaBytes.slice(0, -1)) {
    try {
      return make(bytes);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return make(maximaBytes.at(-1));
}
