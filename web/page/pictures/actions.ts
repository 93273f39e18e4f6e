// The queue of pictures that are to be classified, and what people do with pictures.
import type { Classifier } from '../../library/types.ts';
import type { PictureActions } from '../actions.ts';
import { recognised, type WordSource } from '../state/predictions.ts';
import type { PictureEvent } from '../state/events.ts';
import { nextPicture, picturesAtOtherLevel } from '../state/pictures.ts';
import { failureOf, type AnsweringModel, type Picture } from '../state/state.ts';
import type { Store } from '../store.ts';

const labelCount = 10; // the most that the settings allow to be shown
const mostRelevelled = 200; // more pictures than these are classified again only when somebody asks for it
const levelSettlesMs = 300; // a slider is moved through many values

type QueueClassifier = Pick<Classifier, 'classify' | 'workers'> & WordSource;

interface Call {
  /** Of the picture. */
  readonly id: number;
  readonly controller: AbortController;
}

export interface PictureQueue {
  /** Starts with the next waiting pictures, unless as many calls are running as there are workers. */
  run(): void;
  /** Cancels the call for one picture; without an `id`, every call. */
  cancel(id?: number): void;
  /** Resolves when the running calls have ended: their classifier is then no longer needed. */
  settled(): Promise<void>;
}

/**
 * Classifies pictures in the order in which they were added, as many at once as there are workers.
 * @param classifierNow null while it is not ready
 */
export function createPictureQueue(
  store: Store,
  classifierNow: () => QueueClassifier | null,
): PictureQueue {
  const calls = new Map<Call, Promise<void>>(); // running calls, and when each has ended

  function run(): void {
    const classifier = classifierNow();
    const { model } = store.state;
    if (!classifier || !model) return;
    while (calls.size < classifier.workers) {
      const picture = nextPicture(store.state);
      if (!picture) return;
      begin(classifier, picture, model);
    }
  }

  function begin(classifier: QueueClassifier, picture: Picture, model: AnsweringModel): void {
    const controller = new AbortController();
    store.dispatch({ type: 'started', id: picture.id });
    const { level } = store.state.settings;
    const answer = classify(classifier, picture, model, { level, signal: controller.signal });
    const call = { id: picture.id, controller };
    calls.set(call, finish(call, answer));
  }

  // A cancelled picture may already be queued again. Drop the old answer: it belongs to the cancelled call.
  async function finish(call: Call, answer: Promise<PictureEvent>): Promise<void> {
    const event = await answer;
    calls.delete(call);
    if (!call.controller.signal.aborted) store.dispatch(event);
    run();
  }

  return {
    run,
    cancel(id) {
      for (const call of calls.keys())
        if (id === undefined || call.id === id) call.controller.abort();
    },
    async settled() {
      await Promise.all(calls.values());
    },
  };
}

async function classify(
  classifier: QueueClassifier,
  { id, file }: Picture,
  { name, sha256, preprocessing, inputWidth, inputHeight }: AnsweringModel,
  options: { readonly level: number; readonly signal: AbortSignal },
): Promise<PictureEvent> {
  const model = { name, sha256, preprocessing, inputWidth, inputHeight };
  try {
    const result = await classifier.classify(file, {
      topK: labelCount,
      lookAgain: true,
      ...options,
    });
    const words = recognised(result, classifier);
    const atMs = performance.now();
    return { type: 'answered', id, result: { ...result, ...words, model }, atMs };
  } catch (error) {
    return { type: 'refused', id, failure: failureOf(error), atMs: performance.now() };
  }
}

/**
 * Has pictures classified again that were answered at another level, when it has settled and they are few.
 * @returns to be called when the level may have changed
 */
export function createReleveller(store: Store, queue: Pick<PictureQueue, 'run'>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const { length } = picturesAtOtherLevel(store.state);
      if (length === 0 || length > mostRelevelled) return;
      store.dispatch({ type: 'levelRetried' });
      queue.run();
    }, levelSettlesMs);
  };
}

export function pictureActions(store: Store, queue: PictureQueue): Omit<PictureActions, 'correct'> {
  function classifyAgain(event: PictureEvent): void {
    store.dispatch(event);
    queue.run();
  }
  return {
    remove(id) {
      queue.cancel(id);
      store.dispatch({ type: 'removed', id });
    },
    cancel() {
      store.dispatch({ type: 'cancelled' });
      queue.cancel();
    },
    clear: () => store.dispatch({ type: 'cleared' }),
    again: () => classifyAgain({ type: 'staleRetried' }),
    retryMany: () => classifyAgain({ type: 'retried' }),
    retryOne: (id) => classifyAgain({ type: 'retried', id }),
  };
}
