// Everything that the page shows, as one frozen value, and the only function that makes the next one. Pure: no document,
// no clock, no randomness. What happens to one part of it, such as the pictures, is in a file of its own, such as
// state_pictures.js.
import { aboutReducers, firstBenchmark } from './state_about.js';
import { cameraReducers, noCamera } from './state_camera.js';
import { detailReducers } from './state_detail.js';
import { dialogReducers } from './state_dialog.js';
import { modelReducers } from './state_models.js';
import { firstOffline, offlineReducers } from './state_offline.js';
import { noPace } from './state_pace.js';
import { isBusy, pictureReducers } from './state_pictures.js';
import { defaultSettings, settingsReducers } from './state_settings.js';
import { firstTable, tableReducers } from './state_table.js';
import { firstWays, waysReducers } from './state_ways.js';

export { againOf, batchOf, isBusy, nextPicture, retryOf } from './state_pictures.js';
export { secondsLeft } from './state_pace.js';
export { defaultOffer, offersOf, shownOffer } from './state_models.js';
export { layoutOf } from './state_table.js';

/**
 * @typedef {{ code: string, message: string }} Failure
 * @typedef {import('./state_pictures.js').Picture} Picture
 * @typedef {import('./state_models.js').Model} Model
 * @typedef {{ language: 'en' | 'zh', settings: import('./state_settings.js').Settings,
 *   dialog: import('./state_dialog.js').Dialog, offline: import('./state_offline.js').Offline,
 *   build: import('./state_about.js').Build | null, benchmark: import('./state_about.js').Benchmark, dragging: boolean,
 *   model: Model | null, offered: readonly Model[],
 *   arriving: import('./state_models.js').Arriving | null, news: import('./state_models.js').News | null,
 *   hash: 'short' | 'copied' | 'whole', backend: object | null, failure: Failure | null, pictures: readonly Picture[],
 *   batch: number, cameMany: boolean, pace: import('./state_pace.js').Pace,
 *   table: import('./state_table.js').Table, ways: import('./state_ways.js').Ways,
 *   camera: import('./state_camera.js').Camera, detail: import('./state_detail.js').Detail | null,
 *   unexplained: string | null }} State `model` is the one in use, `failure` says why there is none; `cameMany`: of the
 *   pictures on the page, more came at once than are easily seen as cards; `unexplained` is the SHA-256 of a model that has
 *   no heat maps
 */

/**
 * @param {'en' | 'zh'} language of the browser
 * @param {Model[]} shipped the default one first
 * @param {Partial<import('./state_settings.js').Settings>} [remembered]
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
