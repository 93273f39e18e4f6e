// Reads pictures for their classes: the embedding and a thumbnail of what the network saw are kept, the file is not. As many are
// read at once as the classifier has workers, and several reach the state together, so that thousands do not stop the page.
// Without a network they wait until somebody asks to go on.
import type { Classifier, Pixels } from '../../library/types.ts';
import { failureOf } from '../state/state.ts';
import type { Example, Unread } from './state.ts';
import type { RoomStore } from './store.ts';

const thumbnailPx = 160;
const togetherMs = 120;
const mostTries = 3; // the page may start its classifier anew meanwhile, which closes the one before

export interface Brought {
  readonly file: Blob;
  readonly name: string;
  readonly classId: number;
}

export interface Reader {
  add(pictures: readonly Brought[]): void;
  /** Tries again to get the network that pictures wait for. */
  resume(): void;
  /** Gives up all pictures that are not read yet. */
  cancel(): void;
}

/** @param classifierNow of the base network */
export function createReader(store: RoomStore, classifierNow: () => Promise<Classifier>): Reader {
  let waiting: Brought[] = [];
  let next = 0; // in `waiting`
  let running = 0;
  let done = 0;
  let controller = new AbortController();
  const readNow = new Map<number, Omit<Example, 'id'>[]>(); // by class, not yet in the state
  let unreadNow: Unread[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function run(): Promise<void> {
    if (next === waiting.length) return;
    const { signal } = controller;
    const classifier = await classifierNow().catch(() => null); // says why by itself
    while (classifier && !signal.aborted && next < waiting.length && running < classifier.workers)
      void readOne(waiting[next++]!, signal);
  }

  async function readOne(picture: Brought, signal: AbortSignal): Promise<void> {
    ++running;
    try {
      const example = await exampleOf(picture, networkNow, signal);
      if (!signal.aborted) put(picture.classId, example);
    } catch (error) {
      if (error instanceof NoNetwork) return putBack(picture, signal);
      if (!signal.aborted) unreadNow.push({ name: picture.name, failure: failureOf(error) });
    }
    if (signal.aborted) return; // cancel() has set all counts
    --running;
    ++done;
    finishSoon();
    void run();
  }

  async function networkNow(): Promise<Classifier> {
    return classifierNow().catch((cause: unknown) => {
      throw new NoNetwork('the network is gone', { cause });
    });
  }

  function putBack(picture: Brought, signal: AbortSignal): void {
    if (signal.aborted) return;
    --running;
    waiting[--next] = picture;
  }

  function put(classId: number, example: Omit<Example, 'id'>): void {
    const together = readNow.get(classId) ?? [];
    together.push(example);
    readNow.set(classId, together);
  }

  function finishSoon(): void {
    timer ??= setTimeout(finish, togetherMs);
  }

  function finish(): void {
    timer = undefined;
    for (const [classId, examples] of readNow) store.dispatch({ type: 'read', classId, examples });
    readNow.clear();
    if (unreadNow.length > 0) store.dispatch({ type: 'unread', pictures: unreadNow });
    unreadNow = [];
    store.dispatch({ type: 'readingProgressed', done, total: waiting.length });
    if (done < waiting.length) return;
    waiting = [];
    next = done = 0;
  }

  return {
    add(pictures) {
      if (pictures.length === 0) return;
      waiting.push(...pictures);
      store.dispatch({ type: 'readingProgressed', done, total: waiting.length });
      void run();
    },
    resume: () => void run(),
    cancel() {
      controller.abort();
      controller = new AbortController();
      waiting = [];
      next = done = running = 0;
      finish();
    },
  };
}

class NoNetwork extends Error {}

async function exampleOf(
  { file, name }: Brought,
  classifierNow: () => Promise<Classifier>,
  signal: AbortSignal,
): Promise<Omit<Example, 'id'>> {
  for (let tries = 1; ; ++tries) {
    const classifier = await classifierNow();
    try {
      const options = { topK: 1, embedding: true, view: true, signal };
      const { embedding, view } = await classifier.classify(file, options);
      return { name, embedding: compact(embedding!), thumbnail: await thumbnailOf(view!) };
    } catch (error) {
      if (failureOf(error).code !== 'call/closed' || tries === mostTries) throw error;
    }
  }
}

// A view of a larger buffer would keep all of it, and store all of it.
function compact(embedding: Float32Array): Float32Array<ArrayBuffer> {
  const isWhole = embedding.byteLength === embedding.buffer.byteLength;
  return (isWhole ? embedding : embedding.slice()) as Float32Array<ArrayBuffer>;
}

/** A JPEG of pixels; null where the browser makes none. */
export async function thumbnailOf({ width, height, data }: Pixels): Promise<Blob | null> {
  try {
    const whole = new OffscreenCanvas(width, height);
    whole.getContext('2d')!.putImageData(new ImageData(data, width, height), 0, 0);
    const scale = thumbnailPx / Math.max(width, height);
    const small = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale));
    const context = small.getContext('2d')!;
    context.imageSmoothingQuality = 'high';
    context.drawImage(whole, 0, 0, small.width, small.height);
    return await small.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
  } catch {
    return null;
  }
}
