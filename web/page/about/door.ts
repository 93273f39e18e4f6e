// The way to what is in "About this build": its script is loaded when the dialog is opened for the first time. This file is part of
// app.js.
import type { Classifier } from '../../library/types.ts';
import { failureOf } from '../state/state.ts';
import type { Store } from '../store.ts';
import { loadPart, type TextsFile } from '../strings/loader.ts';
import { languages, sentenceOf } from '../strings/strings.ts';

export interface AboutHost {
  readonly store: Store;
  classifierNow(): Classifier | null;
}

export interface AboutDoor {
  /** Shows the state, if the dialog is open. The first time it loads the script; the next call tries again where that failed. */
  show(): void;
}

type Entry = (host: AboutHost, element: HTMLElement) => () => void;

/**
 * @param folder of the page
 * @param script of the contents
 * @param share makes the modules of app.js known
 */
export function createAboutDoor(
  folder: URL,
  script: TextsFile,
  share: () => void,
  host: AboutHost,
): AboutDoor {
  let draw: (() => void) | null = null;
  let wasOpen = false;

  async function load(): Promise<void> {
    const element = document.getElementById('about-contents')!;
    const strings = languages[host.store.state.language];
    element.textContent = strings.loading;
    try {
      const drawAbout = await loadPart<Entry>(folder, script, share, 'glanceAbout');
      draw ??= drawAbout(host, element);
    } catch (error) {
      element.textContent = strings.roomFailed(sentenceOf(failureOf(error), strings));
    }
  }

  return {
    show() {
      const isOpen = host.store.state.dialog === 'about';
      const isOpening = isOpen && !wasOpen;
      wasOpen = isOpen;
      if (draw) draw();
      else if (isOpening) void load();
    },
  };
}
