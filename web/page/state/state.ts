// The types of the state: everything that the page shows, as one frozen value. reduce.ts makes the first state and every next
// one. Nothing in this folder touches the document, a clock or the network.
import type { ShippedFile } from '../../library/assets.ts';
import type {
  Backend,
  Classification,
  HeatMap,
  ModelDescription,
  Pixels,
  Prediction,
  Rectangle,
} from '../../library/types.ts';

export type Language = 'en' | 'zh';

/** `code` is the library's, such as `image/damaged`, or the name of another error; `message` is in English. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

export function failureOf(error: unknown): Failure {
  const { code, name, message } = error as Partial<Failure> & Error;
  return Object.freeze({ code: typeof code === 'string' ? code : name, message });
}

// Settings

/** What people may choose. settings.ts lists the values that each setting can have. */
export interface Settings {
  readonly language: Language;
  /** How many labels are shown, at most: 1 to 10. */
  readonly topK: number;
  /** How probable an answer has to be: the smallest class or group that reaches it is the answer. 0.3 to 0.95. */
  readonly level: number;
  readonly theme: 'system' | 'light' | 'dark';
  /** Side of the network's input in pixels; null leaves it to the model. */
  readonly resolution: number | null;
  /** null leaves the number to the device. */
  readonly threads: number | null;
  /** `auto` depends on how many pictures were added at once. */
  readonly layout: 'auto' | 'cards' | 'table';
}

/** Where people are on the page: its pictures, or where they teach classes of their own. */
export type Place = 'pictures' | 'teach';

export type DialogName = 'settings' | 'about' | 'camera';

// Pictures

/** By language of the page, so that a change of language needs no second classification. */
export type Labels = Readonly<Record<string, string | undefined>>;

export interface LabelledPrediction extends Omit<Prediction, 'label'> {
  readonly labels: Labels;
}

/** A group of classes that people have a name for, such as "dog". */
export interface NamedGroup {
  readonly id: string;
  /** The id of the group that it is a kind of. */
  readonly parent: string | null;
  readonly labels: Labels;
}

/** What a picture is said to show: a class, a group of classes, or nothing, when it is `unknown`. */
export interface LabelledAnswer {
  readonly labels: Labels;
  /** Probability, 0 to 1. */
  readonly score: number;
  /** The class; null for a group. */
  readonly index: number | null;
  /** The group's id; null for a class. */
  readonly group: string | null;
  readonly unknown: boolean;
}

/** What the page keeps of a classification to show it, and to find it again by its words. */
export interface Recognised {
  /** Best first. */
  readonly predictions: readonly LabelledPrediction[];
  readonly answer: LabelledAnswer;
  /** The groups that the answer lies in, the widest first, with itself when it is one; none when it is unknown. */
  readonly path: readonly NamedGroup[];
  /** The groups that the answer or the best class lies in. */
  readonly groups: readonly NamedGroup[];
  /** Every name of the best class in every language. */
  readonly names: readonly string[];
}

/** The model that gave an answer, at the input size that it ran at. */
export type AnsweringModel = Pick<
  ModelDescription,
  'name' | 'sha256' | 'preprocessing' | 'inputWidth' | 'inputHeight'
>;

/** A classification with labels in every language of the page. */
export type LabelledResult = Omit<Classification, 'predictions' | 'answer'> & Recognised;

export type Answer = LabelledResult & { readonly model: AnsweringModel };

export type PictureStatus = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

export interface NewPicture {
  /** Grows in the order in which pictures are added. */
  readonly id: number;
  readonly name: string;
  readonly file: Blob;
}

interface PictureBase extends NewPicture {
  /** Pictures that are added while others wait belong to the same batch. */
  readonly batch: number;
  /** Whether it was added together with a model that is still loading: it waits for that one. */
  readonly waitsForModel: boolean;
  /** Whether it was answered once: then its size is within the limits, and the browser may decode it to show it. */
  readonly mayBeShown: boolean;
  /** SHA-256 of the model that classified it, its input size as text, and the level that answers had to reach. */
  readonly modelSha256: string | null;
  readonly inputSize: string | null;
  readonly level: number | null;
}

