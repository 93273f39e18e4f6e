// Decides which model is used: the one that was chosen last, another of those offered, or a file that somebody gives, which is
// then stored. A model that is refused or lost changes nothing; only at the start of a visit the default one takes its place.
import type { Classifier, ClassifierOptions } from '../../library/types.ts';
import { GlanceError } from '../../shared/errors.ts';
import { defaultModel } from '../state/models.ts';
import { failureOf, type Model } from '../state/state.ts';
import type { Store } from '../store.ts';
import { tidy } from './description.ts';
import { createModelStarts, type Start } from './startup.ts';
import type { StoredModels } from './stored_models.ts';

interface Surroundings {
  readonly start: Start;
  /** Takes each new classifier. */
  readonly use: (classifier: Classifier) => void;
  readonly stored: StoredModels;
  /** Is called when pictures may no longer have to wait for a model. */
  readonly resume: () => void;
}

export interface Loader {
  /** What a classifier of an offered model is made with. Rejects when it is stored no longer. */
  optionsOf(offer: Model): Promise<ClassifierOptions>;
  /** Starts the visit. */
  begin(): Promise<void>;
  /** Tries the default model again after it could not be loaded. */
  startWithDefault(): Promise<void>;
  /** Uses another model. */
  choose(offer: Model): Promise<void>;
  /** Starts the model in use once more, because its options have changed. */
  restart(): Promise<void>;
  /** Takes weight files, one after the other; the last one that is not refused stays in use. */
  takeAll(files: readonly File[]): Promise<void>;
  /** Gives up the model that is loading; the one in use stays. */
  cancel(): void;
  /** Removes what is stored of a model; when it is in use, the default one takes its place. */
  forget(model: Model): Promise<void>;
}

export function createLoader(store: Store, { start, use, stored, resume }: Surroundings): Loader {
  const starts = createModelStarts(store, start, use);
  const visiting = new Map<string, Blob>(); // SHA-256 -> weights that could not be stored

  async function optionsOf(offer: Model): Promise<ClassifierOptions> {
    if (offer.origin === 'shipped') return { model: offer };
    const { sha256 } = offer;
    const weights = visiting.get(sha256) ?? (await stored.read(sha256));
    if (!weights) throw new LostModel('file/unreadable', 'it is no longer there');
    return { model: weights, sha256 };
  }

  async function choose(offer: Model): Promise<void> {
    if (offer.sha256 === store.state.model?.sha256) return cancel();
    const isChange = store.state.model !== null;
    try {
      const classifier = await starts.begin(offer, () => optionsOf(offer));
      if (classifier) resume(); // pictures need not wait for the storage
      if (classifier) await rememberChoice(offer.sha256);
      if (classifier && isChange) store.dispatch({ type: 'modelChosen', sha256: offer.sha256 });
    } catch (error) {
      await (isLost(offer, error) ? drop(offer) : refuse(offer.name, error));
    }
    resume();
  }

  // Without storage the choice holds for this visit.
  function rememberChoice(sha256: string): Promise<void> {
    return stored.choose(sha256).catch(() => {});
  }

  function cancel(): void {
    starts.cancel();
    resume();
  }

  async function drop(offer: Model): Promise<void> {
    await stored.forget(offer.sha256).catch(() => {}); // then the next visit drops it
    store.dispatch({ type: 'modelLost', model: offer });
    await ensureModel();
  }

  async function refuse(name: string, error: unknown): Promise<void> {
    store.dispatch({ type: 'modelRefused', name, failure: failureOf(error) });
    await ensureModel();
  }

  async function ensureModel(): Promise<void> {
    if (!store.state.model && !starts.isLoading) await startWithDefault();
  }

  async function startWithDefault(): Promise<void> {
    const offer = defaultModel(store.state);
    try {
      await starts.begin(offer, () => optionsOf(offer));
    } catch (error) {
      store.dispatch({ type: 'loadFailed', failure: failureOf(error) });
    }
    resume();
  }

  // A model that is loading keeps the options that it was begun with. resume() asks again when it is ready.
  async function restart(): Promise<void> {
    const { model } = store.state;
    if (!model || starts.isLoading) return;
    try {
      await starts.restart(model);
    } catch (error) {
      store.dispatch({ type: 'modelNotRestarted', model, failure: failureOf(error) });
    }
    resume();
  }

  // False when another start has replaced this one.
  async function take(file: File): Promise<boolean> {
    const name = tidy(file.name);
    const isChange = store.state.model !== null;
    try {
      const info = { sha256: null, name, byteLength: file.size };
      const classifier = await starts.begin(info, async () => ({ model: file }));
      if (!classifier) return false;
      resume();
      await keep(classifier, isChange);
    } catch (error) {
      await refuse(name, error);
    }
    resume();
    return true;
  }

  async function keep(classifier: Classifier, isChange: boolean): Promise<void> {
    const { sha256 } = classifier.model;
    const model = store.state.offered.find((each) => each.sha256 === sha256);
    if (model?.origin !== 'visit') {
      await rememberChoice(sha256);
      if (isChange) store.dispatch({ type: 'modelChosen', sha256 });
      return;
    }
    try {
      await stored.keep(model, classifier.weights());
      visiting.delete(sha256);
      store.dispatch({ type: 'modelStored', model });
    } catch (error) {
      visiting.set(sha256, classifier.weights());
      store.dispatch({ type: 'modelNotStored', model, failure: failureOf(error) });
    }
  }

  return {
    optionsOf,
    async begin() {
      const { models, chosen } = await stored.list();
      store.dispatch({ type: 'modelsListed', models });
      if (starts.isLoading || store.state.model) return; // somebody gave a file before the storage answered
      const offer = store.state.offered.find(({ sha256 }) => sha256 === chosen);
      await (offer && offer !== defaultModel(store.state) ? choose(offer) : startWithDefault());
    },
    startWithDefault,
    choose,
    restart,
    async takeAll(files) {
      for (const file of files) if (!(await take(file))) return;
    },
    cancel,
    async forget(model) {
      try {
        if (model.origin === 'stored') await stored.forget(model.sha256);
        visiting.delete(model.sha256);
        store.dispatch({ type: 'modelForgotten', model });
      } catch (error) {
        const failure = failureOf(error);
        return store.dispatch({ type: 'modelNotForgotten', model, failure });
      }
      const { loading, model: inUse } = store.state;
      const isWanted = (loading ?? inUse)?.sha256 === model.sha256;
      if (isWanted) await choose(defaultModel(store.state));
    },
  };
}

class LostModel extends GlanceError {}

// Its bytes are gone from the storage, or are not the ones that were stored.
function isLost({ origin }: Model, error: unknown): boolean {
  return (
    origin === 'stored' &&
    (error instanceof LostModel || failureOf(error).code === 'asset/wrong-content')
  );
}
