// The page's side of its service worker. The worker keeps the page on this device, isolates it from the next
// visit on where the server does not (threads need that), brings newer versions, and takes pictures that other apps share. From disk, over plain http, and where
// service workers are refused there is none of this, and the page works without.
import { trustedScriptUrl } from '../../shared/trusted_url.ts';
import type { AboutEvent } from '../state/events.ts';

const longestPauseMs = 900; // a service worker that does not answer must not hold up pictures
const sharedFilesCache = 'glance shared files'; // web/service_worker/ writes it

/** What is used of `window`. */
export interface PageWindow {
  readonly isSecureContext: boolean;
  readonly navigator: { readonly serviceWorker: ServiceWorkerContainer };
  readonly location: Pick<Location, 'reload' | 'href'>;
  readonly history: Pick<History, 'replaceState'>;
  readonly caches: CacheStorage;
}

function canServe(
  { isSecureContext, navigator }: Pick<PageWindow, 'isSecureContext' | 'navigator'>,
  { protocol }: URL,
): boolean {
  return isSecureContext && /^https?:$/.test(protocol) && 'serviceWorker' in navigator;
}

export interface Updates {
  /**
   * Has the page kept on this device, and watches for newer versions; later, when it is paused. Never rejects.
   */
  start(): Promise<void>;
  /** Stops all that start() asks the server for. Resolves when nothing more is asked for. Never rejects. */
  pause(): Promise<void>;
  /** Goes on where it was stopped. */
  resume(): void;
  /** Loads the page again as the version that is ready. */
  take(): void;
}

/** @param tell `offerSharing` is called once when the page is controlled, so that pictures shared with it reach no server */
export function createUpdates(
  window: Pick<PageWindow, 'isSecureContext' | 'navigator' | 'location'>,
  scriptUrl: URL,
  { dispatch, offerSharing }: { dispatch: (event: AboutEvent) => void; offerSharing: () => void },
): Updates {
  let registration: ServiceWorkerRegistration | null = null;
  let isTaking = false;
  let isPaused = false;
  let state: 'idle' | 'wanted' | 'running' | 'done' = 'idle';
  let pausing: Promise<void> = Promise.resolve();

  async function start(): Promise<void> {
    if (!canServe(window, scriptUrl)) return;
    state = 'wanted';
    if (isPaused) return;
    state = 'running';
    await run();
  }

  async function run(): Promise<void> {
    const container = window.navigator.serviceWorker;
    try {
      if (!registration) {
        registration = await container.register(trustedScriptUrl(scriptUrl));
        watch(container, registration);
      }
      const { active } = await container.ready;
      if (isPaused) return void (state = 'wanted');
      state = active && (await keep(active)) ? 'done' : 'wanted';
      if (state === 'done' && container.controller) offerSharing();
    } catch {
      state = 'done';
      dispatch({ type: 'keptKnown', kept: false }); // service workers are refused, or the script is not there
    }
  }

  function watch(container: ServiceWorkerContainer, registered: ServiceWorkerRegistration): void {
    let isControlled = container.controller !== null;
    container.addEventListener('controllerchange', () => {
      if (isTaking) window.location.reload();
      else if (isControlled) dispatch({ type: 'updatedElsewhere' });
      isControlled = true;
    });
    if (registered.waiting) dispatch({ type: 'updateReady' });
    follow(registered, registered.installing);
    registered.addEventListener('updatefound', () => follow(registered, registered.installing));
  }

  // The first worker takes over by itself; only one that replaces another has to wait.
  function follow(registered: ServiceWorkerRegistration, worker: ServiceWorker | null): void {
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && registered.active) dispatch({ type: 'updateReady' });
    });
  }

  // False when it was stopped.
  async function keep(worker: ServiceWorker): Promise<boolean> {
    const { kept } = await ask<{ kept: boolean | null }>(worker, 'keep');
    if (kept === null) return false;
    dispatch({ type: 'keptKnown', kept });
    return true;
  }

  async function stop(): Promise<void> {
    const { active } = registration ?? {};
    if (active) await Promise.race([ask(active, 'pause'), after(longestPauseMs)]);
  }

  return {
    start,
    pause() {
      if (!isPaused) pausing = state === 'running' ? stop().catch(() => {}) : Promise.resolve();
      isPaused = true;
      return pausing;
    },
    resume() {
      if (!isPaused) return;
      isPaused = false;
      if (state === 'wanted') void start();
    },
    take() {
      isTaking = true;
      if (registration?.waiting) registration.waiting.postMessage({ type: 'take' });
      else window.location.reload(); // another window took it
    },
  };
}

function ask<Answer>(worker: ServiceWorker, type: string): Promise<Answer> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<Answer>) => {
      port1.close();
      resolve(data);
    };
    worker.postMessage({ type }, [port2]);
  });
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Takes the pictures that another app shared with the installed page, once: the service worker has put them into a cache.
 * None when the page was not opened for them. Never rejects.
 */
export async function takeSharedFiles(
  window: Pick<PageWindow, 'location' | 'history' | 'caches'>,
): Promise<File[]> {
  const address = new URL(window.location.href);
  if (!address.searchParams.has('shared')) return [];
  address.searchParams.delete('shared');
  window.history.replaceState(null, '', address.href);
  try {
    const { caches } = window; // a sandboxed page may not even read this property
    const cache = await caches.open(sharedFilesCache);
    const files = await Promise.all((await cache.matchAll()).map(fileOf));
    await caches.delete(sharedFilesCache);
    return files;
  } catch {
    return []; // storage is forbidden: then there are no shared files
  }
}

async function fileOf(response: Response): Promise<File> {
  const name = decodeURIComponent(response.headers.get('x-name') ?? '');
  return new File([await response.arrayBuffer()], name, {
    type: response.headers.get('content-type') ?? '',
  });
}
