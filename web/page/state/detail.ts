// Looking closer at one picture: how it is fitted, which part of it is looked at, for which label the heat map is drawn,
// and what the network last said to that.
import { isSameBox, isWhole } from '../detail/box.ts';
import { shownPredictions } from '../pictures/shown_predictions.ts';

/**
 * @typedef {'crop' | 'squash' | 'letterbox'} Fit
 * @typedef {import('../detail/box.ts').Box} Box
 * @typedef {{ id: number, model: string, fit: Fit, region: Box | null, heat: boolean | number }} Question
 * @typedef {import('./pictures.ts').Answer & { question: Question, seen: Box,
 *   view: { width: number, height: number, data: Uint8ClampedArray }, heatmap?: import('../../library/glance.ts').HeatMap }} Look
 * @typedef {{ id: number, fit: Fit, region: Box | null, heat: 'best' | number | null, opacity: number, look: Look | null,
 *   asked: Question | null, failure: import('./state.ts').Failure | null, told: Look | null }} Detail `region` null is the
 *   whole picture; `heat` is the label whose map is drawn, by its index; `asked` was answered last, by `look` or
 *   `failure`; `told` is what was said of it
 */

export const fits = Object.freeze(['crop', 'squash', 'letterbox']);
const firstOpacity = 0.6;

export const detailReducers = {
  detailOpened: (state, { id }) => (isDone(state, id) ? { detail: opened(id) } : null),
  detailClosed: ({ detail }) => detail && { detail: null },
  detailTurned,
  fitChosen: ({ detail }, { fit }) => changed(detail, { fit }),
  boxMoved: (state, { box }) =>
    changed(state.detail, { region: regionOf(box, state.detail?.region, pictureOf(state)) }),
  boxReset: ({ detail }) => changed(detail, { region: null }),
  heatChosen: ({ detail }, { heat }) => changed(detail, { heat }),
  opacityChosen: ({ detail }, { opacity }) => changed(detail, { opacity }),
  looked,
  lookRefused,
  lookTold: ({ detail }) => changed(detail, { told: detail?.look }),
};

function opened(id, kept = {}) {
  const choices = { fit: 'crop', region: null, heat: null, opacity: firstOpacity };
  return Object.freeze({
    ...choices,
    ...kept,
    id,
    look: null,
    asked: null,
    failure: null,
    told: null,
  });
}

function isDone({ pictures }, id) {
  return pictures.some((picture) => picture.id === id && picture.status === 'done');
}

function changed(detail, changes) {
  if (!detail || Object.entries(changes).every(([name, value]) => detail[name] === value))
    return null;
  return { detail: Object.freeze({ ...detail, ...changes }) };
}

// A box of the whole picture is none; one that is the same stays the same object.
function regionOf(box, last, picture) {
  if (!picture || isWhole(box, picture.result)) return null;
  return last && isSameBox(box, last) ? last : Object.freeze({ ...box });
}

// How one looked at the last picture, one looks at the next.
function detailTurned(state, { by }) {
  const { [by < 0 ? 'previous' : 'next']: id } = neighboursOf(state);
  if (id === undefined) return null;
  const { fit, opacity, heat } = state.detail;
  return { detail: opened(id, { fit, opacity, heat: heat === null ? null : 'best' }) };
}

// An answer that is about another picture or of another model is too late. One about an earlier box is shown: while a box
// is moved without a pause, every answer is.
function looked(state, { question, result }) {
  if (!concerns(state, question)) return null;
  const look = Object.freeze({ ...result, question });
  const labels = shownPredictions(look.predictions, state.settings);
  const { heat } = state.detail;
  const isLost = typeof heat === 'number' && !labels.some(({ index }) => index === heat);
  return changed(state.detail, {
    look,
    asked: question,
    failure: null,
    heat: isLost ? 'best' : heat,
  });
}

function lookRefused(state, { question, failure }) {
  if (!concerns(state, question)) return null;
  if (failure.code !== 'model/no-heat-map')
    return changed(state.detail, { asked: question, failure });
  return { unexplained: question.model, ...changed(state.detail, { heat: null }) };
}

function concerns({ detail, model }, question) {
  return Boolean(detail) && detail.id === question.id && model.sha256 === question.model;
}

/** @param {import('./state.ts').State} state @returns {import('./pictures.ts').Picture | undefined} the one looked at */
export function pictureOf({ detail, pictures }) {
  return detail
    ? pictures.find(({ id, status }) => id === detail.id && status === 'done')
    : undefined;
}

/** @returns {{ previous?: number, next?: number, position: number, count: number }} ids, in the order of the page */
export function neighboursOf({ detail, pictures }) {
  const ids = pictures.filter(({ status }) => status === 'done').map(({ id }) => id);
  const at = ids.indexOf(detail?.id);
  return {
    previous: ids[at - 1],
    next: at < 0 ? undefined : ids[at + 1],
    position: at + 1,
    count: ids.length,
  };
}

/** @returns {Question | null} what is to be asked, answered or not. The best label's map costs next to nothing. */
export function questionOf(state) {
  const { detail, model } = state;
  if (!model || !pictureOf(state)) return null;
  const { id, fit, region, heat } = detail;
  return {
    id,
    model: model.sha256,
    fit,
    region,
    heat: canExplain(state) && (typeof heat === 'number' ? heat : true),
  };
}

/** @param {Question | null} one @param {Question | null} other */
export function isSameQuestion(one, other) {
  return Boolean(one && other) && Object.keys(one).every((part) => one[part] === other[part]);
}

/** @returns {boolean} whether the model in use can say why */
export function canExplain({ model, unexplained }) {
  return model?.sha256 !== unexplained;
}

/** @param {Detail} detail @returns {number | null} the label whose map is to be drawn */
export function heatIndexOf({ heat, look }) {
  return heat === 'best' ? (look?.predictions[0].index ?? null) : heat;
}

/** @param {Look} look @returns {number | null} the label that its map is of */
export function mappedIndexOf({ question, predictions, heatmap }) {
  if (!heatmap) return null;
  return typeof question.heat === 'number' ? question.heat : predictions[0].index;
}
