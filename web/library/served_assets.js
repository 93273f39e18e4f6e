// The library's files on a server. The worker fetches and checks them itself; only its own script is started from here.
import { GlanceError } from './errors.js';

/** @returns {import('./assets.js').Assets} */
export function servedAssets(base, manifest) {
  // The hash in the query keeps a script of an older release out of this one.
  const workerUrl = new URL(`${manifest.worker.name}?v=${manifest.worker.sha256.slice(0, 16)}`, base);
  return {
    async startWorker() {
      if (workerUrl.origin === globalThis.location?.origin) return new Worker(workerUrl);
      return startForeignWorker(workerUrl);
    },
    async source({ name, byteCount, sha256 }) {
      return { name, byteCount, sha256, url: new URL(name, base).href };
    },
    dispose() {},
  };
}

// Browsers start workers from the page's own origin only, so a script from elsewhere is fetched first.
async function startForeignWorker(url) {
  const response = await fetch(url).catch((error) => refuse(url, error.message));
  if (!response.ok) refuse(url, `the server answered ${response.status}`);
  const script = new Blob([await response.text()], { type: 'text/javascript' });
  const scriptUrl = URL.createObjectURL(script);
  const worker = new Worker(scriptUrl);
  setTimeout(() => URL.revokeObjectURL(scriptUrl), 60_000);
  return worker;
}

function refuse(url, reason) {
  throw new GlanceError('asset/unreachable', `${url}: ${reason}`);
}
