// One life of a worker: it answers one request at a time until it fails or is ended. A session that is over stays over;
// whoever needs a worker again starts a new one.
import { GlanceError, UnsupportedFormatError } from '../shared/errors.ts';
import type { AnswerTo, Failure, ProgressOf, Reply, WorkerRequest } from '../worker/messages.ts';
import type { WorkerLike } from './assets.ts';

const arrivalLimitMs = 60_000; // of the worker's script: a server may never send it, and the browser waits

export interface RequestOptions<Request extends WorkerRequest> {
  transfer?: Transferable[];
  /** How long the answer may take. */
  limitMs?: number | undefined;
  /**
   * How long the worker may say nothing once its script runs. It says every second of a start that it is alive, and of teaching
   * how far it is.
   */
  silenceMs?: number | undefined;
  onProgress?: ((progress: ProgressOf<Request>) => void) | undefined;
}

interface PendingRequest {
  resolve(value: unknown): void;
  reject(error: unknown): void;
  /** Restarts the limit of silence. */
  heard(): void;
  onProgress: ((progress: never) => void) | undefined;
}

export class WorkerSession {
  #worker: WorkerLike;
  #pending: PendingRequest | null = null;
  #endedWith: { error: unknown } | null = null;
  #arrivalTimer: ReturnType<typeof setTimeout>;
  #arrived: boolean;

  constructor(worker: WorkerLike) {
    this.#worker = worker;
    this.#arrived = worker.hasArrived ?? false;
    this.#arrivalTimer = setTimeout(() => this.end(arrivalError()), arrivalLimitMs);
    if (this.#arrived) clearTimeout(this.#arrivalTimer);
    worker.onmessage = ({ data }) => this.#receive(data as Reply);
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.#crash(event.message || 'the worker could not be loaded');
    };
    worker.onmessageerror = () => this.#crash('a message to the page could not be read');
  }

  get over(): boolean {
    return this.#endedWith !== null;
  }

  /** Rejects with what the worker refuses with, worker/crashed, worker/timeout, DataCloneError, or the error of end(). */
  request<Request extends WorkerRequest>(
    message: Request,
    { transfer = [], limitMs, silenceMs, onProgress }: RequestOptions<Request> = {},
  ): Promise<AnswerTo<Request>> {
    if (this.#endedWith) return Promise.reject(this.#endedWith.error);
    const limit = new Timer(limitMs, () => this.end(timeoutError(limitMs)));
    const silence = new Timer(silenceMs, () => this.#crash(silenceReason(silenceMs)));
    limit.restart();
    if (this.#arrived) silence.restart();
    const answer = new Promise((resolve, reject) => {
      this.#pending = { resolve, reject, heard: () => silence.restart(), onProgress };
    }).finally(() => {
      limit.stop();
      silence.stop();
    });
    this.#send(message, transfer);
    return answer as Promise<AnswerTo<Request>>;
  }

  /** Ends the worker; a running request, and every later one, rejects with `error`. */
  end(error: unknown): void {
    this.#endedWith ??= { error };
    clearTimeout(this.#arrivalTimer);
    this.#worker.terminate();
    this.#settle()?.reject(error);
  }

  #send(message: WorkerRequest, transfer: Transferable[]): void {
    try {
      this.#worker.postMessage(message, transfer);
    } catch (error) {
      this.#settle()?.reject(error);
    }
  }

  #receive(reply: Reply): void {
    clearTimeout(this.#arrivalTimer);
    this.#arrived = true;
    this.#pending?.heard();
    if ('arrived' in reply || 'alive' in reply) return;
    if ('progress' in reply) this.#pending?.onProgress?.(reply.progress as never);
    else if ('value' in reply) this.#settle()?.resolve(reply.value);
    else if (reply.code === 'worker/crashed') this.#crash(reply.message);
    else this.#settle()?.reject(errorOf(reply));
  }

  // The request that is answered now; nothing pends any longer.
  #settle(): PendingRequest | null {
    const pending = this.#pending;
    this.#pending = null;
    return pending;
  }

  #crash(reason: string): void {
    const problem = `the worker broke down (${reason}); the next call starts a new one`;
    this.end(new GlanceError('worker/crashed', problem));
  }
}

// Calls `expire` when nobody restarts it for so long; never without a limit.
class Timer {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #limitMs: number | undefined;
  #expire: () => void;

  constructor(limitMs: number | undefined, expire: () => void) {
    this.#limitMs = limitMs;
    this.#expire = expire;
  }

  restart(): void {
    this.stop();
    if (this.#limitMs) this.#timer = setTimeout(this.#expire, this.#limitMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

function errorOf({ code, message, format, forBrowser }: Failure): GlanceError {
  return format || forBrowser
    ? new UnsupportedFormatError(code, message, format, forBrowser)
    : new GlanceError(code, message);
}

function silenceReason(silenceMs = 0): string {
  return `it said nothing for ${silenceMs / 1000} s`;
}

function arrivalError(): GlanceError {
  const limit = `${arrivalLimitMs / 1000} s`;
  return new GlanceError('asset/unreachable', `the worker's script did not come within ${limit}`);
}

function timeoutError(limitMs = 0): GlanceError {
  const limit = `${limitMs / 1000} s`;
  return new GlanceError('worker/timeout', `no answer within ${limit}; the worker was ended`);
}
