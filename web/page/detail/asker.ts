// Asks the classifier about the picture that is looked at closely. One call is under way at most, and none waits: when it
// has ended, the question of that moment is asked, so that a box may be moved as fast as one likes.
import { failureOf } from '../models/failure.ts';
import { inEveryLanguage } from '../strings/in_every_language.ts';
import { isSameQuestion, pictureOf, questionOf } from '../state/detail.ts';

const labelCount = 10;
const pauseBeforeTellingMs = 700; // no key or pointer for so long: now a screen reader may speak

/**
 * @param {{ state: import('../state/state.ts').State, dispatch: (event: object) => void }} store
 * @param {() => import('../../library/glance.ts').Classifier | null} classifierNow null while it is not ready
 */
export function createAsker(store, classifierNow) {
  let call = null; // { question, controller, ended }
  let timer;

  function run() {
    clearTimeout(timer);
    const question = questionOf(store.state);
    if (call && isAboutAnother(call.question, question)) call.controller.abort();
    const classifier = classifierNow();
    if (call || !classifier || !question) return;
    if (isSameQuestion(store.state.detail.asked, question))
      timer = setTimeout(tell, pauseBeforeTellingMs);
    else begin(classifier, question);
  }

  function begin(classifier, question) {
    const controller = new AbortController();
    call = { question, controller };
    call.ended = look(classifier, question, controller.signal);
  }

  async function look(classifier, question, signal) {
    const event = await lookAt(classifier, pictureOf(store.state), question, signal);
    call = null;
    if (!signal.aborted) store.dispatch(event);
    run();
  }

  function tell() {
    store.dispatch({ type: 'lookTold' });
  }

  return {
    /** Asks what is to be asked by now, if anything. To be called when the state has changed. */
    run,
    /** Resolves when no call is under way: its classifier is then no longer needed. */
    settled: async () => call?.ended,
  };
}

// An answer about an earlier box of the same picture is still worth showing; about another picture it is not.
function isAboutAnother(asked, question) {
  return asked.id !== question?.id || asked.model !== question.model;
}

async function lookAt(classifier, { file }, question, signal) {
  const { fit, region, heat } = question;
  try {
    const options = {
      topK: labelCount,
      fit,
      heatmap: heat,
      view: true,
      signal,
      ...(region && { region }),
    };
    const { predictions, ...result } = await classifier.classify(file, options);
    return {
      type: 'looked',
      question,
      result: { ...result, predictions: inEveryLanguage(predictions, classifier) },
    };
  } catch (error) {
    return { type: 'lookRefused', question, failure: failureOf(error) };
  }
}
