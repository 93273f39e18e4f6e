// The page's service worker. It keeps nothing: what it does not answer goes to the server as if it were not there.
import { isolated, needsIsolation } from './isolate.js';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (needsIsolation(request)) event.respondWith(fetch(request).then(isolated));
});
