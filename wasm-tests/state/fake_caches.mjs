// The browser's caches, in memory. `limitBytes` is when it is full.
/** @returns {any} */
export function fakeCaches({ limitBytes = Infinity } = {}) {
  const all = new Map(); // name -> Map of URL -> Response
  const open = async (name) => {
    if (!all.has(name)) all.set(name, new Map());
    const entries = all.get(name);
    return {
      match: async (url) => entries.get(url)?.clone(),
      matchAll: async () => [...entries.values()].map((response) => response.clone()),
      put: async (url, response) => {
        if (Number(response.headers.get('content-length')) > limitBytes)
          throw new DOMException('full', 'QuotaExceededError');
        entries.set(url, response);
      },
    };
  };
  return { all, open, keys: async () => [...all.keys()], delete: async (name) => all.delete(name) };
}
