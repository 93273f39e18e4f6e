// Runs tasks one at a time, in the order in which they came. An aborted task answers at once; when it is already
// running, the next one still waits until it has really ended.
import { abortError, onAbort, throwIfAborted } from './errors.js';

export class SerialQueue {
  #waiting = [];
  #running = null;
  #closedWith = null;

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
    for (const entry of [this.#running, ...this.#waiting]) entry?.reject(error);
    this.#waiting = [];
  }

  #abandon(entry) {
    this.#waiting = this.#waiting.filter((other) => other !== entry);
    entry.reject(abortError());
  }

  async #advance() {
    if (this.#running || this.#waiting.length === 0) return;
    const entry = this.#waiting.shift();
    this.#running = entry;
    try {
      entry.resolve(await entry.task());
    } catch (error) {
      entry.reject(error);
    }
    entry.stopListening();
    this.#running = null;
    this.#advance();
  }
}
