// Starts the core: reads and checks wasm and weights, compiles the one and loads the other into it.
import { checkedBytes } from '../shared/asset_bytes.ts';
import { sha256Hex } from '../shared/bytes.ts';
import type { Bytes } from '../shared/bytes.ts';
import { GlanceError } from '../shared/errors.ts';
import type { Progress } from '../shared/results.ts';
import { requireSupport } from '../shared/support.ts';
import { startCore } from './core.ts';
import type { CoreClassifier, GlanceCore } from './core.ts';
import { placeInHeap } from './memory.ts';
import type { StartRequest, Started } from './messages.ts';

/** Rejects with asset/*, backend/*, model/*, infer/*, memory/exhausted. */
export async function start(
  { wasm, model, sharedMemory, choice, options }: StartRequest,
  onProgress: (progress: Progress) => void,
): Promise<{ core: GlanceCore; classifier: CoreClassifier; started: Started }> {
  requireSupport();
  const { threads } = choice;
  const readModel = async () => {
    const bytes = await checkedBytes(model, onProgress);
    onProgress({ status: 'starting', file: model.name, loaded: bytes.length, total: bytes.length });
    return bytes;
  };
  const readCore = async () => {
    const bytes = await checkedBytes(wasm, onProgress);
    return { wasmBytes: bytes, core: await startCore(bytes, { sharedMemory, threads }) };
  };
  // The core is ready long before the weights are.
  const [{ wasmBytes, core }, modelBytes] = await Promise.all([readCore(), readModel()]);
  const backend = { version: core.version(), ...choice };
  const classifier = loadModel(core, modelBytes, { threads, ...options });
  const sha256 = model.sha256 ?? (await sha256Hex(modelBytes));
  const { taught, ...described } = classifier.describe();
  const labels = classifier.labels();
  const description = {
    ...described,
    languages: Object.keys(labels),
    sha256,
    byteLength: modelBytes.length,
  };
  const kept = { wasm: wasmBytes.buffer, model: modelBytes.buffer };
  return {
    core,
    classifier,
    started: {
      backend,
      model: description,
      names: namesOf(labels, taught),
      groups: classifier.groups(),
      kept,
    },
  };
}

// A label is shown up to its first comma, as the core shows it; what a person taught has its commas.
function namesOf(labels: Record<string, string[]>, taught: boolean): Started['names'] {
  const namesIn = (label: string) => (taught ? [label] : label.split(/,\s*/));
  return Object.fromEntries(
    Object.entries(labels).map(([language, list]) => [language, list.map(namesIn)]),
  );
}

function loadModel(
  core: GlanceCore,
  bytes: Bytes,
  options: StartRequest['options'] & { threads: number },
): CoreClassifier {
  const loaded = core.loadModel(placeInHeap(core, bytes), bytes.length, options);
  if (!loaded.ok) throw new GlanceError(loaded.code, loaded.message);
  return loaded.classifier;
}
