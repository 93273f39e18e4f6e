// The messages between the library and its worker. The library sends one request at a time and the worker answers it.
import type { Source } from '../shared/asset_bytes.ts';
import type { ForBrowser } from '../shared/errors.ts';
import type {
  Backend,
  Classification,
  ClassGroup,
  Evaluation,
  Lesson,
  LikenessGroup,
  ModelDescription,
  Neighbour,
  Progress,
} from '../shared/results.ts';
import type { Choice } from './backend.ts';

/**
 * May come before the first request: the worker begins to read what it will probably be started with, and says that it is alive. `source` of
 * that start then need only name the file.
 */
export type PrepareRequest =
  | { type: 'prepareCore'; source: Source; sharedMemory: boolean; threads: number }
  | { type: 'prepareModel'; source: Source };

/** The first request, once. `sharedMemory` says which kind of build `wasm` is. */
export interface StartRequest {
  type: 'start';
  wasm: Source;
  model: Source;
  sharedMemory: boolean;
  choice: Choice;
  options: { resolution?: number | undefined; networkBudget?: number | undefined };
}

export interface Started {
  backend: Backend;
  model: ModelDescription;
  /** By language, in the order of the classes: what each is called, first as it is shown. */
  names: Record<string, string[][]>;
  groups: CoreGroup[];
  /** The checked bytes, for the next start. */
  kept: { wasm: ArrayBuffer; model: ArrayBuffer };
}

/** `names` by language: those of the labels. */
export interface CoreGroup extends Omit<ClassGroup, 'label'> {
  names: Record<string, string>;
}

export interface ClassifyRequest {
  type: 'classify';
  picture: SentPicture;
  options: SentOptions;
}

/** A file, or pixels as RGBA, row by row, not premultiplied. */
export type SentPicture =
  | { kind: 'encoded'; buffer: ArrayBuffer }
  | { kind: 'rgba'; buffer: ArrayBuffer; width: number; height: number }
  | { kind: 'bitmap'; bitmap: ImageBitmap };

/** ClassifyOptions of the public types, as they were given; the core checks them. `region` is [x, y, width, height]. */
export type SentOptions = Record<string, unknown>;

export interface Classified {
  result: Classification;
  heapBytes: number;
}

/** Embeddings of pictures, (labels, model.embeddingSize), and what each picture shows. */
export interface Examples {
  embeddings: Float32Array<ArrayBuffer>;
  labels: string[];
}

/** `program` is the module that teaches, `base` the weights of the network that gave the embeddings. */
export interface TeachRequest {
  type: 'teach';
  program: Source;
  base: ArrayBuffer;
  examples: Examples;
  options: { noneLabel?: string | undefined; lost?: number | undefined };
}

/** The `picture` of a doubt is its place in the request. */
export interface Taught {
  lesson: Lesson;
  weights: Uint8Array<ArrayBuffer>;
  heapBytes: number;
}

/** `weights` were taught by a TeachRequest. */
export interface EvaluateRequest {
  type: 'evaluate';
  program: Source;
  weights: Uint8Array<ArrayBuffer>;
  examples: Examples;
}

export interface Evaluated {
  evaluation: Evaluation & { unknown: number };
  heapBytes: number;
}

/** Of `count` pictures: embeddings, (count, model.embeddingSize), and fingerprints one after the other. */
export interface Described {
  embeddings: Float32Array<ArrayBuffer>;
  fingerprints: Uint8Array<ArrayBuffer>;
  count: number;
}

export interface DuplicatesRequest {
  type: 'duplicates';
  program: Source;
  pictures: Described;
}

export interface FoundDuplicates {
  groups: LikenessGroup[];
  heapBytes: number;
}

/** The first of `pictures` is the one to which the others are compared. */
export interface SimilarRequest {
  type: 'similar';
  program: Source;
  pictures: Described;
  topK: number;
}

/** The `picture` of a neighbour is its place among the others. */
export interface FoundSimilar {
  neighbours: Neighbour[];
  heapBytes: number;
}

/** Requests that the module answers which is read when it is first needed (teach_module.ts). */
export type ModuleRequest = TeachRequest | EvaluateRequest | DuplicatesRequest | SimilarRequest;

export type WorkerRequest = StartRequest | ClassifyRequest | ModuleRequest;

/** What the worker answers to a request. */
export type AnswerTo<Request extends WorkerRequest> = Request extends StartRequest
  ? Started
  : Request extends TeachRequest
    ? Taught
    : Request extends EvaluateRequest
      ? Evaluated
      : Request extends DuplicatesRequest
        ? FoundDuplicates
        : Request extends SimilarRequest
          ? FoundSimilar
          : Classified;

/** Of a start; of teaching, how much of it is done, 0 to 1. */
export type ProgressOf<Request extends WorkerRequest> = Request extends StartRequest
  ? Progress
  : number;

/** `format` names the format of image/unsupported-format, such as "a WebP picture". The core says nothing for the browser. */
export interface Failure {
  ok: false;
  code: string;
  message: string;
  format?: string | undefined;
  forBrowser?: ForBrowser | undefined;
}

/**
 * What the worker sends: that its script runs, first and once; that it is alive, every second of a start; progress of a
 * start or of teaching; and one answer to each request.
 */
export type Reply =
  | { arrived: true }
  | { alive: true }
  | { progress: ProgressOf<WorkerRequest> }
  | { ok: true; value: AnswerTo<WorkerRequest> }
  | Failure;
