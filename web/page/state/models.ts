// What happens to models: one is in use, another may be arriving, and some are offered: those of the release, those
// remembered from earlier visits, and those that could not be remembered.
import { letGo } from './pictures.ts';

/**
 * @typedef {import('../../library/glance.ts').ModelDescription & { origin: 'shipped' | 'remembered' | 'visit',
 *   examples?: Record<string, string[]> }} Model `examples` are its first labels, by language of the page, once it was used
 * @typedef {{ sha256: string | null, name: string, loaded: number, total: number }} Arriving bytes; a file that is only
 *   being read has no SHA-256 yet
 * @typedef {{ kind: 'inUse' | 'restarted' | 'notRestarted' | 'refused' | 'lost' | 'unconverted' | 'forgotten' | 'notForgotten', name: string, remembered?: boolean,
 *   failure?: import('./state.ts').Failure }} News what the page has to say about a model; `failure` also says why it
 *   is not remembered
 */

export const modelReducers = {
  found,
  arriving: ({ model, news }, { sha256 = null, name, total }) => ({
    arriving: Object.freeze({ sha256, name, loaded: 0, total }),
    failure: null,
    news: model ? null : news,
    hash: 'short',
  }),
  progressed: ({ arriving }, { loaded, total }) =>
    arriving && { arriving: Object.freeze({ ...arriving, loaded, total }) },
  arrived: (state, { model, backend = state.backend, again = false }) => ({
    ...endArrival(state),
    model,
    backend,
    failure: null,
    offered: withOffer(state.offered, model),
    news: state.model ? tell(again ? 'restarted' : 'inUse', model) : state.news,
  }),
  loadFailed: (state, { failure }) => ({ ...endArrival(state), failure }),
  arrivalCancelled: endArrival,
  modelRefused: (state, { name, failure }) => ({
    ...endArrival(state),
    news: tell('refused', { name }, { failure }),
  }),
  notRestarted: (state, { model, failure }) => ({
    ...endArrival(state),
    news: tell('notRestarted', model, { failure }),
  }),
  lost: (state, { model }) => ({
    ...endArrival(state),
    offered: without(state, model),
    news: tell('lost', model),
  }),
  unconverted: (_state, { name }) => ({ news: tell('unconverted', { name }) }),
  remembered: (state, { model }) => ({
    offered: replaced(state.offered, { ...model, origin: 'remembered' }),
    ...ifInUse(state, model, { remembered: true }),
  }),
  notRemembered: (state, { model, failure }) =>
    ifInUse(state, model, { remembered: false, failure }),
  forgotten: (state, { model }) => ({
    offered: without(state, model),
    news: tell('forgotten', model),
  }),
  notForgotten: (_state, { model, failure }) => ({
    news: tell('notForgotten', model, { failure }),
  }),
  dismissed: () => ({ news: null }),
  hashShown: (_state, { as }) => ({ hash: as }),
};

// A shipped model that is also remembered is a shipped one.
function found({ offered }, { models }) {
  const unknown = models.filter((model) => !offered.some(({ sha256 }) => sha256 === model.sha256));
  return { offered: Object.freeze([...offered, ...unknown]) };
}

// Storing takes a while: by then another model may be in use.
function ifInUse({ model: inUse }, model, more) {
  return inUse.sha256 === model.sha256 ? { news: tell('inUse', model, more) } : null;
}

function endArrival(state) {
  return { arriving: null, ...letGo(state) };
}

function tell(kind, { name }, more = {}) {
  return Object.freeze({ kind, name, ...more });
}

// A model that is offered already stays what it is: a shipped one that is dropped on the page is still a shipped one.
function withOffer(offered, model) {
  const known = offered.find(({ sha256 }) => sha256 === model.sha256);
  return known
    ? replaced(offered, { ...model, origin: known.origin })
    : Object.freeze([...offered, Object.freeze(model)]);
}

function replaced(offered, model) {
  return Object.freeze(
    offered.map((each) => (each.sha256 === model.sha256 ? Object.freeze(model) : each)),
  );
}

function without({ offered }, { sha256 }) {
  return Object.freeze(offered.filter((each) => each.sha256 !== sha256));
}

/** @param {import('./state.ts').State} state @returns {Model} the one that is used unless another was chosen */
export function defaultOffer({ offered }) {
  return offered[0];
}

/** @returns {readonly Model[]} to choose from; the one in use is among them even when it has just been forgotten */
export function offersOf({ offered, model }) {
  if (!model || offered.some(({ sha256 }) => sha256 === model.sha256)) return offered;
  return [...offered, { ...model, origin: 'visit' }];
}

/** @returns {Model | undefined} the chosen one: that which is arriving, else that in use */
export function shownOffer(state) {
  const wanted = state.arriving?.sha256 ?? state.model?.sha256;
  return offersOf(state).find(({ sha256 }) => sha256 === wanted);
}
