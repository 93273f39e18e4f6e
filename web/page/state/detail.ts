// Looking closer at one picture: how it is fitted, which part of it is classified, for which label a heat map is drawn, and
// what the classifier answered last.
import type { Rectangle } from '../../library/types.ts';
import { shownPredictions } from './predictions.ts';
import { isSameBox, isWhole } from './box.ts';
import type { DetailEvent, Reducers } from './events.ts';
import type { Detail, DetailAnswer, DetailRequest, DonePicture, Fit, State } from './state.ts';

export const fits: readonly Fit[] = Object.freeze(['crop', 'squash', 'letterbox']);
const firstOpacity = 0.6;

export const detailReducers: Reducers<DetailEvent> = {
  detailOpened: ({ pictures }, { id }) =>
    pictures.some((picture) => picture.id === id && picture.status === 'done')
      ? { detail: opened(id) }
      : null,
  detailClosed: ({ detail }) => detail && { detail: null },
  detailTurned: (state, { by }) => turn(state, by),
  fitChosen: ({ detail }, { fit }) => changed(detail, { fit }),
  boxMoved: (state, { box }) =>
    changed(state.detail, {
      region: regionOf(box, state.detail?.region ?? null, pictureOf(state)),
    }),
  boxReset: ({ detail }) => changed(detail, { region: null }),
  heatChosen: ({ detail }, { heat }) => changed(detail, { heat }),
  opacityChosen: ({ detail }, { opacity }) => changed(detail, { opacity }),
  detailAnswered: (state, { request, result }) =>
    answer(state, Object.freeze({ ...result, request })),
  detailFailed(state, { request, failure }) {
    if (!concerns(state, request)) return null;
    if (failure.code !== 'model/no-heat-map')
      return changed(state.detail, { answeredRequest: request, failure });
    return { withoutHeatMap: request.model, ...changed(state.detail, { heat: null }) };
  },
  detailAnnounced: ({ detail }) => changed(detail, { announced: detail?.answer ?? null }),
};

function opened(id: number, kept: Partial<Detail> = {}): Detail {
  return Object.freeze({
    fit: 'crop',
    region: null,
    heat: null,
    opacity: firstOpacity,
    ...kept,
    id,
    answer: null,
    answeredRequest: null,
    failure: null,
    announced: null,
  });
}

function changed(detail: Detail | null, changes: Partial<Detail>): Partial<State> | null {
  if (!detail) return null;
  const next = Object.freeze({ ...detail, ...changes });
  const names = Object.keys(changes) as (keyof Detail)[];
  return names.some((name) => next[name] !== detail[name]) ? { detail: next } : null;
}

// A box around the whole picture is no box; the same box stays the same object.
function regionOf(
  box: Rectangle,
  last: Rectangle | null,
  picture: DonePicture | undefined,
): Rectangle | null {
  if (!picture || isWhole(box, picture.result)) return null;
  return last && isSameBox(box, last) ? last : Object.freeze({ ...box });
}

// The next picture is looked at in the same way as the last one.
function turn(state: State, by: number): Partial<State> | null {
  const { previous, next } = neighboursOf(state);
  const id = by < 0 ? previous : next;
  if (id === undefined || !state.detail) return null;
  const { fit, opacity, heat } = state.detail;
  return { detail: opened(id, { fit, opacity, heat: heat === null ? null : 'best' }) };
}

// Drops an answer about another picture or from another model. An answer about an earlier box is shown: while a box is moved
// without a pause, every answer is about an earlier one.
function answer(state: State, given: DetailAnswer): Partial<State> | null {
  const { detail } = state;
  if (!detail || !concerns(state, given.request)) return null;
  const { heat } = detail;
  const isHidden =
    typeof heat === 'number' &&
    !shownPredictions(given.predictions, state.settings).some(({ index }) => index === heat);
  return changed(detail, {
    answer: given,
    answeredRequest: given.request,
    failure: null,
    heat: isHidden ? 'best' : heat,
  });
}

function concerns({ detail, model }: State, request: DetailRequest): boolean {
  return detail?.id === request.id && model?.sha256 === request.model;
}

/** The picture that is looked at. */
export function pictureOf({
  detail,
  pictures,
}: Pick<State, 'detail' | 'pictures'>): DonePicture | undefined {
  if (!detail) return undefined;
  const picture = pictures.find(({ id }) => id === detail.id);
  return picture?.status === 'done' ? picture : undefined;
}

/** The ids of the pictures before and after it, in the order of the page, its position among them, from 1, and their number. */
export function neighboursOf({ detail, pictures }: Pick<State, 'detail' | 'pictures'>): {
  previous: number | undefined;
  next: number | undefined;
  position: number;
  count: number;
} {
  const ids = pictures.filter(({ status }) => status === 'done').map(({ id }) => id);
  const at = detail ? ids.indexOf(detail.id) : -1;
  return {
    previous: ids[at - 1],
    next: at < 0 ? undefined : ids[at + 1],
    position: at + 1,
    count: ids.length,
  };
}

/**
 * What is to be asked of the classifier, answered or not; null for nothing. It asks for a heat map even when none is shown:
 * that of the best label costs next to nothing.
 */
export function requestOf(state: State): DetailRequest | null {
  const { detail, model } = state;
  if (!detail || !model || !pictureOf(state)) return null;
  const { id, fit, region, heat } = detail;
  return {
    id,
    model: model.sha256,
    fit,
    region,
    heat: hasHeatMaps(state) && (typeof heat === 'number' ? heat : true),
  };
}

export function isSameRequest(one: DetailRequest | null, other: DetailRequest | null): boolean {
  if (!one || !other) return false;
  return (Object.keys(one) as (keyof DetailRequest)[]).every((part) => one[part] === other[part]);
}

/** Whether the model in use has heat maps, as far as that is known. */
export function hasHeatMaps({ model, withoutHeatMap }: State): boolean {
  return model?.sha256 !== withoutHeatMap;
}

/** The class whose heat map is to be drawn; null for none. */
export function heatIndexOf({ heat, answer }: Pick<Detail, 'heat' | 'answer'>): number | null {
  return heat === 'best' ? (answer?.predictions[0]?.index ?? null) : heat;
}

/** The class that the heat map of an answer is about; null when it has none. */
export function mappedIndexOf({ request, predictions, heatmap }: DetailAnswer): number | null {
  if (!heatmap) return null;
  return typeof request.heat === 'number' ? request.heat : (predictions[0]?.index ?? null);
}
