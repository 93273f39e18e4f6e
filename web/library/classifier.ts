// What createClassifier resolves to: workers answer the calls, and when one is lost (crash, time-out, abort) a new one is
// started when it is needed, from bytes that are already here.
import { decodeInBrowser, withBrowserDecoding } from './browser_decode.ts';
import { checkOptions } from './classify_options.ts';
import { GlanceError, abortError, onAbort, throwIfAborted } from '../shared/errors.ts';
import { bitmapPicture, dropPicture, readPicture, takePicture } from './picture.ts';
import { WorkerPool } from './worker_pool.ts';

// A heap never shrinks, so a worker whose heap has grown beyond this is given back and started anew when needed.
const largestIdleHeapBytes = 256 * 2 ** 20;

export class Classifier {
  #pool;
  #options;
  #labels;
  #closed = false;

  /**
   * @param {{ session: import('./worker_session.ts').WorkerSession, model: object, labels: object, backend: object }}
   *   launched the first worker
   * @param {ConstructorParameters<typeof WorkerPool>[1]} launch starts another worker
   * @param {{ language: string, workers: number, weights: () => Blob, dispose: () => void,
   *   limits: { pictureMs: number, abortGraceMs: number, idleMs: number } }} options
   */
  constructor({ session, model, labels, backend }, launch, options) {
    const { workers, limits } = options;
    this.#pool = new WorkerPool(session, launch, {
      workers,
      threads: backend.threads,
      idleMs: limits.idleMs,
    });
    this.#options = options;
    this.#labels = labels;
    /** What the weight file says of itself, and what it is. */
    this.model = Object.freeze(model);
    /** What the first worker runs on, and why. */
    this.backend = Object.freeze(backend);
    /** How many workers look at pictures at once, at most. */
    this.workers = workers;
  }

  async classify(picture, { signal, ...wanted } = {}) {
    if (this.#closed) throw closedError();
    throwIfAborted(signal);
    const options = checkOptions(wanted, this.#options.language);
    const taken = takePicture(picture);
    taken.catch(() => {}); // its turn comes later, and reports it then
    const ask = async (session) => this.#look(session, await taken, options, signal);
    const answer = this.#pool.run(ask, signal);
    return answer.catch((error) => {
      taken.then(dropPicture, () => {});
      throw error;
    });
  }

  /** The label of class `index`, up to its first comma as the results have it; undefined when there is none. */
  labelOf(index, language = this.#options.language) {
    const list = this.#labels[language] ?? this.#labels.en ?? Object.values(this.#labels)[0];
    return list[index]?.split(',')[0];
  }

  weights() {
    return this.#options.weights();
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    this.#pool.close(closedError());
    this.#options.dispose();
  }

  // A kind of picture that the core does not read is decoded by the browser, where it can.
  async #look(session, taken, options, signal) {
    try {
      return await this.#ask(session, await readPicture(taken), options, signal);
    } catch (error) {
      if (taken.message.kind !== 'file') throw error;
      const decoded = await decodeInBrowser(taken.message.blob, error);
      const picture = bitmapPicture(decoded.bitmap);
      const result = await this.#ask(session, picture, options, signal).finally(() =>
        dropPicture(picture),
      );
      return withBrowserDecoding(result, decoded);
    }
  }

  async #ask(session, { message, transfer }, options, signal) {
    throwIfAborted(signal);
    const { pictureMs, abortGraceMs } = this.#options.limits;
    const stop = endIfNotDoneSoon(session, signal, abortGraceMs);
    try {
      const request = { type: 'classify', picture: message, options };
      const { result, heapBytes } = await session.request(request, {
        transfer,
        limitMs: pictureMs,
      });
      if (heapBytes > largestIdleHeapBytes) session.end(closedError());
      return result;
    } catch (error) {
      throw isCloneError(error) ? crossOriginError() : error;
    } finally {
      stop();
    }
  }
}

// Most answers come sooner than a new worker would be ready, so an aborted call gets a moment to end by itself.
function endIfNotDoneSoon(session, signal, graceMs) {
  let timer;
  const stopListening = onAbort(signal, () => {
    timer = setTimeout(() => session.end(abortError()), graceMs);
  });
  return () => {
    clearTimeout(timer);
    stopListening();
  };
}

// A bitmap of pixels that the page may not read cannot be sent to a worker.
function isCloneError(error) {
  return error.name === 'DataCloneError';
}

function crossOriginError() {
  return new GlanceError(
    'image/cross-origin',
    'the picture comes from another site, which does not share its pixels',
  );
}

function closedError() {
  return new GlanceError('call/closed', 'the classifier is closed');
}
