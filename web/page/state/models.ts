// What happens to models: one is in use, another may be loading, and some are offered: the models of this release, those that
// are stored on this device, and those that are known for this visit only.
import type { ModelEvent, Reducers } from './events.ts';
import { stopWaitingForModel } from './pictures.ts';
import type { Model, ModelNotification, State } from './state.ts';

export const modelReducers: Reducers<ModelEvent> = {
  modelsListed: ({ offered }, { models }) => ({
    // A shipped model that is also stored stays a shipped one.
    offered: Object.freeze([...offered, ...models.filter((model) => !isAmong(offered, model))]),
  }),
  modelLoading: ({ model, notification }, { sha256 = null, name, total }) => ({
    loading: Object.freeze({ sha256, name, loaded: 0, total }),
    failure: null,
    notification: model ? null : notification,
    hash: 'short',
  }),
  modelProgressed: ({ loading }, { loaded, total }) =>
    loading && { loading: Object.freeze({ ...loading, loaded, total }) },
  modelReady: (state, { model, backend = state.backend, restarted = false }) => ({
    ...endLoading(state),
    model,
    backend,
    failure: null,
    offered: withModel(state.offered, model),
    notification: restarted ? notify('restarted', model) : state.notification,
  }),
  loadFailed: (state, { failure }) => ({ ...endLoading(state), failure }),
  loadCancelled: endLoading,
  modelRefused: (state, { name, failure }) => ({
    ...endLoading(state),
    notification: notify('refused', { name }, { failure }),
  }),
  modelNotRestarted: (state, { model, failure }) => ({
    ...endLoading(state),
    notification: notify('notRestarted', model, { failure }),
  }),
  modelLost: (state, { model }) => ({
    ...endLoading(state),
    offered: without(state, model),
    notification: notify('lost', model),
  }),
  modelUnconverted: (_state, { name }) => ({ notification: notify('unconverted', { name }) }),
  modelChosen: (state, { sha256 }) => ifInUse(state, sha256),
  modelStored: (state, { model }) => ({
    offered: replaced(state.offered, { ...model, origin: 'stored' }),
    ...ifInUse(state, model.sha256, { stored: true }),
  }),
  modelNotStored: (state, { model, failure }) =>
    ifInUse(state, model.sha256, { stored: false, failure }),
  modelForgotten: (state, { model }) => ({
    offered: without(state, model),
    notification: notify('forgotten', model),
  }),
  modelNotForgotten: (_state, { model, failure }) => ({
    notification: notify('notForgotten', model, { failure }),
  }),
  notificationDismissed: () => ({ notification: null }),
  hashShown: (_state, { as }) => ({ hash: as }),
};

// Storing takes a while: by then another model may be in use, or a later file has been refused, which must stay to be read.
function ifInUse(
  { model, notification }: State,
  sha256: string,
  more?: Partial<ModelNotification>,
): Partial<State> | null {
  return model?.sha256 === sha256 && !notification
    ? { notification: notify('inUse', model, more) }
    : null;
}

function endLoading(state: State): Partial<State> {
  return { loading: null, ...stopWaitingForModel(state) };
}

function notify(
  kind: ModelNotification['kind'],
  { name }: { readonly name: string },
  more: Partial<ModelNotification> = {},
): ModelNotification {
  return Object.freeze({ kind, name, ...more });
}

// A model that is already offered keeps its origin: a shipped one that is dropped on the page is still a shipped one.
function withModel(offered: readonly Model[], model: Model): readonly Model[] {
  const known = offered.find(({ sha256 }) => sha256 === model.sha256);
  return known
    ? replaced(offered, { ...model, origin: known.origin })
    : Object.freeze([...offered, Object.freeze(model)]);
}

function replaced(offered: readonly Model[], model: Model): readonly Model[] {
  return Object.freeze(
    offered.map((each) => (each.sha256 === model.sha256 ? Object.freeze(model) : each)),
  );
}

function without({ offered }: State, { sha256 }: Model): readonly Model[] {
  return Object.freeze(offered.filter((each) => each.sha256 !== sha256));
}

function isAmong(models: readonly Model[], { sha256 }: Model): boolean {
  return models.some((each) => each.sha256 === sha256);
}

/** The model that is used unless another was chosen. A release has at least one. */
export function defaultModel({ offered }: Pick<State, 'offered'>): Model {
  return offered[0] as Model;
}

/** The models to choose from. The one in use is among them even when it has just been forgotten. */
export function modelChoices({
  offered,
  model,
}: Pick<State, 'offered' | 'model'>): readonly Model[] {
  if (!model || isAmong(offered, model)) return offered;
  return [...offered, { ...model, origin: 'visit' }];
}

/** The chosen model: the one that is loading, otherwise the one in use. */
export function chosenModel(
  state: Pick<State, 'offered' | 'model' | 'loading'>,
): Model | undefined {
  const wanted = state.loading?.sha256 ?? state.model?.sha256;
  return modelChoices(state).find(({ sha256 }) => sha256 === wanted);
}
