// Reads and changes what the page's service worker has stored, from the page.
import { gunzipSync } from 'node:zlib';
import { sha256Of } from '../../tools/release/bundle/pieces.mjs';
import { fileOfPage } from './spoiled_server.mjs';

/** Removes all that is stored. The service worker stays. */
export function forgetKept(session) {
  return session.evaluate(async () => {
    for (const name of await caches.keys()) await caches.delete(name);
  });
}

/** Removes the service worker too: the next visit is like a first one. */
export async function forgetAll(session) {
  await session.evaluate(async () => {
    for (const registration of await navigator.serviceWorker.getRegistrations())
      await registration.unregister();
    sessionStorage.clear();
  });
  await forgetKept(session);
}

// Runs in the page: the SHA-256 of each stored file by name, without the mark that the release is complete.
async function hashesOfKept() {
  const hashes = {};
  for (const name of (await caches.keys()).filter((each) => each.startsWith('glance /'))) {
    const cache = await caches.open(name);
    for (const { url } of await cache.keys()) {
      const digest = await crypto.subtle.digest(
        'SHA-256',
        await (await cache.match(url)).arrayBuffer(),
      );
      const file = url.slice(new URL('.', location.href).href.length);
      if (file !== 'glance-release-is-complete')
        hashes[file] = Array.from(new Uint8Array(digest), (byte) =>
          byte.toString(16).padStart(2, '0'),
        ).join('');
    }
  }
  return hashes;
}

// A host may declare a .gz file as content-encoding; then the inflated bytes are stored.
function isOfRelease([name, sha256]) {
  const bytes = fileOfPage(name);
  return (
    sha256Of(bytes) === sha256 || (name.endsWith('.gz') && sha256Of(gunzipSync(bytes)) === sha256)
  );
}

/**
 * Names of stored files that differ from those of the release.
 * @returns {Promise<{ count: number, wrong: string[] }>} `count` of all stored files
 */
export async function checkKept(session) {
  const kept = Object.entries(await session.evaluate(hashesOfKept));
  return {
    count: kept.length,
    wrong: kept.filter((each) => !isOfRelease(each)).map(([name]) => name),
  };
}
