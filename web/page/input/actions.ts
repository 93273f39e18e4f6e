// How pictures come to the page: files, folders, the clipboard, drag and drop, and samples.
import type { InputActions } from '../actions.ts';
import { failureOf, type Notice } from '../state/state.ts';
import type { Store } from '../store.ts';
import { languages } from '../strings/strings.ts';
import { chosenFolder, gather, takeDrop, type Folder } from './folders.ts';
import type { FetchSample } from './sample_pictures.ts';

/** Also what comes from the page as a whole. */
export interface InputHandlers extends InputActions {
  drop(transfer: DataTransfer): void;
  /** Takes files that were pasted by a key. */
  pasted(files: readonly File[]): void;
}

export interface InputParts {
  readonly store: Store;
  /** Takes pictures, and models among them. */
  readonly add: (files: readonly File[]) => void;
  readonly fetchSample: FetchSample;
  readonly clipboardNow: () => Pick<Clipboard, 'read'>;
}

export function inputActions({ store, add, fetchSample, clipboardNow }: InputParts): InputHandlers {
  const notify = (notice: Notice | null) => store.dispatch({ type: 'noticed', notice });

  function addFiles(files: readonly File[]): void {
    notify(null);
    add(files);
  }

  async function addFolders(folders: readonly Folder[]): Promise<void> {
    const folder = folders[0]?.name ?? '';
    notify({ kind: 'searching', folder });
    const { pictures, others, unreadable } = await gather(folders);
    add(pictures);
    notify({
      kind: 'folder',
      folder,
      pictures: pictures.length,
      others,
      unreadable: Object.freeze(unreadable),
    });
  }

  function pasted(files: readonly File[]): void {
    if (files.length > 0) addFiles(files);
    else notify({ kind: 'nothingToPaste' });
  }

  async function paste(): Promise<void> {
    const { pastedName } = languages[store.state.language];
    try {
      pasted(await readClipboard(clipboardNow(), pastedName));
    } catch {
      notify({ kind: 'pasteRefused' });
    }
  }

  // When another sample is chosen meanwhile, that one counts.
  async function sample(name: string): Promise<void> {
    const chosen = store.state.inputs.samples.find((each) => each.name === name);
    if (!chosen) return;
    store.dispatch({ type: 'sampleRequested', file: name });
    const isWanted = () => store.state.inputs.fetching === name;
    try {
      const picture = await fetchSample(chosen);
      if (!isWanted()) return;
      store.dispatch({ type: 'sampleFetched' });
      add([picture]);
    } catch (error) {
      if (isWanted()) store.dispatch({ type: 'sampleFailed', failure: failureOf(error) });
    }
  }

  return {
    addFiles,
    addFolder(files) {
      if (files.length > 0) void addFolders([chosenFolder(files)]);
    },
    // Files beside folders are added at once; searching the folders may take a while.
    drop(transfer) {
      const { files, folders } = takeDrop(transfer);
      addFiles(files);
      if (folders.length > 0) void addFolders(folders);
    },
    pasted,
    paste: () => void paste(),
    sample: (name) => void sample(name),
  };
}

/** Whether this browser lets a button read pictures from the clipboard. */
export function canReadClipboard({
  navigator,
  ClipboardItem,
}: {
  navigator: { clipboard?: Partial<Pick<Clipboard, 'read'>> };
  ClipboardItem?: { supports?(type: string): boolean };
}): boolean {
  return (
    typeof navigator.clipboard?.read === 'function' &&
    (ClipboardItem?.supports?.('image/png') ?? true)
  );
}

/**
 * The pictures on the clipboard, at most one of each item. Rejects when the browser does not allow it.
 * @param nameOf gives a name for a picture of a type such as `png`
 */
export async function readClipboard(
  clipboard: Pick<Clipboard, 'read'>,
  nameOf: (type: string) => string,
): Promise<File[]> {
  const files: File[] = [];
  for (const item of await clipboard.read()) {
    const type = item.types.find((each) => each.startsWith('image/'));
    if (!type) continue;
    const [extension = ''] = type.slice('image/'.length).split('+');
    files.push(new File([await item.getType(type)], nameOf(extension), { type }));
  }
  return files;
}
