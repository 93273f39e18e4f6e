// Starts the core: reads and checks wasm and weights, compiles the one and loads the other into it.
import { GlanceError } from '../shared/errors.ts';
import { startCore } from './core.ts';
import { placeInHeap } from './heap.ts';
import { preprocessingOf, readDocument, sourceOf } from './model_document.ts';
import { sha256Hex } from '../shared/bytes.ts';
import { checkedBytes } from '../shared/asset_bytes.ts';
import { requireSupport } from '../shared/support.ts';

/**
 * @param {{ wasm: import('../library/assets.ts').Source, model: import('../library/assets.ts').Source,
 *   sharedMemory: boolean, choice: import('./backend.ts').Choice, options: { resolution?: number } }} message
 *   `sharedMemory`: which kind of build `wasm` is
 * @returns {Promise<{ core, classifier, backend: object, model: import('../library/glance.ts').ModelDescription,
 *   labels: Record<string, string[]>, kept: { wasm: ArrayBuffer, model: ArrayBuffer } }>} `kept` is for the next start;
 *   rejects with asset/*, backend/*, model/*, infer/*, memory/exhausted
 */
export async function start({ wasm, model, sharedMemory, choice, options }, onProgress) {
  requireSupport();
  const readModel = async () => {
    const bytes = await checkedBytes(model, onProgress);
    onProgress({ status: 'starting', file: model.name, loaded: bytes.length, total: bytes.length });
    return bytes;
  };
  const readCore = async () => {
    const bytes = await checkedBytes(wasm, onProgress);
    return [bytes, await startCore(bytes, { sharedMemory, threads: choice.threads })];
  };
  // The core is there long before the weights are.
  const [[wasmBytes, core], modelBytes] = await Promise.all([readCore(), readModel()]);
  const backend = { version: core.version(), ...choice };
  const classifier = loadModel(core, modelBytes, {
    threads: choice.threads,
    resolution: options.resolution,
  });
  const facts = factsOf(classifier, modelBytes, model.sha256 ?? (await sha256Hex(modelBytes)));
  return {
    core,
    classifier,
    backend,
    ...facts,
    kept: { wasm: wasmBytes.buffer, model: modelBytes.buffer },
  };
}

function factsOf(classifier, bytes, sha256) {
  const document = readDocument(bytes);
  const said = { source: sourceOf(document), preprocessing: preprocessingOf(document) };
  const model = { ...classifier.describe(), ...said, sha256, byteLength: bytes.length };
  return { model, labels: document.labels };
}

function loadModel(core, bytes, options) {
  const loaded = core.loadModel(placeInHeap(core, bytes), bytes.length, options);
  if (!loaded.ok) throw new GlanceError(loaded.code, loaded.message);
  return loaded.classifier;
}
