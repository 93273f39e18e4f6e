// Teaching and testing: embeddings into the heap of the module, what it says as the library gives it out.
import { GlanceError } from '../shared/errors.ts';
import type { Evaluated, EvaluateRequest, Examples, Taught, TeachRequest } from './messages.ts';
import { placeBoth, startModule } from './teach_module.ts';

// The core tells how far it is after each of its steps, thousands of which may be done in a second.
const progressEveryMs = 50;

/** Rejects with asset/*, backend/refused, call/bad-argument, model/*, memory/exhausted. */
export async function teach(
  { program, base, examples, options }: TeachRequest,
  onProgress: (share: number) => void,
): Promise<Taught> {
  const module = await startModule(program);
  const blocks = placeBoth(module, new Uint8Array(base), bytesOf(examples));
  drop(examples);
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
  const module = await startModule(program);
  const blocks = placeBoth(module, weights, bytesOf(examples));
  drop(examples);
  const answer = module.evaluateTaught(...blocks, examples.labels);
  if (!answer.ok) throw new GlanceError(answer.code, answer.message);
  return { evaluation: JSON.parse(answer.evaluation), heapBytes: module.HEAPU8.length };
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

function bytesOf({ embeddings }: Examples): Uint8Array {
  return new Uint8Array(embeddings.buffer);
}

// Frees what the worker was sent: the module has it in its heap. Where buffers have no `transfer` (before 2024), it stays until
// garbage is collected.
function drop({ embeddings }: Examples): void {
  const buffer: ArrayBuffer & { transfer?: (byteLength: number) => ArrayBuffer } =
    embeddings.buffer;
  buffer.transfer?.(0);
}
