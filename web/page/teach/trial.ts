// `Try it`: what was taught says what a picture shows, by the weight file that would be saved.
import type { Classifier, Picture } from '../../library/types.ts';
import { recognised } from '../state/predictions.ts';
import { failureOf, type Recognised } from '../state/state.ts';
import type { Host } from './door.ts';
import { thumbnailOf } from './reader.ts';
import type { Learned } from './state.ts';
import type { RoomStore } from './store.ts';

const mostLabels = 5;

export interface Trier {
  /** Tries a picture, and shows what comes out. */
  show(file: File): Promise<void>;
  /** What a picture shows; null before the first lesson. Rejects as Classifier.classify does. */
  ask(picture: Picture, signal: AbortSignal): Promise<Recognised | null>;
  release(): void;
}

export function createTrier(store: RoomStore, host: Host): Trier {
  let current: { learned: Learned; classifier: Promise<Classifier> } | null = null;
  let latest: File | null = null;

  // What was learned last, started when it is asked for.
  function classifierNow(): Promise<Classifier> | null {
    const { learned } = store.state;
    if (!learned) return null;
    if (current?.learned === learned) return current.classifier;
    release();
    const classifier = host.start(new Blob([learned.weights]), { workers: 1 });
    current = { learned, classifier };
    return classifier;
  }

  function release(): void {
    current?.classifier.then(
      (each) => each.close(),
      () => {},
    );
    current = null;
  }

  async function ask(picture: Picture, signal: AbortSignal): Promise<Recognised | null> {
    const classifier = await classifierNow();
    if (!classifier) return null;
    const result = await classifier.classify(picture, { topK: mostLabels, signal });
    return recognised(result, classifier);
  }

  store.follow((state, before) => {
    if (state.learned === before.learned) return;
    if (!state.learned) release();
    if (latest && state.learned && state.trial) void show(latest);
  });

  async function show(file: File): Promise<void> {
    latest = file;
    const { name } = file;
    try {
      const classifier = await classifierNow();
      if (!classifier) return;
      const result = await classifier.classify(file, { topK: mostLabels, view: true });
      const thumbnail = await thumbnailOf(result.view!);
      const trial = { name, thumbnail, result: recognised(result, classifier), failure: null };
      if (latest === file) store.dispatch({ type: 'tried', trial });
    } catch (error) {
      const failure = failureOf(error);
      if (latest !== file || failure.code === 'call/closed') return;
      store.dispatch({ type: 'tried', trial: { name, thumbnail: null, result: null, failure } });
    }
  }

  return { show, ask, release };
}
