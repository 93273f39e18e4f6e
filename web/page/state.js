// Everything that the page shows, as one frozen value, and the only function that makes the next one. Pure: no document,
// no clock, no randomness.

/**
 * @typedef {'waiting' | 'running' | 'done' | 'failed' | 'cancelled'} PictureStatus
 * @typedef {{ code: string, message: string }} Failure
 * @typedef {{ id: number, name: string, file: Blob, preview: string, batch: number, status: PictureStatus,
 *   result: Answer | null, failure: Failure | null }} Picture
 * @typedef {{ width: number, height: number, timings: object, notes: { code: string, message: string }[],
 *   predictions: { index: number, score: number, labels: Record<string, string> }[] }} Answer
 * @typedef {{ language: 'en' | 'zh', progress: { loaded: number, total: number }, model: object | null,
 *   backend: object | null, failure: Failure | null, pictures: readonly Picture[], batch: number,
 *   dragging: boolean }} State
 */

/** @param {'en' | 'zh'} language @param {number} totalBytes to load @returns {State} */
export function initialState(language, totalBytes) {
  return Object.freeze({
    language,
    progress: Object.freeze({ loaded: 0, total: totalBytes }),
    model: null,
    backend: null,
    failure: null,
    pictures: Object.freeze([]),
    batch: 0,
    dragging: false,
  });
}

/**
 * @param {State} state
 * @param {{ type: string }} event one of those below; an unknown one is a mistake in the program
 * @returns {State} `state` itself when nothing changes
 */
export function reduce(state, event) {
  if (!Object.hasOwn(reducers, event.type)) throw new Error(`unknown event '${event.type}'`);
  const changes = reducers[event.type](state, event);
  return changes ? Object.freeze({ ...state, ...changes }) : state;
}

const reducers = {
  progressed: (_state, { loaded, total }) => ({ progress: Object.freeze({ loaded, total }) }),
  loaded: (_state, { model }) => ({ model, failure: null }),
  loadFailed: (_state, { failure }) => ({ failure }),
  loadRetried: ({ progress }) => ({ failure: null, progress: Object.freeze({ loaded: 0, total: progress.total }) }),
  languageChosen: (state, { language }) => (language === state.language ? null : { language }),
  dragged: (state, { over }) => (over === state.dragging ? null : { dragging: over }),
  added,
  started: (state, { id }) => change(state, id, ['waiting'], { status: 'running' }),
  answered: (state, { id, result }) => ({
    ...change(state, id, ['running'], { status: 'done', result }),
    backend: result.backend,
  }),
  refused: (state, { id, failure }) => change(state, id, ['running'], { status: 'failed', failure }),
  cancelled,
  removed: (state, { id }) => keep(state, (picture) => picture.id !== id),
  cleared: (state) => keep(state, isUnsettled),
};

// The newest pictures come first, those that came together stay in their order. Pictures that come while others are
// waiting belong to the same batch: its count grows.
function added(state, { pictures }) {
  const batch = isBusy(state) ? state.batch : state.batch + 1;
  const unseen = { batch, status: 'waiting', result: null, failure: null };
  const fresh = pictures.map((picture) => Object.freeze({ ...picture, ...unseen }));
  return { batch, pictures: Object.freeze([...fresh, ...state.pictures]) };
}

function cancelled(state) {
  const pictures = state.pictures.map((picture) =>
    isUnsettled(picture) ? Object.freeze({ ...picture, status: 'cancelled' }) : picture);
  return { pictures: Object.freeze(pictures) };
}

// An answer for a picture that was removed or cancelled meanwhile changes nothing.
function change(state, id, from, changes) {
  if (!state.pictures.some((picture) => picture.id === id && from.includes(picture.status))) return null;
  const pictures = state.pictures.map((picture) =>
    picture.id === id ? Object.freeze({ ...picture, ...changes }) : picture);
  return { pictures: Object.freeze(pictures) };
}

function keep(state, wanted) {
  const pictures = state.pictures.filter(wanted);
  return pictures.length === state.pictures.length ? null : { pictures: Object.freeze(pictures) };
}

function isUnsettled({ status }) {
  return status === 'waiting' || status === 'running';
}

/** @param {State} state @returns {boolean} whether a picture still has no answer */
export function isBusy(state) {
  return state.pictures.some(isUnsettled);
}

/** @param {State} state @returns {'loading' | 'ready' | 'busy' | 'error'} what <html data-state> says */
export function phaseOf(state) {
  if (state.failure) return 'error';
  if (!state.model) return 'loading';
  return isBusy(state) ? 'busy' : 'ready';
}

/** @param {State} state @returns {{ settled: number, total: number }} of the pictures that came last */
export function batchOf(state) {
  const batch = state.pictures.filter((picture) => picture.batch === state.batch);
  return { settled: batch.filter((picture) => !isUnsettled(picture)).length, total: batch.length };
}

/** @param {State} state @returns {Picture | undefined} whose turn it is: pictures are answered in the order they came */
export function nextPicture(state) {
  const waiting = state.pictures.filter((picture) => picture.status === 'waiting');
  return waiting.reduce((first, picture) => (first && first.id < picture.id ? first : picture), undefined);
}
