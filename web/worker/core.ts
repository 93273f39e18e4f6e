// Makes an instance of the core. The builds with shared memory run on several threads: each is one more worker, which must
// have started before the core computes, because it then blocks this one.
import createGlanceCore from 'glance-core';
import createSharedGlanceCore from 'glance-core-shared';

import { GlanceError } from '../shared/errors.ts';
import { trustedScriptUrl } from '../shared/trusted_url.ts';
import { makeSharedMemory } from './shared_memory.ts';

// Workers of the same script start in milliseconds; a browser that never starts them does not say so.
const workersLimitMs = 10_000;

/** Emscripten's glue runs those other workers, from this same script; they are named by it. */
export const isThread = self.name === 'em-pthread';

/**
 * @param {Uint8Array} wasmBytes of one of the four builds
 * @param {{ sharedMemory: boolean, threads: number }} build
 * @returns {Promise<object>} what src/bindings/glance_core.cc exports; rejects with backend/refused
 */
export function startCore(wasmBytes, build) {
  return instantiate(wasmBytes, build).catch((error) => {
    throw new GlanceError(
      'backend/refused',
      `the browser does not run the program: ${error.message}`,
    );
  });
}

// The glue starts its workers by a plain text.
function trustThreads() {
  const PlainWorker = self.Worker;
  self.Worker = function TrustedWorker(url, options) {
    return new PlainWorker(trustedScriptUrl(url), options);
  };
}

async function instantiate(wasmBytes, { sharedMemory, threads }) {
  const module = await WebAssembly.compile(wasmBytes);
  return new Promise((resolve, reject) => {
    const instantiateWasm = (imports, receive) => {
      WebAssembly.instantiate(module, imports).then(
        (instance) => receive(instance, module),
        reject,
      );
      return {};
    };
    if (!sharedMemory) return createGlanceCore({ instantiateWasm }).then(resolve, reject);
    const workers = { poolSize: threads - 1, mainScriptUrlOrBlob: self.location.href };
    trustThreads();
    setTimeout(() => reject(new Error('its threads did not start')), workersLimitMs);
    return createSharedGlanceCore({
      instantiateWasm,
      wasmMemory: makeSharedMemory(),
      ...workers,
    }).then(resolve, reject);
  });
}
