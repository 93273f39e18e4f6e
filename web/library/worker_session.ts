// One life of a worker: it answers one request at a time until it fails or is ended. A session that is over stays over;
// whoever needs a worker again starts a new one.
import { GlanceError } from '../shared/errors.ts';

const arrivalLimitMs = 60_000; // of the worker's script: a server may never send it, and the browser waits

export class WorkerSession {
  #worker;
  #pending = null;
  #endedWith = null;
  #arrival;
  #arrived = false;

  /** @param {Worker} worker */
  constructor(worker) {
    this.#worker = worker;
    this.#arrival = setTimeout(() => this.end(arrivalError()), arrivalLimitMs);
    worker.onmessage = ({ data }) => this.#receive(data);
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.#crash(event.message || 'the worker could not be loaded');
    };
    worker.onmessageerror = () => this.#crash('a message to the page could not be read');
  }

  get over() {
    return this.#endedWith !== null;
  }

  /**
   * @param {object} message `type` names what is wanted, see worker/main.js
   * @param {{ transfer?: Transferable[], limitMs?: number, silenceMs?: number, onProgress?: (progress: object) => void }} [options]
   *   `silenceMs`: how long the worker, once its script is there, may say nothing at all; it says that it is alive every second of a start
   * @returns {Promise<any>} rejects with what the worker refuses with, worker/crashed, worker/timeout, or end()'s error
   */
  request(message, { transfer = [], limitMs, silenceMs, onProgress } = {}) {
    if (this.over) return Promise.reject(this.#endedWith);
    return new Promise((resolve, reject) => {
      const timer = limitMs && setTimeout(() => this.end(timeoutError(limitMs)), limitMs);
      let silence;
      const heard = () => {
        clearTimeout(silence);
        if (silenceMs)
          silence = setTimeout(
            () => this.#crash(`it said nothing for ${silenceMs / 1000} s`),
            silenceMs,
          );
      };
      if (this.#arrived) heard();
      const settle = (action) => (value) => {
        clearTimeout(timer);
        clearTimeout(silence);
        this.#pending = null;
        action(value);
      };
      this.#pending = { resolve: settle(resolve), reject: settle(reject), heard, onProgress };
      this.#send(message, transfer);
    });
  }

  /** Ends the worker; a running request, and every later one, rejects with `error`. */
  end(error) {
    this.#endedWith ??= error;
    clearTimeout(this.#arrival);
    this.#worker.terminate();
    this.#pending?.reject(error);
  }

  #send(message, transfer) {
    try {
      this.#worker.postMessage(message, transfer);
    } catch (error) {
      this.#pending.reject(error);
    }
  }

  #receive(reply) {
    clearTimeout(this.#arrival);
    this.#arrived = true;
    this.#pending?.heard();
    if (reply.arrived || reply.alive) return;
    if (reply.progress) this.#pending?.onProgress?.(reply.progress);
    else if (reply.ok) this.#pending?.resolve(reply.value);
    else if (reply.code === 'worker/crashed') this.#crash(reply.message);
    else this.#pending?.reject(new GlanceError(reply.code, reply.message));
  }

  #crash(reason) {
    this.end(
      new GlanceError(
        'worker/crashed',
        `the worker broke down (${reason}); the next call starts a new one`,
      ),
    );
  }
}

function arrivalError() {
  return new GlanceError(
    'asset/unreachable',
    `the worker's script did not come within ${arrivalLimitMs / 1000} s`,
  );
}

function timeoutError(limitMs) {
  return new GlanceError(
    'worker/timeout',
    `no answer within ${limitMs / 1000} s; the worker was ended`,
  );
}
