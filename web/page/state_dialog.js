// Which of the page's dialogues is open: the settings, or what is said about this build.

/** @typedef {'settings' | 'about' | null} Dialog */

export const dialogReducers = {
  dialogOpened: ({ dialog }, { name }) => (dialog === name ? null : { dialog: name }),
  dialogClosed: ({ dialog }) => dialog && { dialog: null },
};
