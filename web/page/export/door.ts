// The way to what saves a file: its script is loaded when somebody saves for the first time. This file is part of app.js.
import type { PageManifest } from '../start/handed.ts';
import { failureOf, type State } from '../state/state.ts';
import type { Store } from '../store.ts';
import { loadPart } from '../strings/loader.ts';

export type Format = 'csv' | 'json' | 'xmp';

/** What the script of the files gives. */
export type Save = (page: {
  readonly folder: URL;
  readonly manifest: PageManifest;
}) => (state: State, format: Format, now: Date) => Promise<void>;

/**
 * @param folder of the page
 * @param share makes the modules of app.js known
 * @returns saves what the state has at the call; where that fails the page says so, and the next call tries again
 */
export function createSaver(
  folder: URL,
  manifest: PageManifest,
  share: () => void,
  store: Store,
): (format: Format) => Promise<void> {
  let save: ReturnType<Save> | null = null;

  async function load(): Promise<ReturnType<Save>> {
    const createSave = await loadPart<Save>(folder, manifest.save, share, 'glanceSave');
    return (save ??= createSave({ folder, manifest }));
  }

  return async (format) => {
    const { state } = store;
    try {
      await (save ?? (await load()))(state, format, new Date());
    } catch (error) {
      const failure = failureOf(error);
      store.dispatch({ type: 'noticed', notice: { kind: 'saveFailed', failure } });
    }
  };
}