export interface PendingPicture extends PictureBase {
  readonly status: 'waiting' | 'running' | 'cancelled';
  readonly result: null;
  readonly failure: null;
}
export interface DonePicture extends PictureBase {
  readonly status: 'done';
  readonly result: Answer;
  readonly failure: null;
}
export interface FailedPicture extends PictureBase {
  readonly status: 'failed';
  readonly result: null;
  readonly failure: Failure;
}
export type Picture = PendingPicture | DonePicture | FailedPicture;

/** Estimates when all pictures of a batch will be settled: see remaining_time.ts. */
export interface RemainingTime {
  readonly batch: number;
  /** When the first answer of the batch came. */
  readonly startMs: number | null;
  /** When the latest answers came. */
  readonly answersMs: readonly number[];
  /** When the last answer is expected. */
  readonly endMs: number | null;
  /** The seconds that the page shows. */
  readonly shownS: number | null;
}

// The table

export type Column = 'name' | 'size' | 'label' | 'score' | 'time';

export interface Table {
  /** null: in the order in which the pictures were added. */
  readonly by: Column | null;
  readonly descending: boolean;
  /** A text that is looked for. */
  readonly filter: string;
  /** Whether only pictures are shown whose answer is not sure. */
  readonly unsure: boolean;
}

// Models

export interface Model extends ModelDescription {
  /** Part of this release, stored on this device, or known for this visit only. */
  readonly origin: 'shipped' | 'stored' | 'visit';
  /** Its first labels, by language of the page; known once it has been used. */
  readonly examples?: Readonly<Record<string, readonly string[]>>;
  /** The ids of its widest groups, and what they are called by language of the page; known once it has been used. */
  readonly widest?: { readonly ids: readonly string[]; readonly labels: readonly Labels[] };
}

export interface LoadingModel {
  /** null for a file whose content has not been read yet. */
  readonly sha256: string | null;
  readonly name: string;
  /** Bytes. */
  readonly loaded: number;
  readonly total: number;
}

/** What the page says about a model. */
export interface ModelNotification {
  readonly kind:
    | 'inUse'
    | 'restarted'
    | 'notRestarted'
    | 'refused'
    | 'lost'
    | 'unconverted'
    | 'forgotten'
    | 'notForgotten';
  readonly name: string;
  /** Of a model in use: whether it has been stored on this device. `failure` then says why not. */
  readonly stored?: boolean;
  readonly failure?: Failure;
}

// Looking closer at one picture

export type Fit = 'crop' | 'squash' | 'letterbox';

/** What the detail dialog asks the classifier. */
export interface DetailRequest {
  /** Of the picture. */
  readonly id: number;
  /** SHA-256 of the model. */
  readonly model: string;
  readonly fit: Fit;
  /** null is the whole picture. */
  readonly region: Readonly<Rectangle> | null;
  /** A class whose heat map is wanted; true for the best one. */
  readonly heat: boolean | number;
}

export interface DetailAnswer extends LabelledResult {
  readonly request: DetailRequest;
  readonly view: Pixels;
  readonly heatmap?: HeatMap;
}

export interface Detail {
  /** Of the picture. */
  readonly id: number;
  readonly fit: Fit;
  /** The box; null is the whole picture. */
  readonly region: Readonly<Rectangle> | null;
  /** The class whose heat map is drawn; null for none. */
  readonly heat: 'best' | number | null;
  /** Of the heat map, 0 to 1. */
  readonly opacity: number;
  /** The latest answer; it may be about an earlier box. */
  readonly answer: DetailAnswer | null;
  /** The request that was answered last, by `answer` or by `failure`. */
  readonly answeredRequest: DetailRequest | null;
  readonly failure: Failure | null;
  /** The answer that screen readers have been told. */
  readonly announced: DetailAnswer | null;
}

// The camera

export interface CameraDevice {
  readonly id: string;
  readonly label: string;
}

export type CameraFailure =
  | 'camera/refused'
  | 'camera/refused-from-disk'
  | 'camera/none'
  | 'camera/in-use'
  | 'camera/insecure'
  | 'camera/unavailable'
  | 'camera/gone';

