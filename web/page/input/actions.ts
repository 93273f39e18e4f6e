// What the ways in do besides choosing and dropping files: folders, the clipboard, sample pictures.
import { failureOf } from '../state/state.ts';
import { languages } from '../strings/strings.ts';
import { readClipboard } from './clipboard.ts';
import { gather } from './folders.ts';

/**
 * @param {{ state: import('../state/state.ts').State, dispatch: (event: object) => void }} store
 * @param {(files: File[]) => void} add takes pictures, and models among them
 * @param {(sample: object) => Promise<File>} sampleFile brings one of `state.inputs.samples`
 */
export function waysActions(store, add, sampleFile) {
  const notice = (what) => store.dispatch({ type: 'noticed', notice: what });

  function addQuietly(files) {
    notice(null);
    add(files);
  }

  // Files that come with folders are taken at once; the folders may take a while.
  async function addFolders(folders) {
    const folder = folders[0].name;
    notice({ kind: 'searching', folder });
    const { pictures, others, unreadable } = await gather(folders);
    add(pictures);
    notice({
      kind: 'folder',
      folder,
      pictures: pictures.length,
      others,
      unreadable: Object.freeze(unreadable),
    });
  }

  const pasted = (files) =>
    files.length > 0 ? addQuietly(files) : notice({ kind: 'nothingToPaste' });

  return {
    addFiles: addQuietly,
    addDrop({ files, folders }) {
      addQuietly(files);
      if (folders.length > 0) addFolders(folders);
    },
    addFolder: (folder) => addFolders([folder]),
    pasted,

    async paste() {
      const { pastedName } = languages[store.state.language];
      try {
        pasted(await readClipboard(navigator.clipboard, pastedName));
      } catch {
        notice({ kind: 'pasteRefused' });
      }
    },

    // The last one that was wanted counts.
    async sample({ sample: file }) {
      store.dispatch({ type: 'sampleRequested', file });
      const isWanted = () => store.state.inputs.fetching === file;
      try {
        const picture = await sampleFile(
          store.state.inputs.samples.find((each) => each.name === file),
        );
        if (!isWanted()) return;
        store.dispatch({ type: 'sampleFetched' });
        add([picture]);
      } catch (error) {
        if (isWanted()) store.dispatch({ type: 'sampleFailed', failure: failureOf(error) });
      }
    },
  };
}
