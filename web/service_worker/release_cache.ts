// Keeps the release in a cache of its own, named by the release's hash, and answers from it. The cache counts only when it is
// complete: until then, and where a file of it cannot be had, the network answers as if there were no cache.
import { policyOfFolder } from '../shared/policy.ts';
import { isolated, isolationHeaders, needsIsolation } from './isolation.ts';
import { isNeeded, isOfOtherRelease, verifiedBytes } from './release.ts';
import type { Release, ReleaseFile } from './release.ts';

const completeMark = 'glance-release-is-complete'; // no file has this name

type Fetch = typeof globalThis.fetch;

/** fill() was stopped. */
export class Stopped extends Error {}

interface Surroundings {
  release: Release;
  /** The URL of the page's folder. */
  scope: string;
  caches: CacheStorage;
  fetch: Fetch;
}

export class ReleaseCache {
  #release: Release;
  #scope: string;
  #caches: CacheStorage;
  #fetch: Fetch;
  #prefix: string;
  #cacheName: string;
  #filling: Promise<void> | null = null;
  #stopping: AbortController | null = null;

  constructor({ release, scope, caches, fetch }: Surroundings) {
    this.#release = release;
    this.#scope = scope;
    this.#caches = caches;
    this.#fetch = fetch;
    this.#prefix = `glance ${new URL(scope).pathname} `; // there may be several copies of the page on one host
    this.#cacheName = this.#prefix + release.hash;
  }

  /** The content policy of the release's page, for its folder. */
  get policy(): string {
    const { policy } = this.#release;
    return policyOfFolder(policy, new URL(this.#scope)) ?? policy;
  }

  /** Adds what is missing of the release; rejects when that cannot be had, with Stopped after stop(). */
  fill(): Promise<void> {
    this.#filling ??= this.#fill().finally(() => {
      this.#filling = null;
    });
    return this.#filling;
  }

  /** Stops fill(). Resolves when it asks for nothing more; what it has added stays. */
  async stop(): Promise<void> {
    this.#stopping?.abort();
    await this.#filling?.catch(() => {});
  }

  async #fill(): Promise<void> {
    const { signal } = (this.#stopping = new AbortController());
    try {
      await this.#addMissing(signal);
    } catch (error) {
      throw signal.aborted ? new Stopped() : error;
    }
  }

  /** Reads a response that came by and adds it, if it is the file. Never rejects. */
  async addPassing(file: ReleaseFile, response: Response): Promise<void> {
    try {
      await this.#add(file, await verifiedBytes(file, response));
    } catch {
      // It is another file, or there is no room: the network goes on answering.
    }
  }

