// Types of dist/glance.js and of the npm package.

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

export interface Progress {
  /** `loading` while bytes come, then `checking` (SHA-256), `starting` and, once, `ready`. */
  status: 'loading' | 'checking' | 'starting' | 'ready';
  /** The file that this is about, such as `models/efficientnet-lite0.safetensors.gz`. */
  file: string;
  /** Bytes so far, of all files together. */
  loaded: number;
  /** Bytes of all files together, as far as their sizes are known. */
  total: number;
}

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
  /** Whether to return the pixels that the network saw (default false). */
  view?: boolean;
  /** Aborting rejects the call with AbortError and leaves all other calls as they are. */
  signal?: AbortSignal;
}

export interface Prediction {
  /** Class, 0 to `model.classes - 1`. */
  index: number;
  /** Up to the first comma of the label in the weight file. */
  label: string;
  /** Probability, 0 to 1; those of all classes add up to 1. */
  score: number;
}

/** In pixels of the upright picture, from its top left corner. */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** RGB pixels as the browser takes them: `new ImageData(pixels.data, pixels.width)` shows them. */
export interface Pixels {
  width: number;
  height: number;
  /** RGBA, row by row, opaque. */
  data: Uint8ClampedArray;
}

/** Where in `seen` a class was recognised: 1 most of all, 0 least. */
export interface HeatMap {
  width: number;
  height: number;
  /** (height, width) values, row by row. */
  values: Float32Array;
  /** The values enlarged bilinearly to the size of the network's input, that of `view`, and coloured: to lay over `seen`. */
  colored: Pixels;
  /** The colours themselves, 256 x 1 pixels: that of 0 first, that of 1 last. */
  legend: Pixels;
}

/** What the core runs on. */
export interface Backend {
  version: string;
  simd: 'simd' | 'relaxed';
  threads: number;
  /** Why it is this one. */
  why: string;
  /** The same as two stable strings: `simd/*` for the build, `threads/*` for the number of threads. */
  reasons: string[];
}

export interface Classification {
  /** Best first. */
  predictions: Prediction[];
  /** Pixels of the upright picture. */
  width: number;
  height: number;
  /** Shannon's entropy of all scores in bits: 0 when one class is certain, log2 of their number when nothing is known. */
  entropy: number;
  /** The part of the picture that the network saw; its edges may lie between pixels, those of a letterbox beyond the picture. */
  seen: Rectangle;
  /** Milliseconds of each step. */
  timings: { decode: number; preprocess: number; infer: number; total: number };
  /** What it ran on, and why. */
  backend: Backend;
  /** What was done to the picture: `note/turned`, `note/alpha-dropped`, `note/browser-decoded` (with its `format`, such as `WebP`). */
  notes: { code: string; message: string; format?: string }[];
  /** Only when asked for; it covers `seen`. */
  heatmap?: HeatMap;
  /** The network's input before it is normalised. Only when asked for; it shows `seen`. */
  view?: Pixels;
}

/** Where weights came from, as far as their file says. */
export interface ModelSource {
  package?: string;
  url?: string;
  file?: string;
  /** Of the published file, before it was converted. */
  sha256?: string;
}

/** How a weight file wants a picture to be prepared, in its own words: `preprocess` of models/FORMAT.md. */
export interface Preprocessing {
  /** Height and width of the network's input in pixels, where no other `resolution` is asked for. */
  input_size: [number, number];
  /** Pixels of the resized picture's shorter side; at another resolution it scales in proportion. */
  resize_shorter: number;
  filter: 'bilinear' | 'bicubic';
  /** A channel becomes `(pixel - mean) / std`, in units of 0 to 255, red, green, blue. */
  mean: [number, number, number];
  std: [number, number, number];
  /** How the resized picture's longer side is rounded; `floor` when left out. */
  longer_side?: 'floor' | 'nearest';
  /** How the crop's first row and column are rounded; `nearest` when left out. */
  crop_offset?: 'floor' | 'nearest';
}

export interface ModelDescription {
  name: string;
  /** Empty when the file does not say. */
  architecture: string;
  /** SPDX expression of the weights' licence; empty when the file does not say. */
  license: string;
  source: ModelSource;
  preprocessing: Preprocessing;
  /** Of the weight file: 64 lower-case hexadecimal digits. */
  sha256: string;
  /** Bytes of the weight file. */
  byteLength: number;
  /** Pixels of the network's input. */
  inputHeight: number;
  inputWidth: number;
  classes: number;
  /** Languages that it has labels in. */
  languages: string[];
}

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
   * const { predictions } = await classifier.classify(file, { topK: 2 });
   * // [{ index: 967, label: 'espresso', score: 0.95 }, { index: 968, label: 'cup', score: 0.02 }]
   * ```
   *
   * Rejects with AbortError, or with a GlanceError of one of the codes `image/*`, `file/unreadable`, `infer/*`,
   * `memory/exhausted`, `model/no-heat-map`, `call/bad-argument`, `call/closed`, `worker/crashed`, `worker/timeout`
   * (10 s). After each of them but `call/closed` the next call works.
   */
  classify(picture: Picture, options?: ClassifyOptions): Promise<Classification>;

  /** The label of a class in a language (English when the model lacks it); undefined when there is no such class. */
  labelOf(index: number, language?: string): string | undefined;

  /** A copy of the weight file, inflated, such as to store it: with `model.sha256` it can be checked when it comes back. */
  weights(): Blob;

  /** Ends the worker and frees everything; calls that are not answered yet reject with `call/closed`. Idempotent. */
  close(): void;
}

/** `code` is a stable string, `area/reason`; `message` is a sentence in English. */
export declare class GlanceError extends Error {
  readonly name: 'GlanceError';
  readonly code: string;
}

/** The models of this release, the default one first. Those that are not asked for cost nothing. */
export declare const shippedModels: readonly ModelDescription[];

/**
 * Starts a classifier.
 *
 * Rejects with AbortError, or with a GlanceError of one of the codes `asset/unreachable`, `asset/wrong-content` (its
 * size or SHA-256 differs), `backend/no-webassembly`, `backend/no-simd`, `backend/refused` (content policy), `model/*`,
 * `infer/*`, `memory/exhausted`, `file/unreadable`, `worker/start-failed`, `call/bad-argument`.
 */
export declare function createClassifier(options?: ClassifierOptions): Promise<Classifier>;
