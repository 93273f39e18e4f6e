// What the place shows where people teach: one frozen value. reduce.ts makes the next one. Nothing here touches the document, a
// clock or the storage.
import type { Lesson } from '../../library/types.ts';
import type { CameraFailure, Failure, Recognised } from '../state/state.ts';

/** A picture of a class. Its file is not kept: what the network says of it is enough to learn. */
export interface Example {
  readonly id: number;
  readonly name: string;
  readonly embedding: Float32Array<ArrayBuffer>;
  /** A small JPEG of what the network saw; null where the browser could not make one. */
  readonly thumbnail: Blob | null;
}

export interface TaughtClass {
  readonly id: number;
  readonly name: string;
  /** Its pictures are none of the other classes. */
  readonly none: boolean;
  /** In the order in which they came. */
  readonly examples: readonly Example[];
}

/** The network whose last layer is taught: embeddings of another one mean something else. */
export interface Base {
  readonly name: string;
  readonly sha256: string;
  readonly embeddingSize: number;
}

/** What is kept for later, and stands in a project's file. */
export interface Project {
  /** null while nothing was added. */
  readonly base: Base | null;
  readonly classes: readonly TaughtClass[];
  /** The id of the next class or picture. No two tabs give the same one. */
  readonly nextId: number;
}

/** What cross-validation said of a picture instead of its class. */
export interface Mistake {
  readonly predicted: string;
  /** 0 to 1. */
  readonly score: number;
  /** So sure that the picture may be in the wrong class. */
  readonly doubtful: boolean;
}

export interface Learned {
  readonly lesson: Lesson;
  /** The weight file. */
  readonly weights: Uint8Array<ArrayBuffer>;
  /** By the id of the picture. */
  readonly mistakes: ReadonlyMap<number, Mistake>;
  /** What was learned: classes that have changed since are others. */
  readonly classes: readonly TaughtClass[];
}

export interface Learning {
  readonly status: 'idle' | 'running' | 'stopped' | 'failed';
  /** 0 to 1. */
  readonly share: number;
  readonly failure: Failure | null;
}

export interface Unread {
  readonly name: string;
  readonly failure: Failure;
}

interface PlacedExample {
  readonly classId: number;
  /** In its class. */
  readonly at: number;
  readonly example: Example;
}

/** What can be taken back, and what is needed for it. */
export type Undo =
  | { readonly kind: 'removed'; readonly places: readonly PlacedExample[] }
  | {
      readonly kind: 'moved';
      readonly places: readonly PlacedExample[];
      readonly to: number;
    }
  | { readonly kind: 'classRemoved'; readonly at: number; readonly taught: TaughtClass }
  | {
      readonly kind: 'cleared';
      readonly project: Project;
      /** What came in its place. */
      readonly next: Project['classes'];
    };

/** Pictures that somebody brought without saying what they show. */
export interface Question {
  readonly files: readonly File[];
  /** They were answered wrongly: what this picture is called is asked for. */
  readonly wrong: boolean;
}

/** Of `Try it`. */
export interface Trial {
  readonly name: string;
  readonly thumbnail: Blob | null;
  readonly result: Recognised | null;
  readonly failure: Failure | null;
}

export interface Recording {
  readonly status: 'off' | 'asking' | 'on' | 'failed';
  readonly failure: CameraFailure | null;
  readonly mirrored: boolean;
  /** The class that pictures are recorded into; null: what is seen is only tried. */
  readonly classId: number | null;
  readonly held: boolean;
  readonly taken: number;
  readonly result: Recognised | null;
}

/** Sentences that stay until somebody closes them or the next one comes. */
export type Notice =
  | { readonly kind: 'restored'; readonly classes: number; readonly pictures: number }
  | { readonly kind: 'opened'; readonly name: string }
  | { readonly kind: 'saved'; readonly name: string }
  | { readonly kind: 'nothingToPaste' | 'refreshed' | 'together' | 'noPictures' | 'pasteRefused' }
  | { readonly kind: 'notOpened' | 'notSaved' | 'notTried'; readonly failure: Failure }
  | { readonly kind: 'otherBase'; readonly name: string }
  | { readonly kind: 'leftOut'; readonly count: number };

