// What people do in the detail dialog, and the requests to the classifier that follow from it.
import type { Classifier, ClassifyOptions } from '../../library/types.ts';
import type { DetailActions } from '../actions.ts';
import { recognised, type WordSource } from '../state/predictions.ts';
import { isSameRequest, pictureOf, requestOf } from '../state/detail.ts';
import type { DetailEvent } from '../state/events.ts';
import { failureOf, type DetailRequest } from '../state/state.ts';
import type { Store } from '../store.ts';

const labelCount = 10;
const announceAfterMs = 700; // without a key or pointer: then a screen reader may speak

type DetailClassifier = Pick<Classifier, 'classify'> & WordSource;

interface Call {
  readonly request: DetailRequest;
  readonly controller: AbortController;
  readonly ended: Promise<void>;
}

export interface DetailRequester {
  /** Sends the request of now, unless it is already answered. Call it whenever the state may have changed. */
  run(): void;
  /** Resolves when no call is running: its classifier is then no longer needed. */
  settled(): Promise<void>;
}

/**
 * Asks the classifier about the picture in the dialog. At most one call is running, and none waits in a queue: when a call has
 * ended, the request of that moment is sent. So the box can be moved as fast as one likes.
 * @param classifierNow null while it is not ready
 */
export function createDetailRequester(
  store: Store,
  classifierNow: () => DetailClassifier | null,
): DetailRequester {
  let call: Call | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function run(): void {
    clearTimeout(timer);
    const request = requestOf(store.state);
    if (call && concernsAnother(call.request, request)) call.controller.abort();
    const classifier = classifierNow();
    if (call || !classifier || !request) return;
    if (isSameRequest(store.state.detail?.answeredRequest ?? null, request))
      timer = setTimeout(() => store.dispatch({ type: 'detailAnnounced' }), announceAfterMs);
    else begin(classifier, request);
  }

  function begin(classifier: DetailClassifier, request: DetailRequest): void {
    const controller = new AbortController();
    call = { request, controller, ended: send(classifier, request, controller.signal) };
  }

  async function send(
    classifier: DetailClassifier,
    request: DetailRequest,
    signal: AbortSignal,
  ): Promise<void> {
    const event = await classify(store, classifier, request, signal);
    call = null;
    if (event && !signal.aborted) store.dispatch(event);
    run();
  }

  return { run, settled: async () => call?.ended };
}

// An answer about an earlier box of the same picture is still worth showing; about another picture it is not.
function concernsAnother(running: DetailRequest, wanted: DetailRequest | null): boolean {
  return running.id !== wanted?.id || running.model !== wanted.model;
}

async function classify(
  store: Store,
  classifier: DetailClassifier,
  request: DetailRequest,
  signal: AbortSignal,
): Promise<DetailEvent | null> {
  const { fit, region, heat } = request;
  const file = pictureOf(store.state)?.file;
  if (!file) return null;
  const { level } = store.state.settings;
  // A box says already where to look; one look keeps up with it while it is moved.
  const lookAgain = !region;
  const asked = { topK: labelCount, fit, heatmap: heat, view: true, lookAgain, level, signal };
  const options: ClassifyOptions = region ? { ...asked, region } : asked;
  try {
    const { view, ...result } = await classifier.classify(file, options);
    const words = recognised(result, classifier);
    return { type: 'detailAnswered', request, result: { ...result, ...words, view: view! } };
  } catch (error) {
    return { type: 'detailFailed', request, failure: failureOf(error) };
  }
}

export function detailActions(store: Store, requester: DetailRequester): DetailActions {
  function dispatch(event: DetailEvent): void {
    store.dispatch(event);
    requester.run();
  }
  return {
    look: (id) => dispatch({ type: 'detailOpened', id }),
    turn: (by) => dispatch({ type: 'detailTurned', by }),
    closeDetail: () => dispatch({ type: 'detailClosed' }),
    chooseFit: (fit) => dispatch({ type: 'fitChosen', fit }),
    chooseHeat: (heat) => dispatch({ type: 'heatChosen', heat }),
    chooseOpacity: (opacity) => dispatch({ type: 'opacityChosen', opacity }),
    moveBox: (box) => dispatch({ type: 'boxMoved', box }),
    resetBox: () => dispatch({ type: 'boxReset' }),
  };
}
