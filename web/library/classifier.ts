// What createClassifier resolves to. `classify` is the way of one picture, from the call to the worker's answer. When a worker
// is lost (crash, time-out, abort), the pool starts another when it is needed, from bytes that are already here.
import { GlanceError, abortError, onAbort, throwIfAborted } from '../shared/errors.ts';
import type { CoreGroup, SentOptions, SentPicture, Started } from '../worker/messages.ts';
import { requireClassifyOptions } from './options.ts';
import {
  decodeInBrowser,
  readPicture,
  releasePicture,
  takePicture,
  transferOf,
} from './picture.ts';
import type { BrowserDecoding } from './picture.ts';
import type {
  Answer,
  Backend,
  Classification,
  ClassGroup,
  Classifier,
  ClassifyOptions,
  ModelDescription,
  Picture,
} from './types.ts';
import type { TeachingFiles } from './worker_files.ts';
import { WorkerPool } from './worker_pool.ts';
import type { WorkerSession } from './worker_session.ts';

// A heap never shrinks, so a worker whose heap has grown beyond this is ended, and started anew when it is needed.
const largestIdleHeapBytes = 256 * 2 ** 20;

// Compilers of `using` name it so where the browser does not have it yet.
const dispose: typeof Symbol.dispose =
  Symbol.dispose ?? (Symbol.for('Symbol.dispose') as typeof Symbol.dispose);

export interface Limits {
  /** For one picture in the worker, and in the browser's decoder. */
  pictureMs: number;
  /** How long an aborted picture may go on before its worker is ended. */
  abortGraceMs: number;
  /** How long a worker that nobody needs is kept. */
  idleMs: number;
}

export interface PooledOptions {
  language: string;
  workers: number;
  weights: () => Blob;
  teaching: () => Promise<TeachingFiles>;
  dispose: () => void;
  limits: Limits;
}

export class PooledClassifier implements Classifier {
  readonly model: ModelDescription;
  readonly backend: Backend;
  readonly workers: number;
  /** This and `options` are for the teacher too; they are not part of the public types. */
  readonly pool: WorkerPool;
  readonly options: PooledOptions;
  #names: Started['names'];
  #groups: CoreGroup[];
  #closed = false;

  /**
   * @param first the first worker
   * @param startWorker starts another; a `single` one has one thread
   */
  constructor(
    first: { session: WorkerSession } & Pick<Started, 'model' | 'names' | 'groups' | 'backend'>,
    startWorker: (options: { single: boolean }) => Promise<WorkerSession>,
    options: PooledOptions,
  ) {
    const { workers, limits } = options;
    const { threads } = first.backend;
    this.pool = new WorkerPool(first.session, startWorker, {
      workers,
      threads,
      idleMs: limits.idleMs,
    });
    this.options = options;
    this.#names = first.names;
    this.#groups = first.groups;
    this.model = Object.freeze(first.model);
    this.backend = Object.freeze(first.backend);
    this.workers = workers;
    Object.freeze(this);
  }

  async classify(picture: Picture, given: ClassifyOptions = {}): Promise<Classification> {
    if (this.#closed) throw closedError();
    requireClassifyOptions(given);
    const { signal, ...wanted } = given;
    throwIfAborted(signal);
    const options = optionsToSend(wanted, this.options.language);
    const taking = takePicture(picture);
    taking.catch(() => {}); // awaited when it is the picture's turn
    const classifyOn = async (worker: WorkerSession) => {
      const taken = await taking;
      if (taken.kind !== 'file') return this.#send(worker, taken, options, signal);
      try {
        return await this.#send(worker, await readPicture(taken), options, signal);
      } catch (refusal) {
        const { pictureMs } = this.options.limits;
        const decoding = await decodeInBrowser(taken.blob, refusal, pictureMs); // throws other errors again
        const result = await this.#send(worker, decoding.picture, options, signal);
        return withBrowserDecoding(result, decoding);
      }
    };
    try {
      return await this.pool.run(classifyOn, signal);
    } catch (error) {
      taking.then(releasePicture, () => {});
      throw error;
    }
  }

  async #send(
    worker: WorkerSession,
    picture: SentPicture,
    options: SentOptions,
    signal: AbortSignal | undefined,
  ): Promise<Classification> {
    const { pictureMs, abortGraceMs } = this.options.limits;
    const stopListening = endWhenAborted(worker, signal, abortGraceMs);
    try {
      throwIfAborted(signal);
      const { result, heapBytes } = await worker.request(
        { type: 'classify', picture, options },
        {
          transfer: transferOf(picture),
          limitMs: options['lookAgain'] ? 3 * pictureMs : pictureMs,
        },
      );
      if (heapBytes > largestIdleHeapBytes) worker.end(closedError());
      return result;
    } catch (error) {
      throw isCloneError(error) ? crossOriginError() : error;
    } finally {
      stopListening();
      releasePicture(picture);
    }
  }

