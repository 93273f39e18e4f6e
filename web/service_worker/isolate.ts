// The headers that make a page isolated, so that its threads may share memory, on hosts that do not send them. Everything
// that the page loads is of its own folder, so nothing else has to agree.

export const isolationHeaders = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/** @param {Request} request @returns {boolean} whether it is for a page or a worker: nothing else needs the headers */
export function needsIsolation({ destination }) {
  return ['document', 'iframe', 'worker'].includes(destination);
}

/**
 * @param {Response} response
 * @param {string} [policy] the page's content policy: a worker that comes by its address is not under that of the page that starts it
 * @returns {Response} the same with the headers, as far as they may be set
 */
export function isolated(response, policy) {
  if (!['basic', 'default'].includes(response.type)) return response; // a redirect: the browser follows it, and asks again
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(isolationHeaders)) headers.set(name, value);
  if (policy && headers.get('content-security-policy') !== policy)
    headers.append('content-security-policy', policy); // both hold
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
