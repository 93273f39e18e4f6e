// The core in Node, without the worker around it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = process.env.GLANCE_CORE ?? join(root, 'build/wasm/src/bindings'); // where glance-core.js is

export const coreFile = join(folder, 'glance-core.wasm');

/** Why a test cannot run: a reason to skip it, except in CI, where everything must be there. */
export function lacking(path) {
  if (existsSync(path)) return false;
  if (process.env.CI === 'true') throw new Error(`${path} is missing`);
  return `${path} is missing`;
}

/** @returns {Promise<object>} what src/bindings/glance_core.cc exports, in memory of its own */
export async function startCore() {
  // The core was built for browsers: what it asks its surroundings for when it starts.
  Object.assign(globalThis, {
    self: globalThis,
    importScripts: () => {},
    location: { href: 'http://localhost/' },
  });
  const { default: createGlanceCore } = await import(
    pathToFileURL(join(folder, 'glance-core.js')).href
  );
  const module = await WebAssembly.compile(readFileSync(coreFile));
  const instantiateWasm = (imports, receive) => {
    void WebAssembly.instantiate(module, imports).then((instance) => receive(instance, module));
    return {};
  };
  return createGlanceCore({ instantiateWasm });
}

/** @param {Uint8Array} bytes @returns {number} the address of a block that the next call of the core takes over */
export function placeInHeap(core, bytes) {
  const address = core.allocate(bytes.length);
  core.HEAPU8.set(bytes, address);
  return address;
}
