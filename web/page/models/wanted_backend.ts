// What the address of the page asks for: `?backend=simd|relaxed&threads=N`. Anything else in it is as if it were not there.

/**
 * @param {string} query such as location.search
 * @returns {{ backend?: 'simd' | 'relaxed', threads?: number }}
 */
export function wantedBackend(query) {
  const asked = new URLSearchParams(query);
  const wanted = {};
  if (['simd', 'relaxed'].includes(asked.get('backend'))) wanted.backend = asked.get('backend');
  if (/^[1-9]\d{0,2}$/.test(asked.get('threads') ?? ''))
    wanted.threads = Number(asked.get('threads'));
  return wanted;
}
