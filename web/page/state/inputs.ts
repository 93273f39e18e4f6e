// How pictures can come, and what there is to say about those that did: a folder without any, nothing on the clipboard.

/**
 * @typedef {import('../../library/assets.ts').ShippedFile & { thumbnail: string }} Sample its name is `samples/coffee.png`
 * @typedef {{ kind: 'searching' | 'folder', folder: string, pictures?: number, others?: number, unreadable?: readonly string[] }
 *   | { kind: 'nothingToPaste' | 'pasteRefused' }
 *   | { kind: 'sampleFailed', failure: import('./state.ts').Failure }} Notice
 * @typedef {{ folders: boolean, clipboard: boolean, samples: readonly Sample[], fetching: string | null, notice: Notice | null }} Ways
 *   `folders`, `clipboard`: whether this browser lets people pick a folder, and gives pictures of the clipboard to a button;
 *   `fetching` is the name of the sample that is on its way
 */

/** @type {Ways} */
export const firstWays = Object.freeze({
  folders: false,
  clipboard: false,
  samples: Object.freeze([]),
  fetching: null,
  notice: null,
});

export const waysReducers = {
  waysFound: ({ ways }, { folders, clipboard, samples }) =>
    change(ways, { folders, clipboard, samples: Object.freeze(samples) }),
  noticed: ({ ways }, { notice }) =>
    notice === ways.notice ? null : change(ways, { notice: Object.freeze(notice) }),
  sampleWanted: ({ ways }, { file }) => change(ways, { fetching: file, notice: null }),
  sampleCame: ({ ways }) => change(ways, { fetching: null }),
  sampleFailed: ({ ways }, { failure }) =>
    change(ways, { fetching: null, notice: Object.freeze({ kind: 'sampleFailed', failure }) }),
};

function change(ways, changes) {
  return { ways: Object.freeze({ ...ways, ...changes }) };
}
