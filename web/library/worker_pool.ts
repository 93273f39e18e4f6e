// The workers behind one classifier and the queue in front of them. One worker is there from the start and may have several
// threads. When several calls wait, extra workers of one thread each are started, since many pictures are done sooner side by
// side than one by one on all cores. They end again when nothing was asked for a while.
import { abortError, onAbort, throwIfAborted } from '../shared/errors.ts';
import type { WorkerSession } from './worker_session.ts';

interface Slot<S> {
  session: S;
  busy: boolean;
}

interface PoolOptions {
  /** At most how many workers at once. */
  workers: number;
  /** Of the first worker. */
  threads: number;
  /** When extra workers that nobody needs end. */
  idleMs: number;
}

export class WorkerPool<S extends Pick<WorkerSession, 'end' | 'over'> = WorkerSession> {
  #queue = new TaskQueue();
  #first: Slot<S>;
  #extra: Slot<S>[] = [];
  #startingCount = 0;
  #mayGrow = true;
  #startWorker: (options: { single: boolean }) => Promise<S>;
  #options: PoolOptions;
  #closedWith: { error: unknown } | null = null;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;

  /** @param startWorker starts another worker; a `single` one has one thread */
  constructor(
    session: S,
    startWorker: (options: { single: boolean }) => Promise<S>,
    options: PoolOptions,
  ) {
    this.#first = { session, busy: false };
    this.#startWorker = startWorker;
    this.#options = options;
  }

  /**
   * Gives `use` a worker for itself until `use` settles. Calls begin in the order in which they came. Rejects with what
   * `use` throws, with AbortError, with the error given to close(), or with why no worker can be had.
   */
  run<T>(use: (session: S) => Promise<T>, signal?: AbortSignal): Promise<T> {
    clearTimeout(this.#idleTimer);
    const answer = this.#queue.run(() => this.#useFreeWorker(use), signal);
    this.#startExtraWorkers();
    return answer;
  }

  /** Ends every worker. */
  close(error: unknown): void {
    this.#closedWith = { error };
    clearTimeout(this.#idleTimer);
    this.#queue.close(error);
    for (const { session } of [this.#first, ...this.#extra]) session.end(error);
  }

  async #useFreeWorker<T>(use: (session: S) => Promise<T>): Promise<T> {
    const slot = this.#freeSlot();
    slot.busy = true;
    try {
      if (slot.session.over) slot.session = await this.#start({ single: false });
      return await use(slot.session);
    } finally {
      slot.busy = false;
      this.#dropEndedWorkers();
      this.#endExtraWorkersWhenIdle();
    }
  }

  // A single call gets the first worker, which may have several threads. The queue never runs more tasks than there are slots.
  #freeSlot(): Slot<S> {
    const alone = this.#queue.length === 1;
    const slots = alone ? [this.#first, ...this.#extra] : [...this.#extra, this.#first];
    return slots.find(({ busy }) => !busy) ?? this.#first;
  }

  // A worker that comes after close() is ended at once.
  async #start(options: { single: boolean }): Promise<S> {
    const session = await this.#startWorker(options);
    if (this.#closedWith) session.end(this.#closedWith.error);
    return session;
  }

  #startExtraWorkers(): void {
    const canGrow = () => this.#mayGrow && !this.#closedWith;
    while (canGrow() && this.#extra.length + this.#startingCount < this.#wantedExtraCount())
      void this.#startExtraWorker();
  }

  #wantedExtraCount(): number {
    const together = Math.min(this.#queue.length, this.#options.workers);
    const firstIsOneOfThem = this.#options.threads === 1 || together === 1;
    return firstIsOneOfThem ? together - 1 : together;
  }

  async #startExtraWorker(): Promise<void> {
    ++this.#startingCount;
    try {
      const session = await this.#start({ single: true });
      this.#extra.push({ session, busy: false });
    } catch {
      this.#mayGrow = false; // most likely memory is short: the workers that are there go on
    }
    --this.#startingCount;
    this.#fitQueue();
    this.#endExtraWorkersWhenIdle();
  }

  #dropEndedWorkers(): void {
    this.#extra = this.#extra.filter(({ session }) => !session.over);
    this.#fitQueue();
    this.#startExtraWorkers();
  }

  // While several extra workers run, the several threads of the first one would only take processors away from them.
  #fitQueue(): void {
    const firstPauses = this.#options.threads > 1 && this.#extra.length > 1;
    this.#queue.concurrency = this.#extra.length + (firstPauses ? 0 : 1);
  }

  #endExtraWorkersWhenIdle(): void {
    clearTimeout(this.#idleTimer);
    if (this.#closedWith || this.#extra.length === 0) return;
    this.#idleTimer = setTimeout(() => this.#endExtraWorkers(), this.#options.idleMs);
  }

  #endExtraWorkers(): void {
    if (this.#queue.length > 0) return;
    for (const { session } of this.#extra) session.end(new Error('not needed any longer'));
    this.#mayGrow = true;
    this.#dropEndedWorkers();
  }
}

interface QueuedTask {
  run(): Promise<void>;
  reject(error: unknown): void;
  stopListening(): void;
}

/**
 * Runs tasks in the order in which they came, `concurrency` of them at once. An aborted task answers at once; when it is
 * already running, the next one starts only when it has really ended.
 */
export class TaskQueue {
  #concurrency = 1;
  #waiting: QueuedTask[] = [];
  #running = new Set<QueuedTask>();
  #closedWith: { error: unknown } | null = null;

  /** How many tasks may run at once. Those that run already go on when there may be fewer. */
  get concurrency(): number {
    return this.#concurrency;
  }

  set concurrency(concurrency: number) {
    this.#concurrency = concurrency;
    this.#advance();
  }

  /** How many tasks run or wait. */
  get length(): number {
    return this.#running.size + this.#waiting.length;
  }

  /** Rejects with what the task throws, with AbortError, or with the error given to close(). */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.#closedWith) throw this.#closedWith.error;
    throwIfAborted(signal);
    return new Promise((resolve, reject) => {
      const queued: QueuedTask = {
        run: () => task().then(resolve, reject),
        reject,
        stopListening: onAbort(signal, () => this.#abandon(queued)),
      };
      this.#waiting.push(queued);
      this.#advance();
    });
  }

  /** Rejects every task, running or waiting, now and from now on. */
  close(error: unknown): void {
    this.#closedWith = { error };
    for (const task of [...this.#running, ...this.#waiting]) task.reject(error);
    this.#waiting = [];
  }

  #abandon(task: QueuedTask): void {
    this.#waiting = this.#waiting.filter((other) => other !== task);
    task.reject(abortError());
  }

  #advance(): void {
    while (this.#running.size < this.#concurrency) {
      const task = this.#waiting.shift();
      if (!task) return;
      void this.#start(task);
    }
  }

  async #start(task: QueuedTask): Promise<void> {
    this.#running.add(task);
    await task.run();
    task.stopListening();
    this.#running.delete(task);
    this.#advance();
  }
}
