// What the address of the page asks for.
import type { ClassifierOptions } from '../../library/types.ts';

/**
 * Such as `?backend=simd|relaxed&threads=N`. Anything else in it is ignored.
 * @param query such as location.search
 */
export function wantedBackend(query: string): Pick<ClassifierOptions, 'backend' | 'threads'> {
  const parameters = new URLSearchParams(query);
  const backend = parameters.get('backend');
  const threads = parameters.get('threads') ?? '';
  return {
    ...((backend === 'simd' || backend === 'relaxed') && { backend }),
    ...(/^[1-9]\d{0,2}$/.test(threads) && { threads: Number(threads) }),
  };
}