  /** Whether all of the page is here. Never rejects: a storage that is refused is empty. */
  isComplete(): Promise<boolean> {
    return this.#open()
      .then((cache) => this.#hasMark(cache))
      .catch(() => false);
  }

  /** Whether any release is complete, this one or an older. */
  async hasAnyComplete(): Promise<boolean> {
    const names = await this.#names().catch(() => []);
    const complete = await Promise.all(
      names.map(async (name) => this.#hasMark(await this.#caches.open(name))),
    );
    return complete.includes(true);
  }

  /**
   * The file from the cache, if it is still what it should be. Never rejects. The answer is the cache's own: browsers keep compiled
   * code with that, and not with one that is made here.
   * @param asIs without a look at its bytes
   */
  async match(file: ReleaseFile, { asIs = false } = {}): Promise<Response | undefined> {
    try {
      const cache = await this.#open();
      const read = () => cache.match(this.#urlOf(file.name));
      const [answer, copy] = await Promise.all([read(), asIs ? undefined : read()]);
      if (copy) await verifiedBytes(file, copy);
      return answer;
    } catch {
      return undefined;
    }
  }

  /** Loads a needed file that got lost or damaged; rejects when the host no longer has the one of this release. */
  async reload(file: ReleaseFile): Promise<Response> {
    const bytes = await this.#load(file);
    await this.#add(file, bytes).catch(() => {}); // no room: it is loaded again next time
    return this.#responseOf(file, bytes);
  }

  /** Removes all other releases. */
  async deleteOthers(): Promise<void> {
    for (const name of await this.#names().catch(() => []))
      if (name !== this.#cacheName) await this.#caches.delete(name);
  }

  async #addMissing(signal: AbortSignal): Promise<void> {
    const cache = await this.#open();
    if (await this.#hasMark(cache)) return;
    for (const file of this.#release.files.filter(isNeeded)) {
      signal.throwIfAborted();
      if (await cache.match(this.#urlOf(file.name))) continue; // an interrupted attempt verified and added it
      await this.#add(
        file,
        (await this.#fromOlderRelease(file)) ?? (await this.#load(file, signal)),
      );
    }
    await cache.put(this.#urlOf(completeMark), new Response(''));
  }

  // A file with the same content need not be loaded again.
  async #fromOlderRelease(file: ReleaseFile): Promise<Uint8Array<ArrayBuffer> | null> {
    for (const name of await this.#names()) {
      if (name === this.#cacheName) continue;
      const cached = await (await this.#caches.open(name)).match(this.#urlOf(file.name));
      const bytes = cached && (await verifiedBytes(file, cached).catch(() => null));
      if (bytes) return bytes;
    }
    return null;
  }

  // Hosts give out the page by the name of its folder or of its file; their caches may hold an older one.
  async #load(file: ReleaseFile, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const addresses = file.name === 'index.html' ? ['./', file.name] : [file.name];
    let failure: unknown;
    for (const address of addresses) {
      for (const cache of ['default', 'reload'] as const) {
        signal?.throwIfAborted();
        try {
          const request = { cache, credentials: 'same-origin', ...(signal && { signal }) } as const;
          return await verifiedBytes(file, await this.#fetch(this.#urlOf(address), request));
        } catch (error) {
          failure = error;
        }
      }
    }
    throw failure;
  }

  async #add(file: ReleaseFile, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await (await this.#open()).put(this.#urlOf(file.name), this.#responseOf(file, bytes));
  }

  async #hasMark(cache: Cache): Promise<boolean> {
    return (await cache.match(this.#urlOf(completeMark))) !== undefined;
  }

  async #names(): Promise<string[]> {
    return (await this.#caches.keys()).filter((name) => name.startsWith(this.#prefix));
  }

  // Async, since a storage that is refused may throw.
  async #open(): Promise<Cache> {
    return this.#caches.open(this.#cacheName);
  }

  #urlOf(name: string): string {
    return new URL(name, this.#scope).href;
  }

  #responseOf(file: ReleaseFile, bytes: Uint8Array<ArrayBuffer>): Response {
    return cachedResponse(file.name, bytes, this.policy);
  }
}

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  gz: 'application/gzip',
  html: 'text/html; charset=utf-8',
  jpg: 'image/jpeg',
  js: 'text/javascript; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  wasm: 'application/wasm',
  webmanifest: 'application/manifest+json',
};

// The bytes and the headers that they need. Those of the host are left out: they may speak of a redirect, of an encoding, or of
// another kind of file.
function cachedResponse(name: string, bytes: Uint8Array<ArrayBuffer>, policy: string): Response {
  const extension = name.split('.').at(-1) ?? '';
  const headers = new Headers({
    'content-type': types[extension] ?? 'application/octet-stream',
    'content-length': String(bytes.length),
  });
  if (['html', 'js'].includes(extension)) {
    for (const [header, value] of Object.entries(isolationHeaders)) headers.set(header, value);
    headers.set('content-security-policy', policy);
  }
  return new Response(bytes, { headers });
}

// The library checks programs and weights itself, and asks once more, past all caches, when they are wrong.
function isCheckedByReader({ name }: ReleaseFile, { cache }: Pick<Request, 'cache'>): boolean {
  return /\.(wasm|gz)$/.test(name) && cache !== 'reload';
}

/** Answers a request for a file: from the cache when that is complete, else from the network. */
export async function answerFile(
  cache: ReleaseCache,
  file: ReleaseFile,
  event: { request: Request; waitUntil: (work: Promise<unknown>) => void },
  fetch: Fetch,
): Promise<Response> {
  if (!(await cache.isComplete())) return passOn(cache, file, event, fetch);
  if (isOfOtherRelease(file, event.request)) return Response.error(); // of a page that was opened before an update
  const cached = await cache.match(file, { asIs: isCheckedByReader(file, event.request) });
  if (cached) return cached;
  return isNeeded(file)
    ? cache.reload(file).catch(() => Response.error())
    : passOn(cache, file, event, fetch);
}

// Streams from the network to the page, and adds what comes by.
async function passOn(
  cache: ReleaseCache,
  file: ReleaseFile,
  { request, waitUntil }: { request: Request; waitUntil: (work: Promise<unknown>) => void },
  fetch: Fetch,
): Promise<Response> {
  const response = await fetch(request);
  if (response.status === 200 && response.type === 'basic')
    waitUntil(cache.addPassing(file, response.clone()));
  return needsIsolation(request) ? isolated(response, cache.policy) : response;
}
