// The way to the place where people teach: its script and style are loaded when the route `#teach` is opened for the first time.
// This file is part of app.js; everything else in this folder is in glance-room.js.
import type { Classifier, ClassifierOptions } from '../../library/types.ts';
import { GlanceError } from '../../shared/errors.ts';
import { trustScript, trustedScriptUrl } from '../../shared/trusted_url.ts';
import type { Model, State } from '../state/state.ts';

/** What the page lends to the place. */
export interface Host {
  /** Of the page. */
  stateNow(): State;
  classifierNow(): Classifier | null;
  /** Starts one of the offered models, or weights, beside the one in use. */
  start(model: Model | Blob, options: Pick<ClassifierOptions, 'workers'>): Promise<Classifier>;
  /** Has the page classify with a weight file from now on, and shows its pictures. */
  use(weights: File): void;
  /** Ends when the page asks for nothing more that only another visit needs. */
  pauseUpdates(): Promise<void>;
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
  enter(): void;
  leave(): void;
  drop(transfer: DataTransfer, target: EventTarget | null): void;
  pasted(files: readonly File[]): void;
  correct(wrong: WrongAnswer): void;
}

export interface DoorFile {
  readonly name: string;
  readonly sha256: string;
}

export interface Door {
  /** null until it is loaded. */
  readonly room: Room | null;
  /** Loads it, the first time. Rejects with asset/unreachable; the next call tries again. */
  open(): Promise<Room>;
}

type Entry = (host: Host, element: HTMLElement) => Room;

/**
 * @param folder of the page
 * @param files its script and its style
 * @param shared the modules that its script takes from this one
 */
export function createDoor(
  folder: URL,
  files: readonly DoorFile[],
  shared: object,
  host: Host,
): Door {
  let room: Room | null = null;
  let opening: Promise<Room> | null = null;

  async function load(): Promise<Room> {
    Object.assign(globalThis, { glanceShared: shared });
    await Promise.all(files.map((file) => loadFile(folder, file)));
    const { glanceTeach } = globalThis as unknown as { glanceTeach: Entry };
    return (room = glanceTeach(host, document.getElementById('teach-room')!));
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

function loadFile(folder: URL, { name, sha256 }: DoorFile): Promise<void> {
  const url = new URL(name, folder);
  const isScript = name.endsWith('.js');
  const element = document.createElement(isScript ? 'script' : 'link');
  // From disk, Chromium refuses whatever has `integrity`.
  if (folder.protocol !== 'file:') {
    element.integrity = `sha256-${base64Of(sha256)}`;
    url.searchParams.set('v', sha256.slice(0, 16)); // keeps the file of an older release out
  }
  trustScript(url);
  if (element instanceof HTMLScriptElement) element.src = trustedScriptUrl(url);
  else Object.assign(element, { rel: 'stylesheet', href: url.href });
  return new Promise((resolve, reject) => {
    element.onload = () => resolve();
    element.onerror = () => {
      element.remove();
      reject(new GlanceError('asset/unreachable', `${name} is not beside the page`));
    };
    document.head.append(element);
  });
}

function base64Of(hexadecimal: string): string {
  const bytes = hexadecimal.match(/../g)!.map((pair) => Number.parseInt(pair, 16));
  return btoa(String.fromCharCode(...bytes));
}
