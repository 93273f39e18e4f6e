// What the worker does once the core is ready and while nobody waits. It runs one inference, unless a picture came at once, so
// that the first picture is answered as fast as the later ones. Where several threads were chosen, it then measures whether
// they are faster than one: a thread whose processor is busy with something else holds up all others. Pictures may be
// answered between the steps.
import type { Backend } from '../shared/results.ts';
import { mayBeMeasured, withoutThreads } from './backend.ts';
import type { CoreClassifier, GlanceCore } from './core.ts';
import { allocate } from './memory.ts';

const pauseMs = 100;
const longestWaitMs = 3000;
const rounds = 3;

/** Finds time that no picture needs: a moment after the last one, or, when pictures never stop coming, between two. */
export class IdleTime {
  #lastPictureMs = performance.now();
  #pictureCount = 0;

  /** How many pictures were answered. */
  get pictureCount(): number {
    return this.#pictureCount;
  }

  /** To be called after each picture. */
  pictureAnswered(): void {
    this.#lastPictureMs = performance.now();
    ++this.#pictureCount;
  }

  /** Resolves when there is time; messages that wait already are answered first. */
  async begins(): Promise<void> {
    const latestMs = performance.now() + longestWaitMs;
    let leftMs = 0;
    do {
      await new Promise((resolve) => setTimeout(resolve, leftMs));
      leftMs = Math.min(this.#lastPictureMs + pauseMs, latestMs) - performance.now();
    } while (leftMs > 0);
  }
}

/** What a started worker runs on. `warmUp` may replace `classifier` and `backend`. */
export interface Running {
  readonly core: GlanceCore;
  classifier: CoreClassifier;
  backend: Backend;
  readonly idle: Pick<IdleTime, 'begins' | 'pictureCount'>;
}

export async function warmUp(running: Running): Promise<void> {
  await running.idle.begins();
  if (running.idle.pictureCount === 0) inferenceMs(running.core, running.classifier);
  if (!mayBeMeasured(running.backend)) return;
  await running.idle.begins();
  const single = running.classifier.withThreads(1);
  if (!single.ok) return; // too little memory for a second network: keep the threads
  const faster = await isFaster(running, single.classifier);
  (faster ? running : single).classifier.delete();
  if (!faster) return;
  running.classifier = single.classifier;
  running.backend = { ...running.backend, ...withoutThreads(running.backend, 'threads/slower') };
}

// Measures in turns and compares the best of each, so that what disturbs only once counts for neither.
async function isFaster(
  { core, classifier: several, idle }: Running,
  one: CoreClassifier,
): Promise<boolean> {
  let [oneMs, severalMs] = [Infinity, Infinity];
  for (let round = 0; round < rounds; ++round) {
    await idle.begins();
    oneMs = Math.min(oneMs, inferenceMs(core, one));
    await idle.begins();
    severalMs = Math.min(severalMs, inferenceMs(core, several));
  }
  return oneMs < severalMs;
}

// Milliseconds for the network alone, on a picture of one pixel.
function inferenceMs(core: GlanceCore, classifier: CoreClassifier): number {
  const answer = classifier.classifyRgba(allocate(core, 4), 1, 1, { topK: 1 });
  return answer.ok ? answer.timings.infer : Infinity;
}
