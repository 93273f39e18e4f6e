// Has the pictures looked at, one after the other, and says what came of each. It knows the classifier and the state,
// not the document.
import { failureOf } from './failure.js';
import { languages } from './language.js';
import { nextPicture } from './state.js';

/**
 * @param {{ state: import('./state.js').State, dispatch: (event: object) => void }} store
 * @param {() => import('../glance.js').Classifier | null} classifierNow null while it is not ready
 */
export function createRunner(store, classifierNow) {
  let current = null;

  async function run() {
    const classifier = classifierNow();
    const picture = nextPicture(store.state);
    if (current || !classifier || !picture) return;
    current = { id: picture.id, controller: new AbortController() };
    current.look = look(classifier, picture, current.controller.signal);
    await current.look;
    current = null;
    run();
  }

  async function look(classifier, picture, signal) {
    store.dispatch({ type: 'started', id: picture.id });
    store.dispatch(await lookAt(classifier, picture, store.state.model, signal));
  }

  return {
    /** Starts with the next waiting picture, unless one is being looked at already. */
    run,
    /** Gives up the picture that is being looked at: whichever it is, or only when it is `id`. */
    stop(id = current?.id) {
      if (current?.id === id) current?.controller.abort();
    },
    /** Resolves when the look that is under way, if any, has ended: its classifier is then no longer needed. */
    settled: () => Promise.resolve(current?.look),
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
