// Starts the core: reads and checks wasm and weights, compiles the one and loads the other into it.
import { checkedBytes } from '../shared/asset_bytes.ts';
import type { Source } from '../shared/asset_bytes.ts';
import { sha256Hex } from '../shared/bytes.ts';
import type { Bytes } from '../shared/bytes.ts';
import { GlanceError } from '../shared/errors.ts';
import type { Progress } from '../shared/results.ts';
import { requireSupport } from '../shared/support.ts';
import { startCore } from './core.ts';
import type { CoreClassifier, GlanceCore } from './core.ts';
import { placeInHeap } from './memory.ts';
import type { PrepareRequest, StartRequest, Started } from './messages.ts';

type OnProgress = (progress: Progress) => void;
type Core = Awaited<ReturnType<typeof startCore>>;

// What is being read before the start, by what it will be asked for as.
const prepared = new Map<string, (onProgress: OnProgress) => Promise<unknown>>();

const coreKey = ({ sha256 }: Source, threads: number) => `core ${sha256} ${threads}`;
const modelKey = ({ sha256 }: Source) => `model ${sha256}`;

/** Begins to read a file. A failure is told by the start that needs it. */
export function prepare(request: PrepareRequest): void {
  const { source } = request;
  if (request.type === 'prepareModel')
    return void prepared.set(
      modelKey(source),
      followed((onProgress) => checkedBytes(source, onProgress)),
    );
  const { threads } = request;
  const read = async (onProgress: OnProgress) => {
    requireSupport();
    return startCore(source, request, onProgress);
  };
  prepared.set(coreKey(source, threads), followed(read));
}

// Begins to read. Who listens later is told how far it is.
function followed<Value>(
  read: (onProgress: OnProgress) => Promise<Value>,
): (onProgress: OnProgress) => Promise<Value> {
  let listener: OnProgress = () => {};
  let latest: Progress | undefined;
  const reading = read((progress) => {
    latest = progress;
    listener(progress);
  });
  reading.catch(() => {}); // told when it is awaited
  return (onProgress) => {
    listener = onProgress;
    if (latest) onProgress(latest);
    return reading;
  };
}

// What was prepared, or else `read` now.
function take<Value>(
  key: string,
  read: (onProgress: OnProgress) => Promise<Value>,
  onProgress: OnProgress,
): Promise<Value> {
  const reading = prepared.get(key) as ((onProgress: OnProgress) => Promise<Value>) | undefined;
  prepared.delete(key);
  return (reading ?? read)(onProgress);
}

/** Rejects with asset/*, backend/*, model/*, infer/*, memory/exhausted. */
export async function start(
  { wasm, model, sharedMemory, choice, options }: StartRequest,
  onProgress: OnProgress,
): Promise<{ core: GlanceCore; classifier: CoreClassifier; started: Started }> {
  requireSupport();
  const { threads } = choice;
  const readModel = async () => {
    const read = (listener: OnProgress) => checkedBytes(model, listener);
    const bytes = await take(modelKey(model), read, onProgress);
    onProgress({ status: 'starting', file: model.name, loaded: bytes.length, total: bytes.length });
    return bytes;
  };
  const readCore = (): Promise<Core> => {
    const read = (listener: OnProgress) => startCore(wasm, { sharedMemory, threads }, listener);
    return take(coreKey(wasm, threads), read, onProgress);
  };
  // The core is ready long before the weights are.
  const reading = Promise.all([readCore(), readModel()]);
  prepared.clear(); // what nobody asked for
  const [{ bytes: wasmBytes, core }, modelBytes] = await reading;
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