  async embed(picture: Picture, options?: ClassifyOptions): Promise<Float32Array> {
    return (await this.classify(picture, { ...options, lookAgain: false, embedding: true }))
      .embedding!;
  }

  labelOf(index: number, language = this.options.language): string | undefined {
    return this.namesOf(index, language)[0];
  }

  namesOf(index: number, language = this.options.language): string[] {
    return [...(inLanguage(this.#names, language)?.[index] ?? [])];
  }

  groups(language = this.options.language): ClassGroup[] {
    return this.#groups.map(({ names, ...group }) => ({
      ...group,
      label: inLanguage(names, language)!,
    }));
  }

  pathTo({ index, group }: Pick<Answer, 'index' | 'group'>, language?: string): string[] {
    const groups = this.groups(language);
    const holding = groups.filter(({ id, classes }) =>
      index === null ? id === group : classes.includes(index),
    );
    const above = (one: ClassGroup | undefined) => groups.find(({ id }) => id === one?.parent);
    const label = index === null ? undefined : this.labelOf(index, language);
    const path = label === undefined ? [] : [label];
    let one = holding.find(({ id }) => !holding.some(({ parent }) => parent === id));
    for (; one; one = above(one)) path.unshift(one.label);
    return path;
  }

  weights(): Blob {
    return this.options.weights();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.pool.close(closedError());
    this.options.dispose();
  }

  [dispose](): void {
    this.close();
  }
}

// Most answers come sooner than a new worker would be ready, so an aborted call gets a moment to end by itself.
export function endWhenAborted(
  worker: WorkerSession,
  signal: AbortSignal | undefined,
  graceMs: number,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stopListening = onAbort(signal, () => {
    timer = setTimeout(() => worker.end(abortError()), graceMs);
  });
  return () => {
    clearTimeout(timer);
    stopListening();
  };
}

/** The result of a picture that the browser decoded: its note, and its time as part of the whole. */
export function withBrowserDecoding(
  result: Classification,
  { format, elapsedMs }: Pick<BrowserDecoding, 'format' | 'elapsedMs'>,
): Classification {
  const { decode, total } = result.timings;
  const message = `decoded by the browser, as ${format}`;
  const note = { code: 'note/browser-decoded', message, format };
  const timings = { ...result.timings, decode: decode + elapsedMs, total: total + elapsedMs };
  return { ...result, timings, notes: [note, ...result.notes] };
}

// The options for the worker, where the core checks them (src/classify_options.cc). A value that no option takes, such as a
// function, goes as its text, so that it can be sent and the core can say what it refuses.
function optionsToSend({ region, ...wanted }: ClassifyOptions, language: string): SentOptions {
  const options: SentOptions = { ...wanted, language: wanted.language ?? language };
  for (const [name, value] of Object.entries(options)) options[name] = sendable(value);
  if (region === undefined || region === null) return options;
  const { x, y, width, height } = region;
  return { ...options, region: [x, y, width, height].map(sendable) };
}

function sendable(value: unknown): unknown {
  return ['number', 'string', 'boolean', 'undefined'].includes(typeof value)
    ? value
    : String(value);
}

// A bitmap of pixels that the page may not read cannot be sent to a worker.
function isCloneError(error: unknown): boolean {
  return error instanceof Error && error.name === 'DataCloneError';
}

function crossOriginError(): GlanceError {
  return new GlanceError(
    'image/cross-origin',
    'the picture comes from another site, which does not share its pixels',
  );
}

export function closedError(): GlanceError {
  return new GlanceError('call/closed', 'the classifier is closed');
}

// What stands for `language`, or for English, or for the first there is.
function inLanguage<Value>(values: Record<string, Value>, language: string): Value | undefined {
  return values[language] ?? values.en ?? Object.values(values)[0];
}
