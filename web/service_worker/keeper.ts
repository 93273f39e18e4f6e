// Keeps the release in a cache of its own, named by the release's hash. It counts only when it is complete: until then, and
// where anything of it cannot be had, the network answers as if there were no cache.
import { keptResponse } from './kept_response.ts';
import { isNeeded } from './release.ts';
import { verifiedBytes } from './verified.ts';

const completeMark = 'glance-release-is-complete'; // no file has this name

/**
 * @param {{ release: import('./release.ts').Release, scope: string, caches: CacheStorage, fetch: typeof globalThis.fetch }}
 *   surroundings `scope` is the URL of the page's folder
 */
export function createKeeper({ release, scope, caches, fetch }) {
  const prefix = `glance ${new URL(scope).pathname} `; // there may be several copies of the page on one host
  const cacheName = prefix + release.hash;
  const urlOf = (name) => new URL(name, scope).href;
  const open = () => caches.open(cacheName);
  const namesOfAll = async () => (await caches.keys()).filter((name) => name.startsWith(prefix));
  const isComplete = async (cache) => (await cache.match(urlOf(completeMark))) !== undefined;
  let filling = null;

  async function keep(file, bytes) {
    await (await open()).put(urlOf(file.name), keptResponse(file.name, bytes, release.policy));
  }

  // What an older release has of the same content need not be loaded again.
  async function fromOlder(file) {
    for (const name of await namesOfAll()) {
      const kept =
        name === cacheName ? undefined : await (await caches.open(name)).match(urlOf(file.name));
      const bytes = kept && (await verifiedBytes(file, kept).catch(() => null));
      if (bytes) return bytes;
    }
    return null;
  }

  // Hosts give out the page by the name of its folder or of its file; their caches may hold an older one.
  async function load(file) {
    const addresses = file.name === 'index.html' ? ['./', file.name] : [file.name];
    const attempts = addresses.flatMap((address) => [
      [address, 'default'],
      [address, 'reload'],
    ]);
    let failure;
    for (const [address, cache] of attempts) {
      try {
        return await verifiedBytes(
          file,
          await fetch(urlOf(address), { cache, credentials: 'same-origin' }),
        );
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  async function fill() {
    const cache = await open();
    if (await isComplete(cache)) return;
    for (const file of release.files.filter(isNeeded)) {
      if (await cache.match(urlOf(file.name))) continue; // verified by an attempt that was broken off
      await keep(file, (await fromOlder(file)) ?? (await load(file)));
    }
    await cache.put(urlOf(completeMark), new Response(''));
  }

  return {
    /** The content policy of the release's page. */
    policy: release.policy,

    /** Keeps what is missing of the release; rejects when that cannot be had. */
    keepAll: () =>
      (filling ??= fill().finally(() => {
        filling = null;
      })),

    /** Keeps a file that came by, if it is what it should be. Never rejects. @param {Response} response is read */
    keepPassing: (file, response) =>
      verifiedBytes(file, response)
        .then((bytes) => keep(file, bytes))
        .catch(() => {}),

    /** @returns {Promise<boolean>} whether the page is here as a whole; never rejects: a storage that is refused is empty */
    isWhole: () =>
      open()
        .then(isComplete)
        .catch(() => false),

    /** @returns {Promise<boolean>} whether any release is, this one or an older */
    async hasAnyWhole() {
      const names = await namesOfAll().catch(() => []);
      const whole = await Promise.all(names.map((name) => caches.open(name).then(isComplete)));
      return whole.includes(true);
    },

    /** @returns {Promise<Response | undefined>} what is kept of a file, if it is still what it should be; never rejects */
    async kept(file) {
      const read = async () => verifiedBytes(file, await (await open()).match(urlOf(file.name)));
      const bytes = await read().catch(() => null);
      return bytes ? keptResponse(file.name, bytes, release.policy) : undefined;
    },

    /** A needed file that got lost or damaged: of this release, or not at all. @returns {Promise<Response>} */
    async replace(file) {
      const bytes = await load(file);
      await keep(file, bytes).catch(() => {}); // no room: next time again
      return keptResponse(file.name, bytes, release.policy);
    },

    /** Removes all other releases. */
    async dropOthers() {
      for (const name of await namesOfAll().catch(() => []))
        if (name !== cacheName) await caches.delete(name);
    },
  };
}
