// Runs tasks in the order in which they came, `width` of them at once. An aborted task answers at once; when it is
// already running, its place is free only when it has really ended.
import { abortError, onAbort, throwIfAborted } from '../shared/errors.ts';

export class TaskQueue {
  #width = 1;
  #waiting = [];
  #running = new Set();
  #closedWith = null;

  /** How many tasks may run at once. Those that run already go on when there are fewer. */
  get width() {
    return this.#width;
  }

  set width(width) {
    this.#width = width;
    this.#advance();
  }

  /** How many tasks run or wait. */
  get length() {
    return this.#running.size + this.#waiting.length;
  }

  /**
   * @template T
   * @param {() => Promise<T>} task
   * @param {AbortSignal} [signal]
   * @returns {Promise<T>} rejects with what the task throws, with AbortError, or with the error given to close()
   */
  async run(task, signal) {
    if (this.#closedWith) throw this.#closedWith;
    throwIfAborted(signal);
    return new Promise((resolve, reject) => {
      const entry = { task, resolve, reject };
      entry.stopListening = onAbort(signal, () => this.#abandon(entry));
      this.#waiting.push(entry);
      this.#advance();
    });
  }

  /** Rejects every task, running or waiting, now and from now on. */
  close(error) {
    this.#closedWith = error;
    for (const entry of [...this.#running, ...this.#waiting]) entry.reject(error);
    this.#waiting = [];
  }

  #abandon(entry) {
    this.#waiting = this.#waiting.filter((other) => other !== entry);
    entry.reject(abortError());
  }

  #advance() {
    while (this.#running.size < this.#width && this.#waiting.length > 0)
      this.#start(this.#waiting.shift());
  }

  async #start(entry) {
    this.#running.add(entry);
    try {
      entry.resolve(await entry.task());
    } catch (error) {
      entry.reject(error);
    }
    entry.stopListening();
    this.#running.delete(entry);
    this.#advance();
  }
}
