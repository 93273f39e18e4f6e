// Starts classifiers for the page, one at a time. The one in use answers until the next is ready; a newer wish ends the
// one before.
import { languages } from '../strings/strings.ts';
import { describedBy } from './described.ts';

/**
 * @param {{ state: import('../state/state.ts').State, dispatch: (event: object) => void }} store
 * @param {(options: import('../../library/glance.ts').ClassifierOptions) => Promise<import('../../library/glance.ts').Classifier>} start
 * @param {(classifier: import('../../library/glance.ts').Classifier) => void} use takes the new classifier
 */
export function createArrivals(store, start, use) {
  let current = null; // the AbortController of the wish that counts
  let inUse = null;

  function begin({ sha256, name, byteLength }) {
    current?.abort();
    current = new AbortController();
    store.dispatch({ type: 'modelLoading', sha256, name, total: byteLength });
    return current;
  }

  function settle(classifier, again) {
    current = null;
    inUse = classifier;
    use(classifier);
    const { backend } = classifier;
    store.dispatch({
      type: 'modelReady',
      model: describedBy(classifier, Object.keys(languages)),
      backend,
      restarted: again,
    });
    return classifier;
  }

  return {
    get underWay() {
      return current !== null;
    },

    /**
     * @param {{ sha256: string | null, name: string, byteLength: number }} model for people
     * @param {() => Promise<object>} optionsOf gives `model` and `sha256` for the library
     * @param {{ again: boolean }} [more] whether it is the model in use once more
     * @returns {Promise<import('../../library/glance.ts').Classifier | null>} in use now; null when another wish came in between;
     *   rejects when it is refused
     */
    async bring(model, optionsOf, { again = false } = {}) {
      const wish = begin(model);
      const onProgress = ({ loaded, total }) =>
        current === wish && store.dispatch({ type: 'modelProgressed', loaded, total });
      try {
        const classifier = await start({ ...(await optionsOf()), signal: wish.signal, onProgress });
        if (current === wish) return settle(classifier, again);
        classifier.close();
        return null;
      } catch (error) {
        if (current !== wish) return null;
        current = null;
        throw error;
      }
    },

    /** The same weights once more, with the options of now: nothing is loaded from anywhere. As bring(). */
    bringAgain(model) {
      return this.bring(model, async () => ({ model: inUse.weights(), sha256: model.sha256 }), {
        again: true,
      });
    },

    /** Gives up what is under way. */
    cancel() {
      current?.abort();
      current = null;
      store.dispatch({ type: 'loadCancelled' });
    },
  };
}
