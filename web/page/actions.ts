// Everything that people can do on the page, as the components call it. Each feature makes its own part, in its actions.ts.
import type { Format } from './export/door.ts';
import type { Box } from './state/box.ts';
import type { Column, Detail, DialogName, Fit, Settings } from './state/state.ts';

export interface InputActions {
  /** Takes pictures, and models among them. */
  addFiles(files: readonly File[]): void;
  /** Takes the files of a folder that was chosen. */
  addFolder(files: readonly File[]): void;
  /** Takes the pictures on the clipboard. */
  paste(): void;
  /** Fetches a sample picture and adds it. @param name such as `samples/coffee.png` */
  sample(name: string): void;
}

export interface PictureActions {
  remove(id: number): void;
  /** Goes to where people teach, with a picture that was answered wrongly. */
  correct(id: number): void;
  /** Gives up all pictures that still have no answer. */
  cancel(): void;
  /** Removes all pictures that are settled. */
  clear(): void;
  /** Has pictures classified again that another model answered. */
  again(): void;
  /** Has pictures without an answer classified again: all that may get one, or one of them. */
  retryMany(): void;
  retryOne(id: number): void;
}

export interface TableActions {
  /** Sorts by a column; again: in reverse; a third time: not at all. */
  sort(by: Column): void;
  filter(text: string): void;
  /** Shows only the pictures whose answer is not sure, or all again. */
  showUnsure(only: boolean): void;
  /** Saves the answers as a file; `xmp` are sidecars with keywords, in a ZIP. */
  save(format: Format): void;
}

export interface ModelActions {
  /** Loads the default model again after it could not be loaded. */
  retry(): void;
  chooseModel(sha256: string): void;
  /** Gives up the model that is loading. */
  cancelModel(): void;
  /** Removes a model from this device. */
  forget(sha256: string): void;
  /** Closes the notification. */
  dismiss(): void;
  /** Copies the SHA-256 of the chosen model, or shows all of it where the clipboard is not available. */
  copyHash(): void;
}

export interface DetailActions {
  /** Looks closer at a picture. */
  look(id: number): void;
  /** To the next picture, or with a negative `by` to the previous one. */
  turn(by: number): void;
  closeDetail(): void;
  chooseFit(fit: Fit): void;
  chooseHeat(heat: Detail['heat']): void;
  chooseOpacity(opacity: number): void;
  moveBox(box: Box): void;
  /** Looks at the whole picture. */
  resetBox(): void;
}

export interface CameraActions {
  /** Opens the dialog and asks for a camera. */
  openCamera(): void;
  /** Closes the dialog and lets the camera go. */
  leaveCamera(): void;
  /** @param device the id of one */
  chooseCamera(device: string): void;
  /** Asks for a camera once more. */
  askForCamera(): void;
  /** Whether frames are classified all the time. */
  setLive(live: boolean): void;
  takePicture(): void;
}

export interface SettingsActions {
  changeSetting<Name extends keyof Settings>(name: Name, value: Settings[Name]): void;
  resetSettings(): void;
  openDialog(name: DialogName): void;
  closeDialog(name: DialogName): void;
}

export interface UpdateActions {
  /** Loads the page again as its newest version. */
  takeUpdate(): void;
}

export type Actions = InputActions &
  PictureActions &
  TableActions &
  ModelActions &
  DetailActions &
  CameraActions &
  SettingsActions &
  UpdateActions;
