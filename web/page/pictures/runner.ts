// Has the pictures looked at, in the order in which they came and as many at once as there are workers, and says what came
// of each. It knows the classifier and the state, not the document.
import { failureOf } from '../state/state.ts';
import { withLabels } from '../state/answer.ts';
import { nextPicture } from '../state/pictures.ts';

const labelCount = 10; // the most that the settings let one see

/**
 * @param {{ state: import('../state/state.ts').State, dispatch: (event: object) => void }} store
 * @param {() => import('../../library/glance.ts').Classifier | null} classifierNow null while it is not ready
 */
export function createRunner(store, classifierNow) {
  const looks = new Set(); // the picture's id, what ends the look, and when it has ended

  function run() {
    const classifier = classifierNow();
    while (classifier && looks.size < classifier.workers) {
      const picture = nextPicture(store.state);
      if (!picture) return;
      begin(classifier, picture);
    }
  }

  function begin(classifier, picture) {
    const controller = new AbortController();
    store.dispatch({ type: 'started', id: picture.id });
    const look = { id: picture.id, controller };
    look.ended = follow(look, lookAt(classifier, picture, store.state.model, controller.signal));
    looks.add(look);
  }

  // What was given up may be looked at again already: the late answer is not for that.
  async function follow(look, outcome) {
    const event = await outcome;
    looks.delete(look);
    if (!look.controller.signal.aborted) store.dispatch({ ...event, atMs: performance.now() });
    run();
  }

  return {
    /** Starts with the next waiting pictures, unless enough are being looked at already. */
    run,
    /** Gives up the picture `id` when it is being looked at; without an `id`, every one. */
    stop(id) {
      for (const look of looks) if (id === undefined || look.id === id) look.controller.abort();
    },
    /** Resolves when the looks that are under way have ended: their classifier is then no longer needed. */
    settled: () => Promise.all([...looks].map(({ ended }) => ended)),
  };
}

async function lookAt(
  classifier,
  { id, file },
  { name, sha256, preprocessing, inputWidth, inputHeight },
  signal,
) {
  try {
    const result = await classifier.classify(file, { topK: labelCount, signal });
    const predictions = withLabels(result.predictions, classifier);
    const model = { name, sha256, preprocessing, inputWidth, inputHeight };
    return { type: 'answered', id, result: { ...result, predictions, model } };
  } catch (error) {
    return { type: 'refused', id, failure: failureOf(error) };
  }
}
