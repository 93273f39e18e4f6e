// Answers what the page asks for: from the release that is kept, when that is whole, else from the network.
import { isolated, needsIsolation } from './isolate.ts';
import { isNeeded, isOfOtherRelease } from './release.ts';

/**
 * @param {ReturnType<import('./keeper.ts').createKeeper>} keeper
 * @param {import('./release.ts').ReleaseFile} file what is asked for
 * @param {{ request: Request, waitUntil: (work: Promise<unknown>) => void }} event
 * @param {typeof globalThis.fetch} fetch
 * @returns {Promise<Response>}
 */
export async function answerFile(keeper, file, event, fetch) {
  if (!(await keeper.isWhole())) return passOn(keeper, file, event, fetch);
  if (isOfOtherRelease(file, event.request)) return Response.error(); // of a page that was opened before an update
  const kept = await keeper.kept(file);
  if (kept) return kept;
  return isNeeded(file)
    ? keeper.replace(file).catch(() => Response.error())
    : passOn(keeper, file, event, fetch);
}

// It streams to the page, and what comes by is kept.
async function passOn(keeper, file, { request, waitUntil }, fetch) {
  const response = await fetch(request);
  if (response.status === 200 && response.type === 'basic')
    waitUntil(keeper.keepPassing(file, response.clone()));
  return needsIsolation(request) ? isolated(response, keeper.policy) : response;
}
