// Teaching and testing through the core: embeddings into its heap, what it says as the library gives it out.
import { GlanceError } from '../shared/errors.ts';
import type { CoreClassifier, GlanceCore } from './core.ts';
import { placeInHeap } from './memory.ts';
import type { Evaluated, EvaluateRequest, Examples, Taught, TeachRequest } from './messages.ts';

// The core tells how far it is after each of its steps, thousands of which may be done in a second.
const progressEveryMs = 50;

/** Throws call/bad-argument, model/no-embedding, memory/exhausted. */
export function teach(
  { core, classifier }: { core: GlanceCore; classifier: CoreClassifier },
  { examples, options }: TeachRequest,
  onProgress: (share: number) => void,
): Taught {
  const [address, byteCount] = placeEmbeddings(core, examples);
  const report = seldom(onProgress);
  const answer = classifier.teach(address, byteCount, examples.labels, options, report);
  if (!answer.ok) throw new GlanceError(answer.code, answer.message);
  const { lesson, weights } = answer;
  return { lesson: JSON.parse(lesson), weights, heapBytes: core.HEAPU8.length };
}

/** Throws call/bad-argument, model/*, memory/exhausted. */
export function evaluate(
  { core }: { core: GlanceCore },
  { weights, examples }: EvaluateRequest,
): Evaluated {
  const [address, byteCount] = placeEmbeddings(core, examples);
  const file = placeOrRelease(core, weights, address);
  const { labels } = examples;
  const answer = core.evaluateTaught(file, weights.length, address, byteCount, labels);
  if (!answer.ok) throw new GlanceError(answer.code, answer.message);
  return { evaluation: JSON.parse(answer.evaluation), heapBytes: core.HEAPU8.length };
}

function placeEmbeddings(core: GlanceCore, { embeddings }: Examples): [number, number] {
  const bytes = new Uint8Array(embeddings.buffer);
  return [placeInHeap(core, bytes), bytes.length];
}

// Frees `other` when there is no memory for the bytes.
function placeOrRelease(core: GlanceCore, bytes: Uint8Array, other: number): number {
  try {
    return placeInHeap(core, bytes);
  } catch (error) {
    core.release(other);
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
