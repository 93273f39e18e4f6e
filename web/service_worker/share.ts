// Pictures that another app shares with the installed page come as a form, which no server ever sees. The files go into a
// cache, and the page, opened anew, takes them from there (web/page/offline/shared_files.ts).

const cacheName = 'glance shared files';

export function isShare({ method, url }: Pick<Request, 'method' | 'url'>, scope: string): boolean {
  return method === 'POST' && url.split('?')[0] === new URL('share', scope).href;
}

/** Stores the pictures and answers with the way to the page. */
export async function takeShare(
  request: Request,
  scope: string,
  caches: CacheStorage,
): Promise<Response> {
  const form = await request.formData();
  const pictures = form
    .getAll('pictures')
    .filter((entry): entry is File => entry instanceof File && entry.size > 0);
  await caches.delete(cacheName); // pictures of an earlier share that nobody took
  const cache = await caches.open(cacheName);
  for (const [index, picture] of pictures.entries())
    await cache.put(addressOf(scope, index), responseOf(picture));
  return Response.redirect(new URL('./?shared', scope).href, 303);
}

function addressOf(scope: string, index: number): string {
  return new URL(`shared/${String(index).padStart(4, '0')}`, scope).href;
}

function responseOf(picture: File): Response {
  return new Response(picture, {
    headers: { 'content-type': picture.type, 'x-name': encodeURIComponent(picture.name) },
  });
}
