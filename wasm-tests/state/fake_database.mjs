// The stores of web/page/models/database.ts in memory; `fault` is what every call rejects with, when there is one.

/** @returns {any} the stores' functions, and `stores` and `fault` */
export function fakeDatabase() {
  const stores = new Map();
  const storeOf = (name) => stores.get(name) ?? stores.set(name, new Map()).get(name);
  const database = {
    stores,
    fault: null,
    getAll: async (store) => answer(() => [...storeOf(store).values()]),
    get: async (store, key) => answer(() => storeOf(store).get(key)),
    write: async (changes) =>
      answer(() =>
        changes.forEach(({ store, key, value }) => {
          if (value === undefined) storeOf(store).delete(key);
          else storeOf(store).set(key, structuredClone(value));
        }),
      ),
  };
  function answer(work) {
    if (database.fault) throw database.fault;
    return work();
  }
  return database;
}
