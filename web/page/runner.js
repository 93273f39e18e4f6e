// Has the pictures looked at, in the order in which they came and as many at once as there are workers, and says what came
// of each. It knows the classifier and the state, not the document.
import { failureOf } from './failure.js';
import { languages } from './language.js';
import { nextPicture } from './state.js';

/**
 * @param {{ state: import('./state.js').State, dispatch: (event: object) => void }} store
 * @param {() => import('../glance.js').Classifier | null} classifierNow null while it is not ready
 */
export function createRunner(store, classifierNow) {
  const looks = new Map(); // id of a picture -> what ends its look, and when it has ended

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
    const ended = look(classifier, picture, controller.signal);
    looks.set(picture.id, { controller, ended });
  }

  async function look(classifier, picture, signal) {
    store.dispatch(await lookAt(classifier, picture, store.state.model, signal));
    looks.delete(picture.id);
    run();
  }

  return {
    /** Starts with the next waiting pictures, unless enough are being looked at already. */
    run,
    /** Gives up the picture `id` when it is being looked at; without an `id`, every one. */
    stop(id) {
      for (const [each, { controller }] of looks) if (id === undefined || each === id) controller.abort();
    },
    /** Resolves when the looks that are under way have ended: their classifier is then no longer needed. */
    settled: () => Promise.all([...looks.values()].map(({ ended }) => ended)),
  };
}

async function lookAt(classifier, { id, file }, { name, sha256 }, signal) {
  try {
    const result = await classifier.classify(file, { topK: 5, signal });
    const predictions = result.predictions.map(inEveryLanguage(classifier));
    return { type: 'answered', id, result: { ...result, predictions, model: { name, sha256 } } };
  } catch (error) {
    return { type: 'refused', id, failure: failureOf(error) };
  }
}

// So that a change of language needs no second look.
function inEveryLanguage(classifier) {
  return ({ index, score }) => {
    const labels = Object.keys(languages).map((language) => [language, classifier.labelOf(index, language)]);
    return { index, score, labels: Object.fromEntries(labels) };
  };
}
