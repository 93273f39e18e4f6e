// Classifies what the camera shows, frame after frame: always the newest frame, never two at once. Only a few answers a second
// are shown, because faster changes cannot be read.
import type { Classifier, Picture } from '../../library/types.ts';
import { recognised, type WordSource } from '../state/predictions.ts';
import { failureOf, type Recognised } from '../state/state.ts';
import type { Store } from '../store.ts';

const showEveryMs = 150;
const retryAfterMs = 200;
const mostLabels = 5;

export interface Live {
  start(): void;
  stop(): void;
}

type LiveClassifier = Pick<Classifier, 'classify'> & WordSource;

interface LiveParts {
  readonly store: Store;
  readonly classifierNow: () => LiveClassifier | null;
  readonly stage: {
    /** The video element. */
    readonly video: Picture;
    /** Resolves when there is a new frame and the page is visible. */
    nextFrame(): Promise<void>;
  };
  /** In ms. */
  readonly now?: () => number;
}

export function createLive({
  store,
  classifierNow,
  stage,
  now = () => performance.now(),
}: LiveParts): Live {
  let current: AbortController | null = null;

  async function loop(run: AbortController): Promise<void> {
    const show = createPresenter(store, now);
    while (current === run) {
      await stage.nextFrame();
      if (current !== run) return;
      const classifier = classifierNow();
      if (classifier) await classifyFrame(classifier, run.signal, show);
      else await delay(retryAfterMs);
    }
  }

  // A frame that fails is skipped. A closed classifier was replaced by another one, which takes the next frame at once.
  async function classifyFrame(
    classifier: LiveClassifier,
    signal: AbortSignal,
    show: (result: Recognised) => void,
  ): Promise<void> {
    try {
      const { topK, level } = store.state.settings;
      const options = { topK: Math.min(mostLabels, topK), level, signal };
      const result = await classifier.classify(stage.video, options);
      if (!signal.aborted) show(recognised(result, classifier));
    } catch (error) {
      if (!signal.aborted && failureOf(error).code !== 'call/closed') await delay(retryAfterMs);
    }
  }

  return {
    start() {
      current?.abort();
      current = new AbortController();
      void loop(current);
    },
    stop() {
      current?.abort();
      current = null;
    },
  };
}

function createPresenter(store: Store, now: () => number) {
  const rate = createRateMeter();
  let shownAtMs = -Infinity;
  return (result: Recognised) => {
    const framesPerSecond = rate(now());
    if (framesPerSecond !== null) store.dispatch({ type: 'cameraRateMeasured', framesPerSecond });
    if (now() - shownAtMs < showEveryMs) return;
    shownAtMs = now();
    store.dispatch({ type: 'cameraAnswered', result });
  };
}

const rateOverMs = 2000;
const rateEveryMs = 500;

/**
 * Measures frames per second over the last two seconds.
 * @returns takes the time of each frame; gives the rate twice a second, otherwise null
 */
export function createRateMeter(): (atMs: number) => number | null {
  let timesMs: number[] = [];
  let shownAtMs: number | null = null;
  return (atMs) => {
    timesMs = [...timesMs.filter((each) => atMs - each <= rateOverMs), atMs];
    const [firstMs = atMs] = timesMs;
    shownAtMs ??= atMs;
    if (timesMs.length < 2 || atMs - shownAtMs < rateEveryMs) return null;
    shownAtMs = atMs;
    return ((timesMs.length - 1) * 1000) / (atMs - firstMs);
  };
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