/** The network that has to come before anything is read or learned. */
export interface Awaited {
  /** Of the network that a lesson was begun with; null: whatever the page starts with. */
  readonly name: string | null;
  /** Why it does not come; null while it may. */
  readonly failure: Failure | null;
}

export interface RoomState extends Project {
  /** Whether the storage was asked for what was begun earlier. */
  readonly isReady: boolean;
  readonly reading: { readonly done: number; readonly total: number } | null;
  readonly unread: readonly Unread[];
  /** null once the network is there. */
  readonly awaited: Awaited | null;
  readonly learning: Learning;
  readonly learned: Learned | null;
  /** The latest last. */
  readonly undo: readonly Undo[];
  /** Whether the latest is offered. */
  readonly undoOffered: boolean;
  readonly notice: Notice | null;
  /**
   * Whether it is kept on this device. soon: the latest change is being written. elsewhere: another tab has changed it, and
   * what that one wrote stays.
   */
  readonly kept: 'no' | 'soon' | 'yes' | 'elsewhere' | Failure;
  /** Classes of which all pictures are shown. */
  readonly wide: ReadonlySet<number>;
  /** The cell of the confusion matrix whose pictures are shown: labels of its row and column. */
  readonly cell: { readonly label: string; readonly predicted: string } | null;
  /** The picture that is looked at. */
  readonly looking: number | null;
  readonly question: Question | null;
  readonly trial: Trial | null;
  readonly recording: Recording;
}

export const noRecording: Recording = Object.freeze({
  status: 'off',
  failure: null,
  mirrored: false,
  classId: null,
  held: false,
  taken: 0,
  result: null,
});

export const noLearning: Learning = Object.freeze({ status: 'idle', share: 0, failure: null });

export const emptyRoom: RoomState = Object.freeze({
  base: null,
  classes: Object.freeze([]),
  nextId: 1,
  isReady: false,
  reading: null,
  unread: Object.freeze([]),
  awaited: null,
  learning: noLearning,
  learned: null,
  undo: Object.freeze([]),
  undoOffered: false,
  notice: null,
  kept: 'no',
  wide: new Set<number>(),
  cell: null,
  looking: null,
  question: null,
  trial: null,
  recording: noRecording,
});

export type RoomEvent =
  | { type: 'opened'; project: Project | null }
  /** By a project from a file; what was there before can be taken back. */
  | { type: 'replaced'; project: Project }
  /** What another tab made of it comes in. */
  | { type: 'combined'; project: Project }
  | { type: 'baseChosen'; base: Base }
  | { type: 'classAdded'; name: string; none?: boolean }
  | { type: 'classNamed'; id: number; name: string }
  | { type: 'classRemoved'; id: number }
  /** Pictures have been read. */
  | { type: 'read'; classId: number; examples: readonly Omit<Example, 'id'>[] }
  | { type: 'unread'; pictures: readonly Unread[] }
  | { type: 'unreadDismissed' }
  | { type: 'networkAwaited'; awaited: Awaited | null }
  | { type: 'readingProgressed'; done: number; total: number }
  | { type: 'removed'; ids: readonly number[] }
  | { type: 'moved'; ids: readonly number[]; to: number }
  | { type: 'cleared' }
  | { type: 'undone' }
  | { type: 'undoDismissed' }
  | { type: 'noticed'; notice: Notice | null }
  | { type: 'keptKnown'; kept: RoomState['kept'] }
  | { type: 'learningStarted' }
  | { type: 'learningProgressed'; share: number }
  | { type: 'learningStopped'; failure?: Failure }
  /** There is nothing to learn now. */
  | { type: 'learningEnded' }
  | { type: 'learned'; learned: Learned }
  | { type: 'widened'; id: number; wide: boolean }
  | { type: 'cellChosen'; cell: RoomState['cell'] }
  | { type: 'lookedAt'; id: number | null }
  | { type: 'asked'; question: Question | null }
  | { type: 'tried'; trial: Trial | null }
  | { type: 'recordingChanged'; recording: Partial<Recording> };
