// What createClassifier resolves to: calls wait in a queue, one worker answers them, and when it is lost (crash,
// time-out, abort) a new one is started for the next call from bytes that are already here.
import { GlanceError, abortError, onAbort, throwIfAborted } from './errors.js';
import { dropPicture, readPicture, takePicture } from './picture.js';
import { SerialQueue } from './serial_queue.js';

// A heap never shrinks, so a worker whose heap has grown beyond this is given back and started anew when needed.
const largestIdleHeapBytes = 256 * 2 ** 20;

export class Classifier {
  #queue = new SerialQueue();
  #session;
  #launch;
  #options;
  #labels;
  #closed = false;

  /**
   * @param {{ session: import('./worker_session.js').WorkerSession, model: object, labels: object,
   *   backend: object }} launched
   * @param {() => Promise<{ session }>} launch starts another worker
   * @param {{ language: string, limits: { pictureMs: number, abortGraceMs: number }, weights: () => Blob,
   *   dispose: () => void }} options
   */
  constructor({ session, model, labels, backend }, launch, options) {
    this.#session = session;
    this.#launch = launch;
    this.#options = options;
    this.#labels = labels;
    /** What the weight file says of itself, and what it is. */
    this.model = Object.freeze(model);
    /** What the first worker runs on, and why. */
    this.backend = Object.freeze(backend);
  }

  async classify(picture, { topK = 5, language = this.#options.language, heatmap = false, signal } = {}) {
    if (this.#closed) throw closedError();
    throwIfAborted(signal);
    if (!Number.isInteger(topK) || topK < 1) {
      throw new GlanceError('call/bad-argument', `topK is ${topK}, want a whole number of at least 1`);
    }
    const taken = takePicture(picture);
    taken.catch(() => {}); // its turn comes later, and reports it then
    const ask = async () => this.#ask(await readPicture(await taken), { topK, language, heatmap }, signal);
    const answer = this.#queue.run(ask, signal);
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
    this.#queue.close(closedError());
    this.#session.end(closedError());
    this.#options.dispose();
  }

  async #ask({ message, transfer }, options, signal) {
    const session = await this.#liveSession();
    throwIfAborted(signal);
    const { pictureMs, abortGraceMs } = this.#options.limits;
    const stop = endIfNotDoneSoon(session, signal, abortGraceMs);
    try {
      const request = { type: 'classify', picture: message, options };
      const { result, heapBytes } = await session.request(request, { transfer, limitMs: pictureMs });
      if (heapBytes > largestIdleHeapBytes) session.end(closedError());
      return result;
    } catch (error) {
      throw isCloneError(error) ? crossOriginError() : error;
    } finally {
      stop();
    }
  }

  async #liveSession() {
    if (!this.#session.over) return this.#session;
    const { session } = await this.#launch();
    this.#session = session;
    if (this.#closed) session.end(closedError());
    return session;
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
  return new GlanceError('image/cross-origin', 'the picture comes from another site, which does not share its pixels');
}

function closedError() {
  return new GlanceError('call/closed', 'the classifier is closed');
}
