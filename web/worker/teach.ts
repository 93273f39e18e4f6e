// Teaching and testing by a module of its own, which is read when somebody first asks for it: embeddings into its heap, what it
// says as the library gives it out.
import createGlanceTeach from 'glance-teach';

import { checkedBytes } from '../shared/asset_bytes.ts';
import type { Source } from '../shared/asset_bytes.ts';
import { GlanceError } from '../shared/errors.ts';
import { instantiateFrom, runnable } from './core.ts';
import { placeInHeap } from './memory.ts';
import type { Heap } from './memory.ts';
import type {
  Evaluated,
  EvaluateRequest,
  Examples,
  Failure,
  Taught,
  TeachRequest,
} from './messages.ts';

/** What src/bindings/glance_teach.cc exports. Each call takes over both blocks: a weight file, and embeddings, float32, one a label. */
export interface GlanceTeach extends Heap {
  /**
   * `lesson` is the JSON of a Lesson whose doubts name a picture by its place; `weights` is the weight file.
   * @param fileAddress of the network that gave the embeddings
   */
  teach(
    fileAddress: number,
    fileByteCount: number,
    address: number,
    byteCount: number,
    labels: string[],
    options: TeachRequest['options'],
    onProgress: (share: number) => void,
  ): { ok: true; lesson: string; weights: Uint8Array<ArrayBuffer> } | Failure;
  /**
   * `evaluation` is the JSON of an Evaluation with `unknown`.
   * @param fileAddress of a file that `teach` wrote
   */
  evaluateTaught(
    fileAddress: number,
    fileByteCount: number,
    address: number,
    byteCount: number,
    labels: string[],
  ): { ok: true; evaluation: string } | Failure;
  /** Frees a block that no call took over. */
  release(address: number): void;
}

// The core tells how far it is after each of its steps, thousands of which may be done in a second.
const progressEveryMs = 50;

let started: GlanceTeach | undefined;

/** Rejects with asset/*, backend/refused, call/bad-argument, model/*, memory/exhausted. */
export async function teach(
  { program, base, examples, options }: TeachRequest,
  onProgress: (share: number) => void,
): Promise<Taught> {
  const module = await start(program);
  const blocks = placeBoth(module, new Uint8Array(base), examples);
  const answer = module.teach(...blocks, examples.labels, options, seldom(onProgress));
  if (!answer.ok) throw new GlanceError(answer.code, answer.message);
  const { lesson, weights } = answer;
  return { lesson: JSON.parse(lesson), weights, heapBytes: module.HEAPU8.length };
}

/** Rejects with asset/*, backend/refused, call/bad-argument, model/*, memory/exhausted. */
export async function evaluate({
  program,
  weights,
  examples,
}: EvaluateRequest): Promise<Evaluated> {
  const module = await start(program);
  const answer = module.evaluateTaught(...placeBoth(module, weights, examples), examples.labels);
  if (!answer.ok) throw new GlanceError(answer.code, answer.message);
  return { evaluation: JSON.parse(answer.evaluation), heapBytes: module.HEAPU8.length };
}

// The module of the first request serves all later ones.
async function start(program: Source): Promise<GlanceTeach> {
  return (started ??= await runnable(async () => {
    const wasm = await WebAssembly.compile(await checkedBytes(program, () => {}));
    return instantiateFrom(wasm, createGlanceTeach);
  }));
}

// The addresses and sizes of a weight file and of embeddings.
function placeBoth(
  module: GlanceTeach,
  file: Uint8Array,
  { embeddings }: Examples,
): [number, number, number, number] {
  const bytes = new Uint8Array(embeddings.buffer);
  const address = placeInHeap(module, bytes);
  try {
    return [placeInHeap(module, file), file.length, address, bytes.length];
  } catch (error) {
    module.release(address);
    throw error;
  }
}

// Passes the first share on, the last (1), and of those between one in a while.
function seldom(onProgress: (share: number) => void): (share: number) => void {
  let nextMs = 0;
  return (share) => {
    const nowMs = performance.now();
    if (share < 1 && nowMs < nextMs) return;
    nextMs = nowMs + progressEveryMs;
    onProgress(share);
  };
}