export interface Camera {
  readonly status: 'off' | 'asking' | 'on' | 'failed';
  readonly failure: CameraFailure | null;
  readonly devices: readonly CameraDevice[];
  /** The id of the camera that is on. */
  readonly device: string | null;
  /** Whether the video is shown as in a mirror, because the camera faces its user. */
  readonly mirrored: boolean;
  /** Whether frames are classified all the time. */
  readonly live: boolean;
  /** What the latest frame shows. */
  readonly result: Recognised | null;
  /** How many frames a second are classified. */
  readonly framesPerSecond: number | null;
  /** How many pictures were taken. */
  readonly taken: number;
}

// Where pictures come from

/** A sample picture of this release; its name is such as `samples/coffee.png`. */
export interface Sample extends ShippedFile {
  /** Address of a small picture. */
  readonly thumbnail: string;
}

/** What the page says about pictures that were or were not found. */
export type Notice =
  | { readonly kind: 'searching'; readonly folder: string }
  | {
      readonly kind: 'folder';
      readonly folder: string;
      /** How many pictures and how many other files the folder has. */
      readonly pictures: number;
      readonly others: number;
      /** Paths. */
      readonly unreadable: readonly string[];
    }
  | { readonly kind: 'nothingToPaste' | 'pasteRefused' }
  | {
      readonly kind: 'sampleFailed' | 'saveFailed' | 'languageFailed';
      readonly failure: Failure;
    };

export interface Inputs {
  /** Whether this browser lets people choose a folder. */
  readonly folders: boolean;
  /** Whether this browser lets a button read pictures from the clipboard. */
  readonly clipboard: boolean;
  readonly samples: readonly Sample[];
  /** Name of the sample that is being fetched. */
  readonly fetching: string | null;
  readonly notice: Notice | null;
}

// About this build

export interface Core {
  readonly name: string;
  readonly simd: 'simd' | 'relaxed';
  readonly sharedMemory: boolean;
  readonly sha256: string;
}

export type Feature = 'simd' | 'relaxedSimd' | 'isolation' | 'sharedMemory' | 'serviceWorker';

export interface Build {
  readonly version: string;
  readonly cores: readonly Core[];
  /** The content policy. */
  readonly policy: string;
}

export interface Measured {
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly runs: number;
  readonly backend: Backend;
  readonly model: Pick<ModelDescription, 'name' | 'sha256' | 'inputWidth' | 'inputHeight'>;
}

export interface Benchmark {
  readonly status: 'none' | 'running' | 'done' | 'cancelled' | 'failed';
  /** Runs. */
  readonly done: number;
  readonly total: number;
  readonly measured: Measured | null;
  readonly failure: Failure | null;
  /** Whether the report was copied, or is shown to be copied by hand. */
  readonly copy: 'no' | 'copied' | 'shown';
}

export interface Offline {
  /** Whether the page is kept on this device; null while that is not known. */
  readonly kept: boolean | null;
  /** A newer version is ready, or another window has already taken it. */
  readonly update: 'none' | 'ready' | 'elsewhere';
}

// All of it

export interface State {
  /** The same as `settings.language`. */
  readonly language: Language;
  readonly settings: Settings;
  readonly dialog: DialogName | null;
  readonly place: Place;
  readonly offline: Offline;
  readonly build: Build | null;
  readonly benchmark: Benchmark;
  /** Whether files are dragged over the page. */
  readonly dragging: boolean;
  /** The model in use. */
  readonly model: Model | null;
  /** Why there is no model. */
  readonly failure: Failure | null;
  /** Models to choose from; the default one first. */
  readonly offered: readonly Model[];
  readonly loading: LoadingModel | null;
  readonly notification: ModelNotification | null;
  /** How the SHA-256 of the model is shown. */
  readonly hash: 'short' | 'copied' | 'whole';
  /** What the core ran on last. */
  readonly backend: Backend | null;
  /** The newest first. */
  readonly pictures: readonly Picture[];
  /** Number of the latest batch. */
  readonly batch: number;
  /** Whether so many pictures were added at once that a table is easier to read than cards. */
  readonly addedMany: boolean;
  readonly remainingTime: RemainingTime;
  readonly table: Table;
  readonly inputs: Inputs;
  readonly camera: Camera;
  /** null while the detail dialog is closed. */
  readonly detail: Detail | null;
  /** SHA-256 of a model that has no heat maps. */
  readonly withoutHeatMap: string | null;
}
