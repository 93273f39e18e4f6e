// Looks at the camera's picture all the time: one frame after the other, always the newest, never two at once. Answers are
// told a few times a second, not every one: who reads them wants calm.
import { withLabels } from '../state/answer.ts';
import { createPace } from './pace.ts';

const tellEveryMs = 150;
const waitForModelMs = 200;
const mostLabels = 5;

/**
 * @param {object} parts
 * @param {{ state: import('../state/state.ts').State, dispatch: (event: object) => void }} parts.store
 * @param {() => import('../../library/glance.ts').Classifier | null} parts.classifierNow
 * @param {{ video: HTMLVideoElement, nextFrame: () => Promise<void> }} parts.stage `nextFrame` resolves when there is a frame
 *   to look at and somebody who sees it
 * @param {() => number} [parts.now] in ms
 */
export function createLive({ store, classifierNow, stage, now = () => performance.now() }) {
  let run = null;

  async function look(mine) {
    const tell = createTeller(store, now);
    while (run === mine) {
      await stage.nextFrame();
      const classifier = classifierNow();
      if (run === mine)
        await (classifier ? lookOnce(classifier, mine, tell) : later(waitForModelMs));
    }
  }

  async function lookOnce(classifier, { signal }, tell) {
    try {
      const topK = Math.min(mostLabels, store.state.settings.topK);
      const { predictions } = await classifier.classify(stage.video, { topK, signal });
      if (!signal.aborted) tell(withLabels(predictions, classifier));
    } catch (error) {
      if (!signal.aborted && error.code !== 'call/closed') await later(waitForModelMs); // a frame is soon forgotten
    }
  }

  return {
    start() {
      run?.abort();
      run = new AbortController();
      look(run);
    },
    stop() {
      run?.abort();
      run = null;
    },
  };
}

function createTeller(store, now) {
  const pace = createPace();
  let toldAtMs = -Infinity;
  return (predictions) => {
    const framesPerSecond = pace(now());
    if (framesPerSecond !== null) store.dispatch({ type: 'cameraRateMeasured', framesPerSecond });
    if (now() - toldAtMs < tellEveryMs) return;
    toldAtMs = now();
    store.dispatch({ type: 'cameraAnswered', predictions });
  };
}

function later(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
