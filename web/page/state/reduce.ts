// Makes the first state, and from a state and an event the next one. Pure: no document, no clock, no randomness.
import { aboutReducers, noBenchmark } from './about.ts';
import { detailReducers } from './detail.ts';
import type { Event } from './events.ts';
import { cameraReducers, inputReducers, noCamera, noInputs } from './inputs.ts';
import { modelReducers } from './models.ts';
import { isBusy, pictureReducers } from './pictures.ts';
import { noRemainingTime } from './remaining_time.ts';
import { defaultSettings, settingsReducers } from './settings.ts';
import type { Language, Model, Settings, State } from './state.ts';
import { tableReducers } from './table.ts';

/**
 * @param language of the browser
 * @param shipped the default model first
 * @param stored what was chosen in earlier visits
 */
export function initialState(
  language: Language,
  shipped: readonly Model[],
  stored: Partial<Settings> = {},
): State {
  const settings: Settings = Object.freeze({ ...defaultSettings, language, ...stored });
  return Object.freeze({
    language: settings.language,
    settings,
    dialog: null,
    place: 'pictures',
    offline: Object.freeze({ kept: null, update: 'none' }),
    build: null,
    benchmark: noBenchmark,
    dragging: false,
    model: null,
    failure: null,
    offered: Object.freeze(shipped),
    loading: null,
    notification: null,
    hash: 'short',
    backend: null,
    pictures: Object.freeze([]),
    batch: 0,
    addedMany: false,
    remainingTime: noRemainingTime,
    table: Object.freeze({ by: null, descending: false, filter: '', unsure: false }),
    inputs: noInputs,
    camera: noCamera,
    detail: null,
    withoutHeatMap: null,
  });
}

type Reducer = (state: State, event: Event) => Partial<State> | null;

const reducers = {
  ...pictureReducers,
  ...modelReducers,
  ...detailReducers,
  ...cameraReducers,
  ...inputReducers,
  ...settingsReducers,
  ...tableReducers,
  ...aboutReducers,
} as Record<Event['type'], unknown> as Record<string, Reducer>;

/** @returns `state` itself when nothing changes; throws on an unknown event, which is a mistake in the program */
export function reduce(state: State, event: Event): State {
  const reducer = Object.hasOwn(reducers, event.type) ? reducers[event.type] : undefined;
  if (!reducer) throw new Error(`unknown event '${event.type}'`);
  const changes = reducer(state, event);
  return changes ? Object.freeze({ ...state, ...changes }) : state;
}

/** What `<html data-state>` says. */
export function phaseOf(
  state: Pick<State, 'failure' | 'model' | 'pictures'>,
): 'loading' | 'ready' | 'busy' | 'error' {
  if (state.failure) return 'error';
  if (!state.model) return 'loading';
  return isBusy(state) ? 'busy' : 'ready';
}
