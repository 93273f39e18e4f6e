// What happens to pictures: they come, wait for their turn, are answered, and go.
import { paceAfter } from './pace.ts';
import { manyAtOnce } from './table.ts';

/**
 * @typedef {'waiting' | 'running' | 'done' | 'failed' | 'cancelled'} PictureStatus
 * @typedef {{ id: number, name: string, file: Blob, batch: number, status: PictureStatus, held: boolean,
 *   askedOf: string | null, askedAt: string | null, result: Answer | null, failure: import('./state.ts').Failure | null }} Picture `held` while
 *   it waits for the model that is arriving; `askedOf` is the SHA-256 of the model that looked at it, `askedAt` its input size
 * @typedef {{ width: number, height: number, timings: object, notes: { code: string, message: string }[],
 *   model: { name: string, sha256: string, preprocessing: object, inputWidth: number, inputHeight: number },
 *   predictions: { index: number, score: number, labels: Record<string, string> }[] }} Answer
 */

const unseen = Object.freeze({
  status: 'waiting',
  askedOf: null,
  askedAt: null,
  result: null,
  failure: null,
});

export const pictureReducers = {
  added,
  started: (state, { id }) =>
    change(state, id, ['waiting'], {
      status: 'running',
      askedOf: state.model?.sha256 ?? null,
      askedAt: sizeOf(state.model),
    }),
  answered: (state, { id, result, atMs }) => ({
    ...settle(state, id, { status: 'done', result }, atMs),
    backend: result.backend,
  }),
  refused: (state, { id, failure, atMs }) => settle(state, id, { status: 'failed', failure }, atMs),
  cancelled: (state) => changeAll(state, isUnsettled, { status: 'cancelled' }),
  askedAgain: (state) => lookAgain(state, mayDiffer(state)),
  retried: (state, { id }) =>
    lookAgain(
      state,
      id === undefined ? mayWorkNow : (picture) => picture.id === id && isWithout(picture),
    ),
  removed: (state, { id }) => keep(state, (picture) => picture.id !== id),
  cleared: (state) => keep(state, isUnsettled),
};

// The newest pictures come first, those that came together stay in their order. Pictures that come while others are
// waiting belong to the same batch: its count grows.
function added(state, { pictures, held = false }) {
  const batch = isBusy(state) ? state.batch : state.batch + 1;
  const fresh = pictures.map((picture) => Object.freeze({ ...picture, ...unseen, batch, held }));
  const cameMany = fresh.length > manyAtOnce || (state.cameMany && state.pictures.length > 0);
  return { batch, cameMany, pictures: Object.freeze([...fresh, ...state.pictures]) };
}

// They join those that are still being looked at.
function lookAgain(state, concerned) {
  if (!state.pictures.some(concerned)) return null;
  const batch = isBusy(state) ? state.batch : state.batch + 1;
  return { batch, ...changeAll(state, concerned, { ...unseen, batch }) };
}

function settle(state, id, outcome, atMs) {
  const changes = change(state, id, ['running'], outcome);
  if (!changes) return null;
  const { settled, total } = batchOf({ ...state, ...changes });
  return {
    ...changes,
    pace: paceAfter(state.pace, { batch: state.batch, remaining: total - settled, atMs }),
  };
}

// An answer for a picture that was removed or cancelled meanwhile changes nothing.
function change(state, id, from, changes) {
  const concerned = (picture) => picture.id === id && from.includes(picture.status);
  return state.pictures.some(concerned) ? changeAll(state, concerned, changes) : null;
}

function changeAll(state, concerned, changes) {
  const pictures = state.pictures.map((picture) =>
    concerned(picture) ? Object.freeze({ ...picture, ...changes }) : picture,
  );
  return { pictures: Object.freeze(pictures) };
}

function keep(state, wanted) {
  const pictures = state.pictures.filter(wanted);
  return pictures.length === state.pictures.length ? null : { pictures: Object.freeze(pictures) };
}

/** The pictures that waited for a model need not any longer. @param {import('./state.ts').State} state */
export function letGo(state) {
  return changeAll(state, ({ held }) => held, { held: false });
}

function isWithout({ status }) {
  return status === 'failed' || status === 'cancelled';
}

// What went wrong with the program, not with the picture, may go well another time.
function mayWorkNow(picture) {
  return (
    isWithout(picture) &&
    (picture.status === 'cancelled' || /^(worker|memory|call)\//.test(picture.failure.code))
  );
}

function isUnsettled({ status }) {
  return status === 'waiting' || status === 'running';
}

function sizeOf(model) {
  return model ? `${model.inputWidth} × ${model.inputHeight}` : null;
}

// A file that cannot be read or decoded stays so; whatever else came of it was another model's word.
function mayDiffer({ model }) {
  const isOther = ({ askedOf, askedAt }) => askedOf !== model?.sha256 || askedAt !== sizeOf(model);
  return ({ status, failure, ...asked }) =>
    isOther(asked) &&
    (status === 'done' || (status === 'failed' && !/^(image|file)\//.test(failure.code)));
}

/** @param {import('./state.ts').State} state @returns {boolean} whether a picture still has no answer */
export function isBusy(state) {
  return state.pictures.some(isUnsettled);
}

/** @returns {{ settled: number, total: number }} of the pictures that came last */
export function batchOf(state) {
  const batch = state.pictures.filter((picture) => picture.batch === state.batch);
  return { settled: batch.filter((picture) => !isUnsettled(picture)).length, total: batch.length };
}

/** @returns {Picture[]} those that the model in use may see otherwise than the one that was asked */
export function againOf(state) {
  return state.pictures.filter(mayDiffer(state));
}

/** @returns {Picture[]} those without an answer that may get one when they are looked at again */
export function retryOf(state) {
  return state.pictures.filter(mayWorkNow);
}

/** @returns {Picture | undefined} whose turn it is: pictures are answered in the order they came */
export function nextPicture(state) {
  const waiting = state.pictures.filter(({ status, held }) => status === 'waiting' && !held);
  return waiting.reduce(
    (first, picture) => (first && first.id < picture.id ? first : picture),
    undefined,
  );
}
