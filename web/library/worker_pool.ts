// The workers behind one classifier. One is there from the start, and may have several threads; when several calls wait,
// more of one thread each are started, since many pictures are done sooner side by side than one by one on all cores.
// They end again when nothing was asked for a while.
import { TaskQueue } from './task_queue.ts';

/**
 * @typedef {import('./worker_session.ts').WorkerSession} WorkerSession
 * @typedef {{ session: WorkerSession, busy: boolean }} Place
 */

export class WorkerPool {
  #queue = new TaskQueue();
  #first;
  #more = []; // places
  #starting = 0;
  #mayGrow = true;
  #launch;
  #options;
  #closedWith = null;
  #rest;

  /**
   * @param {WorkerSession} session the first worker's
   * @param {(options: { single: boolean }) => Promise<WorkerSession>} launch starts another; `single` for one thread
   * @param {{ workers: number, threads: number, idleMs: number }} options at most how many workers at once, how many
   *   threads the first one has, and when those that are not needed end
   */
  constructor(session, launch, options) {
    this.#first = { session, busy: false };
    this.#launch = launch;
    this.#options = options;
  }

  /**
   * Begins calls in the order in which they came.
   * @template T
   * @param {(session: WorkerSession) => Promise<T>} use has the session for itself until it settles
   * @param {AbortSignal} [signal]
   * @returns {Promise<T>} rejects with what `use` throws, with AbortError, with the error given to close(), or with why
   *   no worker can be had
   */
  run(use, signal) {
    clearTimeout(this.#rest);
    const answer = this.#queue.run(() => this.#useFreePlace(use), signal);
    this.#grow();
    return answer;
  }

  /** Ends every worker. */
  close(error) {
    this.#closedWith = error;
    clearTimeout(this.#rest);
    this.#queue.close(error);
    for (const { session } of [this.#first, ...this.#more]) session.end(error);
  }

  async #useFreePlace(use) {
    const place = this.#freePlace();
    place.busy = true;
    try {
      return await use(await this.#liveSession(place));
    } finally {
      place.busy = false;
      this.#dropEnded();
      this.#restWhenIdle();
    }
  }

  #freePlace() {
    const alone = this.#queue.length === 1;
    const places = alone ? [this.#first, ...this.#more] : [...this.#more, this.#first];
    return places.find(({ busy }) => !busy);
  }

  async #liveSession(place) {
    if (place.session.over) place.session = this.#kept(await this.#launch({ single: false }));
    return place.session;
  }

  #kept(session) {
    if (this.#closedWith) session.end(this.#closedWith);
    return session;
  }

  #grow() {
    while (
      this.#mayGrow &&
      !this.#closedWith &&
      this.#more.length + this.#starting < this.#wantedMore()
    )
      this.#startOneMore();
  }

  #wantedMore() {
    const side = Math.min(this.#queue.length, this.#options.workers);
    const firstIsOneOfThem = this.#options.threads === 1 || side === 1;
    return firstIsOneOfThem ? side - 1 : side;
  }

  async #startOneMore() {
    ++this.#starting;
    try {
      const session = this.#kept(await this.#launch({ single: true }));
      this.#more.push({ session, busy: false });
    } catch {
      this.#mayGrow = false; // most likely memory is short: those that are there go on
    }
    --this.#starting;
    this.#fitQueue();
    this.#restWhenIdle();
  }

  #dropEnded() {
    this.#more = this.#more.filter(({ session }) => !session.over);
    this.#fitQueue();
    this.#grow();
  }

  // Its several threads would only get in the others' way.
  #fitQueue() {
    const firstRests = this.#options.threads > 1 && this.#more.length > 1;
    this.#queue.width = this.#more.length + (firstRests ? 0 : 1);
  }

  #restWhenIdle() {
    clearTimeout(this.#rest);
    if (this.#closedWith || this.#more.length === 0) return;
    this.#rest = setTimeout(() => this.#endMore(), this.#options.idleMs);
  }

  #endMore() {
    if (this.#queue.length > 0) return;
    for (const { session } of this.#more) session.end(new Error('not needed any longer'));
    this.#mayGrow = true;
    this.#dropEnded();
  }
}
