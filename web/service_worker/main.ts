// The page's service worker. It keeps the release, whole and verified, and answers from it, so that the page works without a
// network; it gives pages and workers the headers that isolate them; and it takes the pictures that are shared with the
// page. Nothing is sent anywhere but the requests for the page's own files.
import { isolated, needsIsolation } from './isolation.ts';
import { fileOf } from './release.ts';
import type { Release } from './release.ts';
import { ReleaseCache, Stopped, answerFile } from './release_cache.ts';
import { answerShare, isShare } from './share.ts';

declare const self: ServiceWorkerGlobalScope;

/** tools/release/bundle puts it in. */
declare const GLANCE_RELEASE: Release;

const { scope } = self.registration;
const fetchIt: typeof fetch = (...request) => fetch(...request);
const cache = new ReleaseCache({ release: GLANCE_RELEASE, scope, caches, fetch: fetchIt });

// An update waits until it is complete, and then until somebody takes it or the last page is closed. Where no release is kept
// yet, pages come from the network: no other release can be mixed with it.
self.addEventListener('install', (event) => {
  event.waitUntil(
    cache.hasAnyComplete().then((isUpdate) => (isUpdate ? cache.fill() : self.skipWaiting())),
  );
});

// Requests wait until the activation is over, so it waits for no page: Firefox on a busy machine may not come back from claim().
self.addEventListener('activate', (event) => {
  event.waitUntil(cache.deleteOthers());
  void self.clients.claim();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const file = fileOf(GLANCE_RELEASE, scope, request);
  const waitUntil = (work: Promise<unknown>) => event.waitUntil(work);
  if (isShare(request, scope)) event.respondWith(answerShare(request, scope, caches));
  else if (file) event.respondWith(answerFile(cache, file, { request, waitUntil }, fetchIt));
  else if (needsIsolation(request))
    event.respondWith(fetch(request).then((response) => isolated(response)));
});

// The page sends { type: 'take' } to take an update, { type: 'keep' } to fill the cache, { type: 'pause' } to stop that.
self.addEventListener('message', (event) => {
  const [reply] = event.ports;
  if (event.data?.type === 'take') event.waitUntil(self.skipWaiting());
  if (event.data?.type === 'keep') event.waitUntil(keep(reply));
  if (event.data?.type === 'pause') event.waitUntil(pause(reply));
});

// Answers null when it was stopped.
async function keep(reply: MessagePort | undefined): Promise<void> {
  const kept = await cache.fill().then(
    () => true,
    (error: unknown) => (error instanceof Stopped ? null : false),
  );
  reply?.postMessage({ kept });
}

async function pause(reply: MessagePort | undefined): Promise<void> {
  await cache.stop();
  reply?.postMessage({});
}
