// The models that are stored on this device, and which of all models was chosen last, in the browser's IndexedDB. What comes
// back from storage is not trusted: descriptions are checked here, weights are checked against their SHA-256 by the library.
import { openDB, type IDBPDatabase } from 'idb';
import { GlanceError } from '../../shared/errors.ts';
import type { Model } from '../state/state.ts';
import { isStoredDescription, type StoredDescription } from './description.ts';

const databaseName = 'glance';
const databaseVersion = 1;
const stores = ['descriptions', 'weights', 'choices'] as const;
const chosenKey = 'model';
const openLimitMs = 3000; // some browsers never answer when storage is forbidden

type StoreName = (typeof stores)[number];

/** Without `value` the key is deleted. */
export interface Change {
  readonly store: StoreName;
  readonly key: string;
  readonly value?: unknown;
}

/** Every call rejects with the browser's DOMException, such as QuotaExceededError or SecurityError. */
export interface Database {
  getAll(store: StoreName): Promise<unknown[]>;
  /** undefined when there is none. */
  get(store: StoreName, key: string): Promise<unknown>;
  /** All changes or none. */
  write(changes: readonly Change[]): Promise<void>;
}

/** Every call opens the database and closes it again, so that no other tab ever waits for this one. */
export function modelDatabase(): Database {
  async function use<T>(work: (database: IDBPDatabase) => Promise<T>): Promise<T> {
    const database = await open();
    try {
      return await work(database);
    } finally {
      database.close();
    }
  }
  return {
    getAll: (store) => use((database) => database.getAll(store)),
    get: (store, key) => use((database) => database.get(store, key)),
    write: (changes) => use((database) => writeAll(database, changes)),
  };
}

function open(): Promise<IDBPDatabase> {
  return openDatabase(databaseName, databaseVersion, stores);
}

/** Opens a database of the browser, with these stores. Rejects with a DOMException, at the latest after some seconds. */
export function openDatabase(
  name: string,
  version: number,
  storeNames: readonly string[],
): Promise<IDBPDatabase> {
  const opening = openDB(name, version, {
    upgrade: (database) => storeNames.forEach((each) => database.createObjectStore(each)),
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      void opening.then((database) => database.close());
      reject(new DOMException('the browser did not open its storage', 'TimeoutError'));
    }, openLimitMs);
    opening.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function writeAll(database: IDBPDatabase, changes: readonly Change[]): Promise<void> {
  const names = new Set(changes.map(({ store }) => store));
  const transaction = database.transaction([...names], 'readwrite', { durability: 'strict' });
  const writeOne = async ({ store, key, value }: Change): Promise<unknown> => {
    const place = transaction.objectStore(store);
    return value === undefined ? place.delete(key) : place.put(value, key);
  };
  try {
    await Promise.all([...changes.map(writeOne), transaction.done]);
  } catch (error) {
    const cause = transaction.error ?? error;
    abort(transaction);
    throw cause;
  }
}

// When a value could not be copied, the transaction would still store the others. It may also have ended by itself.
function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch {
    // It has ended.
  }
}

/** Its calls reject with storage/full or storage/unavailable, unless they say otherwise. */
export interface StoredModels {
  /** The models, the oldest first, and the SHA-256 of the chosen one. Without storage there are none; never rejects. */
  list(): Promise<{ models: Model[]; chosen: string | undefined }>;
  /** The weights as they were stored, not checked; null when they are gone. */
  read(sha256: string): Promise<Blob | null>;
  /** Stores a model and chooses it. */
  keep(model: Model, weights: Blob): Promise<void>;
  choose(sha256: string): Promise<void>;
  forget(sha256: string): Promise<void>;
}

/** @param now milliseconds */
export function createStoredModels(database: Database, now: () => number = Date.now): StoredModels {
  return {
    async list() {
      try {
        const [stored, chosen] = await Promise.all([
          database.getAll('descriptions'),
          database.get('choices', chosenKey),
        ]);
        const descriptions = stored.filter(isStoredDescription);
        return {
          models: descriptions.sort((a, b) => a.keptAt - b.keptAt).map(asModel),
          chosen: typeof chosen === 'string' ? chosen : undefined,
        };
      } catch {
        return { models: [], chosen: undefined };
      }
    },

    async read(sha256) {
      const weights = await coded(() => database.get('weights', sha256));
      return weights instanceof ArrayBuffer ? new Blob([weights]) : null;
    },

    async keep({ origin: _, ...description }, weights) {
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

/** Has what the storage throws rejected with storage/full or storage/unavailable. */
export async function coded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { name, message } = error as DOMException;
    const code = name === 'QuotaExceededError' ? 'storage/full' : 'storage/unavailable';
    throw new GlanceError(code, `${message} (${name})`);
  }
}

function asModel({ keptAt: _, ...description }: StoredDescription): Model {
  return Object.freeze({ ...description, origin: 'stored' });
}
