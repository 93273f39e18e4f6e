// Everything that can happen to the page. An event says what has happened; reduce.ts says what becomes of the state.
import type { Backend, Rectangle } from '../../library/types.ts';
import type {
  Answer,
  Benchmark,
  Build,
  CameraDevice,
  CameraFailure,
  Column,
  DetailAnswer,
  DetailRequest,
  DialogName,
  Failure,
  Fit,
  Measured,
  Model,
  NewPicture,
  Notice,
  Place,
  Recognised,
  Sample,
  Settings,
  State,
} from './state.ts';

export type PictureEvent =
  /** `waitForModel`: they were added together with a model, and wait until it is loaded. */
  | { type: 'added'; pictures: readonly NewPicture[]; waitForModel?: boolean }
  | { type: 'started'; id: number }
  /** `atMs` is the time of the answer, for the estimate of the remaining time. */
  | { type: 'answered'; id: number; result: Answer; atMs?: number }
  | { type: 'refused'; id: number; failure: Failure; atMs?: number }
  /** All pictures that still have no answer are given up. */
  | { type: 'cancelled' }
  /** Pictures that another model answered are to be classified again. */
  | { type: 'staleRetried' }
  /** Pictures that the model in use answered at another level are to be classified again. */
  | { type: 'levelRetried' }
  /** Failed and cancelled pictures are to be classified again: the one with `id`, or all that may work now. */
  | { type: 'retried'; id?: number }
  | { type: 'removed'; id: number }
  /** All pictures that are settled are removed. */
  | { type: 'cleared' };

export type ModelEvent =
  /** Models that are stored on this device. */
  | { type: 'modelsListed'; models: readonly Model[] }
  | { type: 'modelLoading'; sha256?: string | null; name: string; total: number }
  | { type: 'modelProgressed'; loaded: number; total: number }
  /** In use from now on; nothing is said of it yet. `restarted`: it was in use before, with other settings. */
  | { type: 'modelReady'; model: Model; backend?: Backend; restarted?: boolean }
  /** The default model could not be loaded: the page has none. */
  | { type: 'loadFailed'; failure: Failure }
  | { type: 'loadCancelled' }
  | { type: 'modelRefused'; name: string; failure: Failure }
  | { type: 'modelNotRestarted'; model: Model; failure: Failure }
  /** A stored model is gone or damaged. */
  | { type: 'modelLost'; model: Model }
  /** The file has to be converted first. */
  | { type: 'modelUnconverted'; name: string }
  /** The choice of another model than before has reached the storage, or will hold for this visit. */
  | { type: 'modelChosen'; sha256: string }
  | { type: 'modelStored'; model: Model }
  | { type: 'modelNotStored'; model: Model; failure: Failure }
  | { type: 'modelForgotten'; model: Model }
  | { type: 'modelNotForgotten'; model: Model; failure: Failure }
  | { type: 'notificationDismissed' }
  | { type: 'hashShown'; as: State['hash'] };

export type DetailEvent =
  | { type: 'detailOpened'; id: number }
  | { type: 'detailClosed' }
  /** To the next picture, or with a negative `by` to the previous one. */
  | { type: 'detailTurned'; by: number }
  | { type: 'fitChosen'; fit: Fit }
  | { type: 'boxMoved'; box: Rectangle }
  /** The whole picture is looked at again. */
  | { type: 'boxReset' }
  | { type: 'heatChosen'; heat: 'best' | number | null }
  | { type: 'opacityChosen'; opacity: number }
  | { type: 'detailAnswered'; request: DetailRequest; result: Omit<DetailAnswer, 'request'> }
  | { type: 'detailFailed'; request: DetailRequest; failure: Failure }
  /** The answer is to be told to screen readers. */
  | { type: 'detailAnnounced' };

export type CameraEvent =
  | { type: 'cameraRequested' }
  | {
      type: 'cameraOn';
      devices: readonly CameraDevice[];
      device: string | null;
      mirrored: boolean;
    }
  | { type: 'cameraFailed'; code: CameraFailure }
  | { type: 'cameraOff' }
  | { type: 'cameraLiveChanged'; live: boolean }
  /** The answer for one frame. */
  | { type: 'cameraAnswered'; result: Recognised }
  | { type: 'cameraRateMeasured'; framesPerSecond: number }
  | { type: 'cameraPictureTaken' };

export type InputEvent =
  /** What this browser and this release offer. */
  | { type: 'inputsFound'; folders: boolean; clipboard: boolean; samples: readonly Sample[] }
  | { type: 'noticed'; notice: Notice | null }
  | { type: 'sampleRequested'; file: string }
  | { type: 'sampleFetched' }
  | { type: 'sampleFailed'; failure: Failure }
  /** Files are dragged over the page, or no longer. */
  | { type: 'dragged'; over: boolean };

/** The name of a setting with a value that it can have. */
export type SettingChange = {
  [Name in keyof Settings]: { name: Name; value: Settings[Name] };
}[keyof Settings];

export type SettingsEvent =
  | ({ type: 'settingChanged' } & SettingChange)
  | { type: 'settingsReset'; defaults: Settings }
  | { type: 'dialogOpened'; name: DialogName }
  /** Without a name, whichever is open. */
  | { type: 'dialogClosed'; name?: DialogName }
  | { type: 'wentTo'; place: Place };

export type TableEvent =
  | { type: 'sortedBy'; by: Column }
  | { type: 'filtered'; text: string }
  /** Only pictures whose answer is not sure are shown, or all again. */
  | { type: 'unsureChosen'; only: boolean };

export type AboutEvent =
  | { type: 'buildKnown'; build: Build }
  | { type: 'benchmarkStarted'; total: number }
  | { type: 'benchmarkProgressed'; done: number }
  | { type: 'benchmarkDone'; measured: Measured }
  | { type: 'benchmarkCancelled' }
  | { type: 'benchmarkFailed'; failure: Failure }
  | { type: 'benchmarkCopied'; as: Benchmark['copy'] }
  /** Whether the page is kept on this device. */
  | { type: 'keptKnown'; kept: boolean }
  | { type: 'updateReady' }
  | { type: 'updatedElsewhere' };

export type Event =
  | PictureEvent
  | ModelEvent
  | DetailEvent
  | CameraEvent
  | InputEvent
  | SettingsEvent
  | TableEvent
  | AboutEvent;

/** One function for each event: what of the state it changes; null when nothing. */
export type Reducers<E extends Event> = {
  readonly [Type in E['type']]: (
    state: State,
    event: Extract<E, { type: Type }>,
  ) => Partial<State> | null;
};
