// The way to the place where people teach: its script, which loads its style, is loaded when the route `#teach` is opened for the first time.
// This file is part of app.js; everything else in this folder is in glance-room.js.
import type { Classifier, ClassifierOptions } from '../../library/types.ts';
import { failureOf, type Model, type State } from '../state/state.ts';
import { loadPart, type TextsFile } from '../strings/loader.ts';
import { languages, sentenceOf } from '../strings/strings.ts';

/** What the page lends to the place. */
export interface Host {
  /** Of the page. */
  readonly folder: URL;
  /** Of the page. */
  stateNow(): State;
  classifierNow(): Classifier | null;
  /** Starts one of the offered models, or weights, beside the one in use. */
  start(model: Model | Blob, options: Pick<ClassifierOptions, 'workers'>): Promise<Classifier>;
  /** Tries the default model again, when the page has none. */
  retry(): void;
  /** Has the page classify with a weight file from now on, and shows its pictures. */
  use(weights: File): void;
}

/** A picture of the page, and what it should have been called. */
export interface WrongAnswer {
  readonly name: string;
  readonly file: Blob;
}

/** The place, once it is loaded. */
export interface Room {
  /** Draws it anew, because the page has another state. */
  show(): void;
  leave(): void;
  drop(transfer: DataTransfer, target: EventTarget | null): void;
  pasted(files: readonly File[]): void;
  correct(wrong: WrongAnswer): void;
}

export interface Door {
  /** null until it is loaded. */
  readonly room: Room | null;
  /** Loads it, the first time. Rejects with asset/unreachable; the next call tries again. */
  open(): Promise<Room>;
}

type Entry = (host: Host, element: HTMLElement) => Promise<Room>;

/**
 * @param script of the place
 * @param share makes the modules of app.js known
 */
export function createDoor(script: TextsFile, share: () => void, host: Host): Door {
  let room: Room | null = null;
  let opening: Promise<Room> | null = null;

  async function load(): Promise<Room> {
    const element = document.getElementById('teach-room')!;
    const strings = languages[host.stateNow().language];
    element.textContent = strings.loading;
    try {
      const openRoom = await loadPart<Entry>(host.folder, script, share, 'glanceTeach');
      return (room = await openRoom(host, element));
    } catch (error) {
      element.textContent = strings.roomFailed(sentenceOf(failureOf(error), strings));
      throw error;
    }
  }

  return {
    get room() {
      return room;
    },
    open() {
      opening ??= load();
      opening.catch(() => {
        opening = null;
      });
      return opening;
    },
  };
}
