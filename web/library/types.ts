// What callers pass to the library and get from it, part of the public types: web/library/glance.ts exports all of them,
// and tools/release/bundle makes dist/glance.d.ts from them.
import type {
  Answer,
  Backend,
  Classification,
  ClassGroup,
  Evaluation,
  Lesson,
  ModelDescription,
  Progress,
  Rectangle,
} from '../shared/results.ts';

import type { GlanceError } from '../shared/errors.ts';

export type * from '../shared/results.ts';

/**
 * A picture: an encoded file, or anything that has pixels. It is taken as it is when you call. JPEG and PNG are decoded by
 * the core, the same in every browser. WebP, GIF, BMP, AVIF, HEIC and whatever else the browser reads are decoded by it: of
 * moving pictures the first frame, no colours converted, turned as the browser turns them; what is fully transparent is black.
 */
export type Picture =
  | Blob
  | ArrayBuffer
  | ArrayBufferView
  | ImageData
  | ImageBitmap
  | HTMLImageElement
  | HTMLCanvasElement
  | OffscreenCanvas
  | HTMLVideoElement;

export interface ClassifierOptions {
  /** Other weights than the default ones: a file in the format of models/FORMAT.md, as it is or compressed by gzip (at most
   * 1 GiB when inflated), or one of `shippedModels`. */
  model?: URL | string | Blob | ArrayBuffer | ArrayBufferView | ModelDescription;
  /** The SHA-256 that `model` must have (when it is gzip: what is inside), in hexadecimal; weights that differ are `asset/wrong-content`. */
  sha256?: string;
  /**
   * How many threads to use. More than one need an isolated page (COOP, COEP), and are never more than the device has
   * processors; fewer are used where so many cannot be had. When left out, up to 4 where they are measured to be faster.
   */
  threads?: number;
  /**
   * How many workers may look at pictures at once, 1 to 16; by default one a processor, 4 at most, fewer where memory is
   * short. All but the first are started only while several calls wait, and end when nothing was asked for 30 s.
   */
  workers?: number;
  /** Which build of the core to use; when left out, `relaxed` (relaxed SIMD) where the browser has it. */
  backend?: 'simd' | 'relaxed';
  /** Side of the network's input in pixels, 32 to 1024; the model's own when left out. */
  resolution?: number;
  /**
   * How many times 1 GiB of memory (beside the weight file) and 100,000,000,000 multiply-adds a picture the network may take,
   * 1 (the default) to 1000. What wants more is `model/too-large` before anything runs.
   */
  networkBudget?: number;
  /** Language of the labels, such as `en` (the default) or `zh`. */
  language?: string;
  /** The folder of glance-worker.js, glance-*.wasm and models/ (of the npm package: of wasm/ and models/), when they are not
   * where glance.js finds them: beside it, or where a bundler put them. */
  assets?: URL | string;
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

export interface ClassifyOptions {
  /** How many of the best labels to return, at least 1 (default 5). */
  topK?: number;
  /** Labels whose score is below this, 0 to 1, are left out (default 0). */
  scoreThreshold?: number;
  /**
   * How much of the probability `answer` holds at least, 0 to 1 (default 0.6). 0 answers with the best label; a higher
   * level gives larger groups. `predictions` are the same at every level.
   */
  level?: number;
  /** Language of the labels; the classifier's when left out. */
  language?: string;
  /**
   * How the picture is brought to the size of the network's input: `crop`, the model's own preprocessing (default), sees
   * its middle; `squash` all of it, whatever its aspect ratio; `letterbox` all of it, padded with the model's mean colour.
   */
  fit?: 'crop' | 'squash' | 'letterbox';
  /** Look only at this part of the upright picture, as if the picture had been cut to it: whole pixels, inside it. */
  region?: Rectangle;
  /** Whether to return where in the picture the best label was seen (default false), or the class with this index. */
  heatmap?: boolean | number;
  /**
   * Whether to look at parts of the picture too when no label holds `level` (default false): up to 9 looks, each of which takes
   * as long as the first, and one answer from all. It recognises small objects. A taught network looks once.
   */
  lookAgain?: boolean;
  /** Whether to return the pixels that the network saw (default false). */
  view?: boolean;
  /** Whether to return the embedding, numbers that describe the picture (default false). */
  embedding?: boolean;
  /** Whether to return the fingerprint, by which duplicates are found (default false). */
  fingerprint?: boolean;
  /**
   * Seconds, above 0, after which the core gives up with `call/timed-out`; it looks between its steps (decode, preprocess,
   * infer). Whatever it says, the worker is ended after 10 s, with `lookAgain` after 30 s.
   */
  timeoutSeconds?: number;
  /** Aborting rejects the call with AbortError and leaves all other calls as they are. */
  signal?: AbortSignal;
}

/** Frozen: it may stand in the state of a framework, such as a `ref` of Vue, which would wrap it in a proxy otherwise. */
export interface Classifier {
  readonly model: ModelDescription;
  /** What it started on; a result says what that one ran on. */
  readonly backend: Backend;
  /** How many pictures are looked at side by side, at most: more calls than that wait for their turn. */
  readonly workers: number;

