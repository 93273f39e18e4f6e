// Takes the pictures that another app shared with the installed page: its service worker laid them into a cache
// (web/service_worker/share.ts). They are taken once.

const cacheName = 'glance shared files';

/**
 * @param {{ caches?: CacheStorage, location: Location, history: History }} window
 * @returns {Promise<File[]>} none when the page was not opened for them; never rejects
 */
export async function takeSharedFiles(window) {
  const address = new URL(window.location.href);
  if (!address.searchParams.has('shared')) return [];
  address.searchParams.delete('shared');
  window.history.replaceState(null, '', address.href);
  try {
    const { caches } = window; // where a page is sandboxed, asking for them throws
    const cache = await caches.open(cacheName);
    const files = await Promise.all((await cache.matchAll()).map(fileOf));
    await caches.delete(cacheName);
    return files;
  } catch {
    return []; // storage is forbidden: then nothing was laid there either
  }
}

async function fileOf(response) {
  const name = decodeURIComponent(response.headers.get('x-name'));
  return new File([await response.arrayBuffer()], name, {
    type: response.headers.get('content-type') ?? '',
  });
}
