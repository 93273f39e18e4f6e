// Asks the classifier about the picture that is looked at closely. One call is under way at most, and none waits: when it
// has ended, the request of that moment is asked, so that a box may be moved as fast as one likes.
import { failureOf } from '../state/state.ts';
import { withLabels } from '../state/answer.ts';
import { isSameRequest, pictureOf, requestOf } from '../state/detail.ts';

const labelCount = 10;
const pauseBeforeTellingMs = 700; // no key or pointer for so long: now a screen reader may speak

/**
 * @param {{ state: import('../state/state.ts').State, dispatch: (event: object) => void }} store
 * @param {() => import('../../library/glance.ts').Classifier | null} classifierNow null while it is not ready
 */
export function createAsker(store, classifierNow) {
  let call = null; // { request, controller, ended }
  let timer;

  function run() {
    clearTimeout(timer);
    const request = requestOf(store.state);
    if (call && isAboutAnother(call.request, request)) call.controller.abort();
    const classifier = classifierNow();
    if (call || !classifier || !request) return;
    if (isSameRequest(store.state.detail.answeredRequest, request))
      timer = setTimeout(tell, pauseBeforeTellingMs);
    else begin(classifier, request);
  }

  function begin(classifier, request) {
    const controller = new AbortController();
    call = { request, controller };
    call.ended = look(classifier, request, controller.signal);
  }

  async function look(classifier, request, signal) {
    const event = await lookAt(classifier, pictureOf(store.state), request, signal);
    call = null;
    if (!signal.aborted) store.dispatch(event);
    run();
  }

  function tell() {
    store.dispatch({ type: 'detailAnnounced' });
  }

  return {
    /** Asks what is to be asked by now, if anything. To be called when the state has changed. */
    run,
    /** Resolves when no call is under way: its classifier is then no longer needed. */
    settled: async () => call?.ended,
  };
}

// An answer about an earlier box of the same picture is still worth showing; about another picture it is not.
function isAboutAnother(asked, request) {
  return asked.id !== request?.id || asked.model !== request.model;
}

async function lookAt(classifier, { file }, request, signal) {
  const { fit, region, heat } = request;
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
      type: 'detailAnswered',
      request,
      result: { ...result, predictions: withLabels(predictions, classifier) },
    };
  } catch (error) {
    return { type: 'detailFailed', request, failure: failureOf(error) };
  }
}
