// The page's side of its service worker: has the page kept on this device, notices a newer version, and takes it. From
// disk, over plain http and where service workers are refused there is none of this, and the page is as good without.
import { trustedScriptUrl } from '../../shared/trusted_url.ts';

/**
 * @param {Window & typeof globalThis} window
 * @param {URL} scriptUrl of the service worker
 * @param {(event: object) => void} tell gets events of state_offline.js
 */
export function createUpdates(window, scriptUrl, tell) {
  let registration = null;
  let taking = false;

  async function start() {
    if (
      !window.isSecureContext ||
      !/^https?:$/.test(scriptUrl.protocol) ||
      !('serviceWorker' in window.navigator)
    )
      return;
    const container = window.navigator.serviceWorker;
    try {
      registration = await container.register(trustedScriptUrl(scriptUrl));
      watch(container);
      await keep((await container.ready).active);
    } catch {
      tell({ type: 'keptKnown', kept: false }); // refused, or not there
    }
  }

  function watch(container) {
    let controlled = container.controller !== null;
    container.addEventListener('controllerchange', () => {
      if (taking) window.location.reload();
      else if (controlled) tell({ type: 'updatedElsewhere' });
      controlled = true;
    });
    if (registration.waiting) tell({ type: 'updateReady' });
    follow(registration.installing);
    registration.addEventListener('updatefound', () => follow(registration.installing));
  }

  // One that takes over by itself, because nothing is kept yet, does not wait.
  function follow(worker) {
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && registration.active) tell({ type: 'updateReady' });
    });
  }

  function keep(worker) {
    const { port1, port2 } = new MessageChannel();
    return new Promise((resolve) => {
      port1.onmessage = ({ data: { kept } }) => {
        port1.close();
        tell({ type: 'keptKnown', kept });
        resolve();
      };
      worker.postMessage({ type: 'keep' }, [port2]);
    });
  }

  return {
    start,
    /** Loads the page again, as the version that is ready. */
    take() {
      taking = true;
      if (registration?.waiting) registration.waiting.postMessage({ type: 'take' });
      else window.location.reload(); // somebody else took it
    },
  };
}
