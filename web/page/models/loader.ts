// Which model is used: the one chosen last, another of those offered, or a file that somebody gives, which is then
// remembered. A model that is refused or lost changes nothing, but at the start of a visit the default one takes its place.
import { failureOf } from '../state/state.ts';
import { defaultModel } from '../state/models.ts';
import { createArrivals } from './arrivals.ts';
import { tidy } from './described.ts';

/**
 * @param {{ state: import('../state/state.ts').State, dispatch: (event: object) => void }} store
 * @param {{ start: Function, use: Function, shelf: ReturnType<import('./shelf.ts').createShelf>, resume: () => void }}
 *   surroundings `start` and `use` as in arrivals.js; `resume` is told when pictures may no longer have to wait
 */
export function createLoader(store, { start, use, shelf, resume }) {
  const arrivals = createArrivals(store, start, use);
  const visiting = new Map(); // SHA-256 -> weights that could not be remembered

  async function optionsOf(offer) {
    if (offer.origin === 'shipped') return { model: offer };
    const { sha256 } = offer;
    const weights = visiting.get(sha256) ?? (await shelf.read(sha256));
    if (!weights) throw new LostModel('it is no longer there');
    return { model: weights, sha256 };
  }

  async function choose(offer) {
    if (offer.sha256 === store.state.model?.sha256) return cancel();
    try {
      if (await arrivals.bring(offer, () => optionsOf(offer)))
        await shelf.choose(offer.sha256).catch(() => {});
    } catch (error) {
      await refuse(offer, error);
    }
    resume();
  }

  function cancel() {
    arrivals.cancel();
    resume();
  }

  async function refuse(offer, error) {
    if (
      offer.origin === 'stored' &&
      (error instanceof LostModel || error.code === 'asset/wrong-content')
    ) {
      store.dispatch({ type: 'modelLost', model: offer });
      await shelf.forget(offer.sha256).catch(() => {}); // it is found out again next time
    } else {
      store.dispatch({ type: 'modelRefused', name: offer.name, failure: failureOf(error) });
    }
    if (!store.state.model && !arrivals.underWay) await startWithDefault();
  }

  async function startWithDefault() {
    const offer = defaultModel(store.state);
    try {
      await arrivals.bring(offer, () => optionsOf(offer));
    } catch (error) {
      store.dispatch({ type: 'loadFailed', failure: failureOf(error) });
    }
    resume();
  }

  // Whatever is arriving is started with the options of its own beginning, and asked about again when it is there.
  async function restart() {
    const { model } = store.state;
    if (!model || arrivals.underWay) return;
    try {
      await arrivals.bringAgain(model);
    } catch (error) {
      store.dispatch({ type: 'modelNotRestarted', model, failure: failureOf(error) });
    }
    resume();
  }

  // False when another wish came in between.
  async function take(file) {
    const name = tidy(file.name);
    try {
      const classifier = await arrivals.bring(
        { sha256: null, name, byteLength: file.size },
        async () => ({ model: file }),
      );
      if (!classifier) return false;
      resume();
      await remember(classifier);
    } catch (error) {
      await refuse({ name }, error);
    }
    resume();
    return true;
  }

  async function remember(classifier) {
    const model = store.state.offered.find(({ sha256 }) => sha256 === classifier.model.sha256);
    if (model.origin !== 'visit') return shelf.choose(model.sha256).catch(() => {});
    try {
      await shelf.keep(model, classifier.weights());
      visiting.delete(model.sha256);
      store.dispatch({ type: 'modelStored', model });
    } catch (error) {
      visiting.set(model.sha256, classifier.weights());
      store.dispatch({ type: 'modelNotStored', model, failure: failureOf(error) });
    }
  }

  return {
    /** Starts the visit. */
    async begin() {
      const { models, chosen } = await shelf.list();
      store.dispatch({ type: 'modelsListed', models });
      if (arrivals.underWay || store.state.model) return; // somebody was faster than the storage
      const offer =
        store.state.offered.find(({ sha256 }) => sha256 === chosen) ?? defaultModel(store.state);
      await (offer === defaultModel(store.state) ? startWithDefault() : choose(offer));
    },

    /** Tries the default model again after it could not be loaded. */
    startWithDefault,

    /** Uses another model. @param {import('../state/state.ts').Model} offer one of those offered */
    choose,

    /** Starts the model in use once more, because what it is started with has changed. */
    restart,

    /** Takes weight files, one after the other; the last one that is good stays in use. @param {File[]} files */
    async takeAll(files) {
      for (const file of files) if (!(await take(file))) return;
    },

    /** Gives up the model that is arriving; that in use stays. */
    cancel,

    /** Removes what is remembered of a model; when it is in use, the default one takes its place. */
    async forget(model) {
      try {
        if (model.origin === 'stored') await shelf.forget(model.sha256);
        visiting.delete(model.sha256);
        store.dispatch({ type: 'modelForgotten', model });
      } catch (error) {
        return store.dispatch({ type: 'modelNotForgotten', model, failure: failureOf(error) });
      }
      const { loading, model: inUse } = store.state;
      const isWanted = (loading ?? inUse)?.sha256 === model.sha256;
      if (isWanted) await choose(defaultModel(store.state));
    },
  };
}

class LostModel extends Error {}
