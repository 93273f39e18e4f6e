// The page's service worker. It keeps the release, whole and verified, and answers from it, so that the page works without a
// network; it gives pages and workers the headers that isolate them; and it takes the pictures that are shared with the
// page. Nothing is sent anywhere but the requests for the page's own files.
import { answerFile } from './answer.ts';
import { isolated, needsIsolation } from './isolate.ts';
import { createKeeper } from './keeper.ts';
import { fileOf } from './release.ts';
import { isShare, takeShare } from './share.ts';

const release = GLANCE_RELEASE; // put in by tools/release/bundle/dist.mjs
const { scope } = self.registration;
const fetchIt = (...request) => fetch(...request);
const keeper = createKeeper({ release, scope, caches, fetch: fetchIt });

// An update waits until it is complete, and then until somebody takes it or the last page is closed. Where nothing is kept
// yet, pages come from the network: there is nothing that it could be mixed with.
self.addEventListener('install', (event) => {
  event.waitUntil(
    keeper.hasAnyWhole().then((isUpdate) => (isUpdate ? keeper.keepAll() : self.skipWaiting())),
  );
});

// Nothing is answered before this is over, so it waits for no page: Firefox on a busy machine may not come back from claim().
self.addEventListener('activate', (event) => {
  event.waitUntil(keeper.dropOthers());
  self.clients.claim();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const file = fileOf(release, scope, request);
  if (isShare(request, scope))
    event.respondWith(takeShare(request, scope, caches).catch(() => Response.redirect(scope, 303)));
  else if (file)
    event.respondWith(
      answerFile(keeper, file, { request, waitUntil: (work) => event.waitUntil(work) }, fetchIt),
    );
  else if (needsIsolation(request))
    event.respondWith(fetch(request).then((response) => isolated(response)));
});

const messages = {
  take: () => self.skipWaiting(),
  keep: async (reply) => {
    const kept = await keeper.keepAll().then(
      () => true,
      () => false,
    );
    reply?.postMessage({ kept });
  },
};

self.addEventListener('message', (event) => {
  event.waitUntil(messages[event.data?.type]?.(event.ports[0]));
});
