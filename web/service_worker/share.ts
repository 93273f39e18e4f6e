// Pictures that another app shares with the installed page come as a form. It never goes on to a server, whoever posts it. The files
// go into a cache, and the page, opened anew, takes them from there (web/page/offline/service_worker.ts).

const cacheName = 'glance shared files';

export function isShare({ method, url }: Pick<Request, 'method' | 'url'>, scope: string): boolean {
  return method === 'POST' && url.split('?')[0] === new URL('share', scope).href;
}

/** Takes the pictures of a form that the system or the page's own origin posts. Answers with the way to the page; never rejects. */
export async function answerShare(
  request: Request,
  scope: string,
  caches: CacheStorage,
): Promise<Response> {
  const toPage = () => Response.redirect(scope, 303);
  return isOwn(request, scope) ? takeShare(request, scope, caches).catch(toPage) : toPage();
}

// Another site may post a form here, too: it may not put pictures on the page. Browsers say in different ways who posts.
function isOwn({ headers, referrer }: Request, scope: string): boolean {
  const { origin } = new URL(scope);
  const site = headers.get('sec-fetch-site') ?? 'none';
  const poster = headers.get('origin') ?? origin;
  return (
    ['none', 'same-origin'].includes(site) &&
    [origin, 'null'].includes(poster) &&
    (!/^https?:/.test(referrer) || new URL(referrer).origin === origin)
  );
}

async function takeShare(request: Request, scope: string, caches: CacheStorage): Promise<Response> {
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
