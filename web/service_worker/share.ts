// Pictures that another app shares with the installed page come as a form, which no server ever sees: the files are laid
// into a cache, and the page, opened anew, takes them from there (web/page/offline/shared_files.ts).

const cacheName = 'glance shared files';

/** @param {Request} request @returns {boolean} */
export function isShare({ method, url }, scope) {
  return method === 'POST' && url.split('?')[0] === new URL('share', scope).href;
}

/** @param {Request} request @returns {Promise<Response>} the way to the page */
export async function takeShare(request, scope, caches) {
  const form = await request.formData();
  const files = form.getAll('pictures').filter((entry) => entry instanceof File && entry.size > 0);
  await caches.delete(cacheName); // what nobody came for
  const cache = await caches.open(cacheName);
  for (const [index, file] of files.entries())
    await cache.put(addressOf(scope, index), responseOf(file));
  return Response.redirect(new URL('./?shared', scope).href, 303);
}

const addressOf = (scope, index) => new URL(`shared/${String(index).padStart(4, '0')}`, scope).href;

function responseOf(file) {
  return new Response(file, {
    headers: { 'content-type': file.type, 'x-name': encodeURIComponent(file.name) },
  });
}
