// Starts classifiers for the page, one at a time, with the settings of the moment.
import type { Classifier, ClassifierOptions } from '../../library/types.ts';
import { failureOf, type Model, type Settings } from '../state/state.ts';
import type { Store } from '../store.ts';
import { describedBy } from './description.ts';

export type Start = (options: ClassifierOptions) => Promise<Classifier>;

export interface Starter {
  start: Start;
  /** Whether the settings have changed since the last start, so that a start would have other options now. */
  readonly isOutdated: boolean;
}

/** @param wanted by the address of the page; it overrides the settings */
export function createStarter(
  settingsNow: () => Pick<Settings, 'resolution' | 'threads'>,
  create: Start,
  wanted: Pick<ClassifierOptions, 'backend' | 'threads'>,
): Starter {
  let startedWith: ClassifierOptions | null = null;
  const optionsNow = (): ClassifierOptions => {
    const { resolution, threads } = settingsNow();
    return { ...(resolution && { resolution }), ...(threads && { threads }), ...wanted };
  };
  return {
    start(options) {
      startedWith = optionsNow();
      return startAtAnySize(create, { ...startedWith, ...options });
    },
    get isOutdated() {
      return startedWith !== null && JSON.stringify(optionsNow()) !== JSON.stringify(startedWith);
    },
  };
}

// Some networks run only at their own input size: then the setting is ignored.
async function startAtAnySize(create: Start, options: ClassifierOptions): Promise<Classifier> {
  try {
    return await create(options);
  } catch (error) {
    const { resolution, ...more } = options;
    if (!resolution || !/^(infer|model)\//.test(failureOf(error).code)) throw error;
    return create(more);
  }
}

/** What people are told of a model that is loading. */
export interface LoadingInfo {
  /** null for a file whose content has not been read yet. */
  readonly sha256: string | null;
  readonly name: string;
  readonly byteLength: number;
}

export interface ModelStarts {
  /** Whether a model is loading. */
  readonly isLoading: boolean;
  /**
   * Starts a model, and puts it in use when it is ready. The one before stays in use until then.
   * Rejects when the model is refused.
   * @param optionsOf gives `model` and `sha256` for the library
   * @returns the classifier; null when another start has replaced this one
   */
  begin(
    model: LoadingInfo,
    optionsOf: () => Promise<ClassifierOptions>,
  ): Promise<Classifier | null>;
  /** Starts the model in use once more, from the bytes that it already has, with the options of now. As begin(). */
  restart(model: Model): Promise<Classifier | null>;
  /** Gives up the model that is loading. */
  cancel(): void;
}

/** @param use takes each new classifier */
export function createModelStarts(
  store: Store,
  start: Start,
  use: (classifier: Classifier) => void,
): ModelStarts {
  let current: AbortController | null = null; // of the latest start; an earlier one has been replaced
  let inUse: Classifier | null = null;

  async function begin(
    { sha256, name, byteLength }: LoadingInfo,
    optionsOf: () => Promise<ClassifierOptions>,
    restarted = false,
  ): Promise<Classifier | null> {
    current?.abort();
    const mine = (current = new AbortController());
    store.dispatch({ type: 'modelLoading', sha256, name, total: byteLength });
    try {
      const classifier = await start({
        ...(await optionsOf()),
        signal: mine.signal,
        onProgress({ loaded, total }) {
          if (current === mine) store.dispatch({ type: 'modelProgressed', loaded, total });
        },
      });
      if (current === mine) return finish(classifier, restarted);
      classifier.close();
      return null;
    } catch (error) {
      if (current !== mine) return null;
      current = null;
      throw error;
    }
  }

  function finish(classifier: Classifier, restarted: boolean): Classifier {
    current = null;
    inUse = classifier;
    use(classifier);
    const { backend } = classifier;
    store.dispatch({ type: 'modelReady', model: describedBy(classifier), backend, restarted });
    return classifier;
  }

  return {
    get isLoading() {
      return current !== null;
    },
    begin: (model, optionsOf) => begin(model, optionsOf),
    restart: (model) =>
      begin(
        model,
        async () => ({ ...(inUse && { model: inUse.weights() }), sha256: model.sha256 }),
        true,
      ),
    cancel() {
      current?.abort();
      current = null;
      store.dispatch({ type: 'loadCancelled' });
    },
  };
}
