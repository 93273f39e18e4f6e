// Isolation of the page, which threads need. Where the server does not send the headers for it, the service worker adds
// them, and the page has to be loaded once more. Nothing here may keep the page from working: whatever is refused, or
// takes too long, leaves it as it is, with one thread.
import { trustedScriptUrl } from '../../shared/trusted_url.ts';

const reloadedKey = 'glance-reloaded-for-isolation';
const patienceMs = 3000;

/**
 * @param {{ window: Window & typeof globalThis, scriptUrl: URL, mayReload: () => boolean }} page `mayReload` is asked in
 *   the end, when somebody may have begun to use the page
 * @returns {Promise<boolean>} whether the page is being loaded again: nothing more should be started then
 */
export async function isolate({ window, scriptUrl, mayReload }) {
  if (window.crossOriginIsolated !== false || !canServe(window, scriptUrl)) return false;
  try {
    await activeWorker(window.navigator.serviceWorker, scriptUrl);
    if (!mayReload() || !firstTime(window.sessionStorage)) return false;
  } catch {
    return false; // no storage, no service workers in this window, no network, or too slow
  }
  window.location.reload();
  return true;
}

function canServe({ isSecureContext, navigator }, { protocol }) {
  return isSecureContext && /^https?:$/.test(protocol) && 'serviceWorker' in navigator;
}

async function activeWorker(container, scriptUrl) {
  let timer;
  const tooLong = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('it took too long')), patienceMs);
  });
  try {
    const active = container.register(trustedScriptUrl(scriptUrl)).then(() => container.ready);
    await Promise.race([active, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

// A host that undoes the headers would otherwise have the page loaded again and again.
function firstTime(storage) {
  if (storage.getItem(reloadedKey)) return false;
  storage.setItem(reloadedKey, 'yes');
  return true;
}
