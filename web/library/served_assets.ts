// The library's files on a server. The worker fetches and checks them itself; only its own script is started from here.
import { GlanceError } from '../shared/errors.ts';
import { trustedScriptUrl } from '../shared/trusted_url.ts';

// Starts that failed. WebKit gives a new worker the script of its address that an older one still waits for, so that the next try needs
// another address.
let failures = 0;

/** @returns {import('./assets.ts').Assets} `urlOf` tells where a file is by its name; below `base` when left out */
export function servedAssets(base, manifest, urlOf = (name) => new URL(name, base)) {
  // The hash in the query keeps a script of an older release out of this one.
  const workerUrl = urlOf(manifest.worker.name);
  workerUrl.searchParams.set('v', manifest.worker.sha256.slice(0, 16));
  if (failures > 0) workerUrl.searchParams.set('again', failures);
  let foreignScriptUrl;
  return {
    async startWorker() {
      if (workerUrl.origin === globalThis.location?.origin)
        return new Worker(trustedScriptUrl(workerUrl));
      foreignScriptUrl ??= await fetchScript(workerUrl);
      return new Worker(trustedScriptUrl(foreignScriptUrl));
    },
    async source({ name, byteCount, inflatedByteCount, sha256 }) {
      return { name, byteCount, inflatedByteCount, sha256, url: urlOf(name).href };
    },
    dispose(failure) {
      if (failure && failure.name !== 'AbortError') ++failures;
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