  /**
   * Says what a picture shows. The work is done in workers; calls begin in the order in which they are made.
   *
   * ```js
   * const { answer, predictions } = await classifier.classify(file, { topK: 2 });
   * // { label: 'espresso', score: 0.95, index: 967, group: null, unknown: false }
   * // [{ index: 967, label: 'espresso', score: 0.95 }, { index: 968, label: 'cup', score: 0.02 }]
   * ```
   *
   * Rejects with AbortError, or with a GlanceError of one of the codes `image/*`, `file/unreadable`, `infer/*`,
   * `memory/exhausted`, `model/no-heat-map`, `model/no-embedding`, `call/bad-argument`, `call/closed`, `worker/crashed`, `worker/timeout`
   * (10 s; 30 s with `lookAgain`). After each of them but `call/closed` the next call works.
   */
  classify(picture: Picture, options?: ClassifyOptions): Promise<Classification>;

  /**
   * The embedding of a picture: `model.embeddingSize` numbers, what the network's last dense layer reads. Pictures that look
   * alike have a small angle between theirs. Rejects as `classify` does, or with `model/no-embedding`.
   */
  embed(picture: Picture, options?: ClassifyOptions): Promise<Float32Array>;

  /** The label of a class in a language (English when the model lacks it); undefined when there is no such class. */
  labelOf(index: number, language?: string): string | undefined;

  /**
   * Every name of a class in a language: its label and the synonyms behind it; of what was taught the label, with its commas. Empty
   * when there is no such class.
   */
  namesOf(index: number, language?: string): string[];

  /** The groups of the classes, with their labels in a language (English when the model lacks it); none when it has no hierarchy. */
  groups(language?: string): ClassGroup[];

  /**
   * What an answer is a kind of, from the top group down, and itself at the end: `['animal', 'mammal', 'dog', 'beagle']`. Empty
   * when it is unknown. `{ index, group: null }` asks for a class, `{ index: null, group: id }` for a group.
   */
  pathTo(answer: Pick<Answer, 'index' | 'group'>, language?: string): string[];

  /** A copy of the weight file, inflated, such as to store it: with `model.sha256` it can be checked when it comes back. */
  weights(): Blob;

  /** Ends the worker and frees everything; calls that are not answered yet reject with `call/closed`. Idempotent. */
  close(): void;

  /** The same as `close()`, so that `using classifier = await createClassifier()` frees everything at the end of its block. */
  [Symbol.dispose](): void;
}

/** A picture, or its embedding, as `embed` gives it: `model.embeddingSize` numbers. */
export type Example = Picture | Float32Array;

export interface TeachOptions {
  /** The label of the pictures that are none of the other classes, such as "none of these"; there are none when left out. */
  noneLabel?: string;
  /** Share of the known pictures that may be called unknown, 0 to 0.5 (default 0.05): it sets how near a picture has to be. */
  lost?: number;
  /** Aborting rejects the call with AbortError; a worker that goes on for 0.3 s is ended, and another started when it is needed. */
  signal?: AbortSignal;
  /** Is told how much is done, 0 to 1. */
  onProgress?: (share: number) => void;
}

export interface EvaluateOptions {
  /** Aborting rejects the call with AbortError. */
  signal?: AbortSignal;
  /** Is told how many of the pictures were looked at, 0 to 1. */
  onProgress?: (share: number) => void;
}

/** How often a lesson is right about pictures that it was not taught. */
export interface TestResult extends Evaluation {
  /** How many pictures it called unknown. */
  unknown: number;
  /** Pictures that could not be read, by their place in the list; they do not count. */
  unread: { picture: number; error: GlanceError }[];
}

/** Teaches a network classes of one's own. See `createTeacher`. */
export interface Teacher {
  /** How many pictures it has. */
  readonly pictures: number;

  /**
   * Adds a picture of a class, and resolves to a number for `remove` and for doubts. Only the embedding is kept. Rejects as
   * `embed` does.
   */
  add(picture: Example, label: string, options?: ClassifyOptions): Promise<number>;

  /** Forgets a picture. Throws `call/bad-argument` when there is none with this number. */
  remove(picture: number): void;

  /**
   * Learns all pictures, of two classes at least, in a worker. The order of the pictures does not matter. Rejects with
   * AbortError, or with a GlanceError of one of the codes `call/bad-argument`, `call/closed`, `memory/exhausted`,
   * `worker/crashed`.
   */
  teach(options?: TeachOptions): Promise<Lesson>;

  /**
   * Asks what the last lesson says of other pictures: pairs of a picture and its label, which is one of those that were taught.
   * Rejects as `teach` does, and with `call/bad-argument` before the first lesson.
   */
  evaluate(
    examples: Iterable<readonly [picture: Example, label: string]>,
    options?: EvaluateOptions,
  ): Promise<TestResult>;

  /**
   * The last lesson as a weight file, a copy: `createClassifier({ model })` runs it, and so do the page, the command line, Python
   * and C++. Throws `call/bad-argument` before the first lesson.
   */
  export(): Uint8Array<ArrayBuffer>;
}

/** What `classify` gave for a picture with `embedding: true` and `fingerprint: true`; it need not keep anything else. */
export type Described = Pick<Classification, 'embedding' | 'fingerprint'>;

export interface DuplicatesOptions {
  /** Aborting rejects the call with AbortError. */
  signal?: AbortSignal;
}

export interface SimilarOptions extends DuplicatesOptions {
  /** How many pictures to return, at least 1 (default 5). */
  topK?: number;
}
