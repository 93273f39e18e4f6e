// Makes an instance of the core. The builds with shared memory run on several threads: each is one more worker of this same
// script. All of them must have started before the core computes, because it then blocks this one.
import createGlanceCore from 'glance-core';
import createSharedGlanceCore from 'glance-core-shared';

import { checkedBytes } from '../shared/asset_bytes.ts';
import type { Source } from '../shared/asset_bytes.ts';
import type { Bytes } from '../shared/bytes.ts';
import { GlanceError, messageOf } from '../shared/errors.ts';
import type { Classification, HeatMap, ModelDescription, Progress } from '../shared/results.ts';
import { trustScript, trustedScriptUrl } from '../shared/trusted_url.ts';
import { makeSharedMemory, type Heap } from './memory.ts';
import type { CoreGroup, SentOptions, Failure } from './messages.ts';

/** What src/bindings/glance_core.cc exports. */
export interface GlanceCore extends Heap {
  version(): string;
  /** Takes over the block, which holds a weight file. */
  loadModel(
    address: number,
    byteCount: number,
    options: {
      threads: number;
      resolution?: number | undefined;
      networkBudget?: number | undefined;
    },
  ): { ok: true; classifier: CoreClassifier } | Failure;
}

/** A loaded model. `delete` frees it. */
export interface CoreClassifier {
  /** Takes over the block, which holds a picture's file. */
  classifyEncoded(address: number, byteCount: number, options: SentOptions): CoreAnswer;
  /** Takes over the block, which holds (height, width, 4) bytes, not premultiplied. */
  classifyRgba(address: number, width: number, height: number, options: SentOptions): CoreAnswer;
  /** A second network of the same model. */
  withThreads(threads: number): { ok: true; classifier: CoreClassifier } | Failure;
  /** `taught`: its labels are shown whole. */
  describe(): Omit<ModelDescription, 'languages' | 'sha256' | 'byteLength'> & { taught: boolean };
  /** By language, in the order of the classes, as the weight file has them. */
  labels(): Record<string, string[]>;
  groups(): CoreGroup[];
  delete(): void;
}

export type CoreAnswer = CoreClassification | Failure;

export interface CoreClassification extends Omit<Classification, 'backend' | 'heatmap' | 'view'> {
  ok: true;
  heatmap?: Omit<HeatMap, 'colored' | 'legend'> & { colored: RgbPixels; legend: RgbPixels };
  view?: RgbPixels;
}

export interface RgbPixels {
  width: number;
  height: number;
  /** (height, width, 3) bytes. */
  rgb: Uint8Array;
}

declare const self: DedicatedWorkerGlobalScope;

// A browser that never starts the other workers does not say so; they start in milliseconds.
const threadsLimitMs = 10_000;

/** Whether this worker is one of the threads. Emscripten's glue starts and runs those, and names them so. */
export const isThread = self.name === 'em-pthread';

/**
 * Reads one of the four builds and starts it. Rejects with asset/*, backend/refused.
 * @returns the core, and its bytes
 */
export async function startCore(
  wasm: Source,
  build: { sharedMemory: boolean; threads: number },
  onProgress: (progress: Progress) => void,
): Promise<{ core: GlanceCore; bytes: Bytes }> {
  const { bytes, compile } = await readProgram(wasm, onProgress);
  return { bytes, core: await runnable(async () => instantiate(await compile(), build)) };
}

// A program from a server is compiled while it arrives, from the response itself: browsers keep the code of those, and find it in the
// next visit. Nothing of it runs before its bytes have been checked.
async function readProgram(
  wasm: Source,
  onProgress: (progress: Progress) => void,
): Promise<{ bytes: Bytes; compile: () => Promise<WebAssembly.Module> }> {
  let arriving: Promise<WebAssembly.Module> | undefined;
  const bytes = await checkedBytes(wasm, onProgress, (response) => {
    arriving = WebAssembly.compileStreaming(response);
    arriving.catch(() => {}); // such as for a host that calls it another type
  });
  const compile = async () =>
    (await arriving?.catch(() => undefined)) ?? WebAssembly.compile(bytes);
  return { bytes, compile };
}

/** Starts a program. Rejects with its GlanceError, or else backend/refused. */
export async function runnable<Program>(start: () => Promise<Program>): Promise<Program> {
  try {
    return await start();
  } catch (error) {
    if (error instanceof GlanceError) throw error;
    throw new GlanceError(
      'backend/refused',
      `the browser does not run the program: ${messageOf(error)}`,
    );
  }
}

/** @param create is Emscripten's glue @param options what it takes but for the module */
export function instantiateFrom<Program>(
  module: WebAssembly.Module,
  create: (options: object) => Promise<Program>,
  options: object = {},
): Promise<Program> {
  return new Promise((resolve, reject) => {
    const instantiateWasm: InstantiateWasm = (imports, receive) => {
      WebAssembly.instantiate(module, imports).then(
        (instance) => receive(instance, module),
        reject,
      );
      return {};
    };
    create({ instantiateWasm, ...options }).then(resolve, reject);
  });
}

function instantiate(
  module: WebAssembly.Module,
  { sharedMemory, threads }: { sharedMemory: boolean; threads: number },
): Promise<GlanceCore> {
  if (!sharedMemory) return instantiateFrom(module, createGlanceCore);
  trustThreads();
  const starting = instantiateFrom(module, createSharedGlanceCore, {
    wasmMemory: makeSharedMemory(),
    poolSize: threads - 1,
    mainScriptUrlOrBlob: self.location.href,
  });
  return Promise.race([starting, silentThreads()]);
}

function silentThreads(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('its threads did not start')), threadsLimitMs);
  });
}

type InstantiateWasm = (
  imports: WebAssembly.Imports,
  receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
) => object;

// Emscripten's glue starts its workers by a plain text, which trusted types refuse.
function trustThreads(): void {
  trustScript(self.location.href);
  const scope = self as unknown as { Worker: unknown };
  const PlainWorker = scope.Worker as typeof Worker;
  scope.Worker = function TrustedWorker(url: string, options?: WorkerOptions) {
    return new PlainWorker(trustedScriptUrl(url), options);
  };
}
