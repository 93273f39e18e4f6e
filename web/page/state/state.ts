// Everything that the page shows, as one frozen value, and the only function that makes the next one. Pure: no document,
// no clock, no randomness. What happens to one part of it, such as the pictures, is in a file of its own, such as
// state_pictures.js.
import { aboutReducers, firstBenchmark } from './about.ts';
import { cameraReducers, noCamera } from './camera.ts';
import { detailReducers } from './detail.ts';
import { dialogReducers } from './dialog.ts';
import { modelReducers } from './models.ts';
import { firstOffline, offlineReducers } from './offline.ts';
import { noPace } from './pace.ts';
import { isBusy, pictureReducers } from './pictures.ts';
import { defaultSettings, settingsReducers } from './settings.ts';
import { firstTable, tableReducers } from './table.ts';
import { firstWays, waysReducers } from './inputs.ts';

export { againOf, batchOf, isBusy, nextPicture, retryOf } from './pictures.ts';
export { secondsLeft } from './pace.ts';
export { defaultOffer, offersOf, shownOffer } from './models.ts';
export { layoutOf } from './table.ts';

/**
 * @typedef {{ code: string, message: string }} Failure
 * @typedef {import('./pictures.ts').Picture} Picture
 * @typedef {import('./models.ts').Model} Model
 * @typedef {{ language: 'en' | 'zh', settings: import('./settings.ts').Settings,
 *   dialog: import('./dialog.ts').Dialog, offline: import('./offline.ts').Offline,
 *   build: import('./about.ts').Build | null, benchmark: import('./about.ts').Benchmark, dragging: boolean,
 *   model: Model | null, offered: readonly Model[],
 *   arriving: import('./models.ts').Arriving | null, news: import('./models.ts').News | null,
 *   hash: 'short' | 'copied' | 'whole', backend: object | null, failure: Failure | null, pictures: readonly Picture[],
 *   batch: number, cameMany: boolean, pace: import('./pace.ts').Pace,
 *   table: import('./table.ts').Table, ways: import('./inputs.ts').Ways,
 *   camera: import('./camera.ts').Camera, detail: import('./detail.ts').Detail | null,
 *   unexplained: string | null }} State `model` is the one in use, `failure` says why there is none; `cameMany`: of the
 *   pictures on the page, more came at once than are easily seen as cards; `unexplained` is the SHA-256 of a model that has
 *   no heat maps
 */

/**
 * @param {'en' | 'zh'} language of the browser
 * @param {Model[]} shipped the default one first
 * @param {Partial<import('./settings.ts').Settings>} [remembered]
 * @returns {State}
 */
export function initialState(language, shipped, remembered = {}) {
  const settings = Object.freeze({ ...defaultSettings, language, ...remembered });
  return Object.freeze({
    language: settings.language,
    settings,
    dialog: null,
    offline: firstOffline,
    build: null,
    benchmark: firstBenchmark,
    dragging: false,
    model: null,
    offered: Object.freeze(shipped),
    arriving: null,
    news: null,
    hash: 'short',
    backend: null,
    failure: null,
    pictures: Object.freeze([]),
    batch: 0,
    cameMany: false,
    pace: noPace,
    table: firstTable,
    ways: firstWays,
    camera: noCamera,
    detail: null,
    unexplained: null,
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
  dragged: (state, { over }) => (over === state.dragging ? null : { dragging: over }),
  ...cameraReducers,
  ...aboutReducers,
  ...dialogReducers,
  ...modelReducers,
  ...offlineReducers,
  ...pictureReducers,
  ...detailReducers,
  ...settingsReducers,
  ...tableReducers,
  ...waysReducers,
};

/** @param {State} state @returns {'loading' | 'ready' | 'busy' | 'error'} what <html data-state> says */
export function phaseOf(state) {
  if (state.failure) return 'error';
  if (!state.model) return 'loading';
  return isBusy(state) ? 'busy' : 'ready';
}
