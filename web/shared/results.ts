// What the worker answers and the library hands on, part of the public types: web/library/glance.ts exports all of them.

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

export interface Prediction {
  /** Class, 0 to `model.classes - 1`. */
  index: number;
  /** Up to the first comma of the label in the weight file. */
  label: string;
  /** Probability, 0 to 1; those of all classes add up to 1. */
  score: number;
}

/**
 * What to call a picture: the smallest of the labels and groups that hold at least `level` of the probability. Of several with
 * as many classes it is the most probable; of equally probable ones a label before a group, a group before those above it.
 * A group is no answer when `entropy` is above 6.5 bits: the network is that undecided about pictures of what it has no class for.
 */
export interface Answer {
  /** Of the class or group; empty when unknown. */
  label: string;
  /** 0 to 1, the sum over its classes; when unknown, the largest that an answer could have had, which is below the level. */
  score: number;
  /** Class, when it is a label. */
  index: number | null;
  /** `id` of the group, when it is a group. */
  group: string | null;
  /** Neither a label nor a group reaches the level. */
  unknown: boolean;
}

/** One group of the classes, such as "dog": what an answer may be when no label is sure enough. */
export interface ClassGroup {
  /** For programs; no two groups have the same. */
  id: string;
  label: string;
  /** `id` of the group of which it is a kind. */
  parent: string | null;
  /** Every class in it, with those of the groups below it; ascending. */
  classes: readonly number[];
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
  data: Uint8ClampedArray<ArrayBuffer>;
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
  /** The label or group to show, at the level asked for. */
  answer: Answer;
  /** Best first. */
  predictions: Prediction[];
  /** Pixels of the upright picture. */
  width: number;
  height: number;
  /** Shannon's entropy of all scores in bits: 0 when one class is certain, log2 of their number when nothing is known. */
  entropy: number;
  /** The part of the picture that the network saw; its edges may lie between pixels, those of a letterbox beyond the picture. */
  seen: Rectangle;
  /**
   * How often the network looked: 1, or more with `lookAgain`. `seen`, `heatmap`, `view` and `embedding` are those of the first
   * look; all else comes from every look.
   */
  looks: number;
  /** Of the looks after the first one that which gave most to the best label, by what it saw; null when the first gave more. */
  decisive: Rectangle | null;
  /** Milliseconds of each step. */
  timings: { decode: number; preprocess: number; infer: number; total: number };
  /** What it ran on, and why. */
  backend: Backend;
  /**
   * What was done to the picture: `note/turned`, `note/alpha-dropped`, `note/browser-decoded` (with its `format`, such as `WebP`). Or
   * `note/damaged`: the file is damaged, and the answer is about what could be read of it.
   */
  notes: { code: string; message: string; format?: string }[];
  /** Only when asked for; it covers `seen`. */
  heatmap?: HeatMap;
  /** The network's input before it is normalised. Only when asked for; it shows `seen`. */
  view?: Pixels;
  /** What the network's last dense layer reads: `model.embeddingSize` numbers that describe the picture. Only when asked for. */
  embedding?: Float32Array;
  /** About 1 KiB by which duplicates are found, of the whole picture whatever the network saw. Only when asked for. */
  fingerprint?: Uint8Array;
}

/** Two pictures or more that are the same, or a series of one scene. */
export interface LikenessGroup {
  /**
   * How the pictures differ from the one to keep, at most: `same`, of the same size, perhaps compressed again; `resized`; `edited`,
   * cropped to four fifths at least, turned, mirrored, or with other brightness or colours; `similar`, not the same picture but a
   * series of one scene.
   */
  kind: 'same' | 'resized' | 'edited' | 'similar';
  /** Places in the list that was given, from 0; ascending. */
  pictures: number[];
  /** The one with the most pixels; of several such the sharpest. */
  keep: number;
}

export interface Neighbour {
  /** Its place in the list that was given, from 0. */
  picture: number;
  /** The cosine of the angle between the embeddings, -1 to 1. */
  similarity: number;
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
  /** How the resized picture's longer side is rounded. */
  longer_side: 'floor' | 'nearest';
  /** How the crop's first row and column are rounded. */
  crop_offset: 'floor' | 'nearest';
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
  /** Numbers of a picture's embedding; 0: the network has none. */
  embeddingSize: number;
  /** Languages that it has labels in. */
  languages: string[];
}

/** How often a class is right. */
export interface ClassEvaluation {
  label: string;
  /** That are of this class. */
  pictures: number;
  /** Of those that were said to be. */
  right: number;
  /** Of what was said to be of this class; null when nothing was. */
  precision: number | null;
  /** Of the class's pictures; null when there are none. */
  recall: number | null;
}

/** How often a classifier is right. */
export interface Evaluation {
  /** In the order of their labels. */
  classes: ClassEvaluation[];
  pictures: number;
  right: number;
  /** `right / pictures`; 0 without pictures. */
  accuracy: number;
  /** Bounds of the accuracy that hold with a probability of 95 %, lower and upper (Wilson). */
  interval: [number, number];
  /** A row a class: how many of its pictures were said to be of the class of each column. */
  confusion: number[][];
}

/** A picture that cross-validation takes for one of another class. */
export interface Doubt {
  /** What `add` gave for it. */
  picture: number;
  label: string;
  /** The label of what it looks like. */
  predicted: string;
  /** The probability of that. */
  score: number;
}

/** What was learned, measured by cross-validation: each picture was looked at by layers that were taught without it. */
export interface Lesson extends Evaluation {
  /** Every picture that was taken for one of another class, the surest first. */
  mistakes: Doubt[];
  /** The first of them, so sure that they may be in the wrong class. */
  doubtful: Doubt[];
  /** Sentences in English, such as that a class has one picture. */
  warnings: string[];
  /** C of the logistic regression that did best. */
  regularization: number;
  /** That the logits were divided by, so that scores are probabilities. */
  temperature: number;
  /** Share of the known pictures that are called unknown. */
  lost: number;
}
