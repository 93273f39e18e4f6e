// The headers that isolate a page, so that its threads may share memory, on hosts that do not send them. Everything that the
// page loads is of its own folder, so no other host has to agree.

export const isolationHeaders = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/** Whether a request is for a page or a worker: nothing else needs the headers. */
export function needsIsolation({ destination }: Pick<Request, 'destination'>): boolean {
  return ['document', 'iframe', 'worker'].includes(destination);
}

/**
 * The same response with the headers, as far as they may be set.
 * @param policy the page's content policy: a worker that comes by its address is not under that of the page that starts it
 */
export function isolated(response: Response, policy?: string): Response {
  if (!['basic', 'default'].includes(response.type)) return response; // a redirect: the browser follows it, and asks again
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(isolationHeaders)) headers.set(name, value);
  if (policy && headers.get('content-security-policy') !== policy)
    headers.append('content-security-policy', policy); // both hold
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
