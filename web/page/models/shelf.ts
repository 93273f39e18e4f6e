// The models that the page remembers from visit to visit, and which of all models was chosen last. What comes back from
// storage is not trusted: descriptions are looked at here, weights are checked against their SHA-256 by whoever uses them.
import { GlanceError } from '../../shared/errors.ts';

/** The stores that the shelf needs. */
export const shelfStores = Object.freeze(['descriptions', 'weights', 'choices']);

const chosenKey = 'model';

// Rejects with storage/full or storage/unavailable.
async function coded(work) {
  try {
    return await work();
  } catch ({ name, message }) {
    throw new GlanceError(
      name === 'QuotaExceededError' ? 'storage/full' : 'storage/unavailable',
      `${message} (${name})`,
    );
  }
}

/**
 * Its calls reject with storage/full or storage/unavailable, unless they say otherwise.
 * @param {import('./database.ts').Database} database with shelfStores
 * @param {() => number} [now] milliseconds
 */
export function createShelf(database, now = Date.now) {
  return {
    /**
     * Never rejects: a visit without storage is a visit without memories.
     * @returns {Promise<{ models: import('../state/state.ts').Model[], chosen: string | undefined }>} the oldest first
     */
    async list() {
      try {
        const [stored, chosen] = await Promise.all([
          database.getAll('descriptions'),
          database.get('choices', chosenKey),
        ]);
        return {
          models: stored
            .filter(isDescription)
            .sort((a, b) => a.keptAt - b.keptAt)
            .map(asModel),
          chosen,
        };
      } catch {
        return { models: [], chosen: undefined };
      }
    },

    /** @returns {Promise<Blob | null>} the weights as they were stored, not checked; null when they are gone */
    async read(sha256) {
      const weights = await coded(() => database.get('weights', sha256));
      return weights instanceof ArrayBuffer ? new Blob([weights]) : null;
    },

    /** Remembers a model and chooses it. @param {import('../state/state.ts').Model} model @param {Blob} weights */
    async keep({ origin, ...description }, weights) {
      const { sha256 } = description;
      const bytes = await weights.arrayBuffer();
      await coded(() =>
        database.write([
          { store: 'weights', key: sha256, value: bytes },
          { store: 'descriptions', key: sha256, value: { ...description, keptAt: now() } },
          { store: 'choices', key: chosenKey, value: sha256 },
        ]),
      );
    },

    choose: (sha256) =>
      coded(() => database.write([{ store: 'choices', key: chosenKey, value: sha256 }])),

    forget: (sha256) =>
      coded(() =>
        database.write([
          { store: 'descriptions', key: sha256 },
          { store: 'weights', key: sha256 },
        ]),
      ),
  };
}

const wantedTypes = {
  name: 'string',
  architecture: 'string',
  license: 'string',
  source: 'object',
  byteLength: 'number',
  inputHeight: 'number',
  inputWidth: 'number',
  classes: 'number',
  keptAt: 'number',
  examples: 'object',
};

// Another release, or another page of the same origin, may have written it.
function isDescription(stored) {
  if (typeof stored !== 'object' || stored === null || !/^[0-9a-f]{64}$/.test(stored.sha256))
    return false;
  return (
    Object.entries(wantedTypes).every(
      ([key, type]) => typeof stored[key] === type && stored[key] !== null,
    ) &&
    Array.isArray(stored.languages) &&
    stored.languages.every((language) => typeof language === 'string')
  );
}

function asModel({ keptAt, ...description }) {
  return Object.freeze({ ...description, origin: 'stored' });
}
