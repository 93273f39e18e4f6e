// A few stores of the browser's IndexedDB, as promises. Every call opens the database and closes it again, so that no
// other tab ever waits for this one.

const version = 1;
const openLimitMs = 3000; // some browsers never answer when storage is forbidden

/**
 * @typedef {{ store: string, key: string, value?: unknown }} Change without `value` the key is deleted
 * @typedef {object} Database every call rejects with the browser's DOMException, such as QuotaExceededError or SecurityError
 * @property {(store: string) => Promise<unknown[]>} getAll
 * @property {(store: string, key: string) => Promise<unknown>} get undefined when there is none
 * @property {(changes: Change[]) => Promise<void>} write all of them or none
 */

/** @param {string} name @param {readonly string[]} stores @returns {Database} */
export function openDatabase(name, stores) {
  const use = async (work) => {
    const database = await open(name, stores);
    try {
      return await work(database);
    } finally {
      database.close();
    }
  };
  return {
    getAll: (store) =>
      use((database) => answerOf(database.transaction(store).objectStore(store).getAll())),
    get: (store, key) =>
      use((database) => answerOf(database.transaction(store).objectStore(store).get(key))),
    write: (changes) => use((database) => writeAll(database, changes)),
  };
}

function open(name, stores) {
  const request = globalThis.indexedDB.open(name, version);
  request.onupgradeneeded = () =>
    stores.forEach((store) => request.result.createObjectStore(store));
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      request.onsuccess = () => request.result.close();
      reject(new DOMException('the browser did not open its storage', 'TimeoutError'));
    }, openLimitMs);
    answerOf(request)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

function answerOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function writeAll(database, changes) {
  const transaction = database.transaction(
    [...new Set(changes.map(({ store }) => store))],
    'readwrite',
  );
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () =>
      reject(transaction.error ?? new DOMException('nothing was stored', 'AbortError'));
    try {
      for (const { store, key, value } of changes)
        writeOne(transaction.objectStore(store), key, value);
    } catch (error) {
      reject(error);
      transaction.abort(); // else what was written before would stay
    }
  });
}

function writeOne(store, key, value) {
  if (value === undefined) store.delete(key);
  else store.put(value, key);
}
