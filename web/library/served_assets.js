// The library's files on a server. The worker fetches and checks them itself; only its own script is started from here.
import { GlanceError } from './errors.js';

/** @returns {import('./assets.js').Assets} */
export function servedAssets(base, manifest) {
  // The hash in the query keeps a script of an older release out of this one.
  const workerUrl = new URL(`${manifest.worker.name}?v=${manifest.worker.sha256.slice(0, 16)}`, base);
  let foreignScriptUrl;
  return {
    async startWorker() {
      if (workerUrl.origin === globalThis.location?.origin) return new Worker(workerUrl);
      foreignScriptUrl ??= await fetchScript(workerUrl);
      return new Worker(foreignScriptUrl);
    },
    async source({ name, byteCount, inflatedByteCount, sha256 }) {
      return { name, byteCount, inflatedByteCount, sha256, url: new URL(name, base).href };
    },
    dispose() {
      if (foreignScriptUrl) URL.revokeObjectURL(foreignScriptUrl);
    },
  };
}

// Browsers start workers from the page's own origin only, so a script from elsewhere becomes a blob of this one.
async function fetchScript(url) {
  const response = await fetch(url).catch((error) => refuse(url, error.message));
  if (!response.ok) refuse(url, `the server answered ${response.status}`);
  return URL.createObjectURL(new Blob([await response.text()], { type: 'text/javascript' }));
}

function refuse(url, reason) {
  throw new GlanceError('asset/unreachable', `${url}: ${reason}`);
}
