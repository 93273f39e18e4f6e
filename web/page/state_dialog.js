// Which of the page's dialogues is open: the settings, what is said about this build, or the camera.

/** @typedef {'settings' | 'about' | 'camera' | null} Dialog */

export const dialogReducers = {
  dialogOpened: ({ dialog }, { name }) => (dialog === name ? null : { dialog: name }),
  dialogClosed: ({ dialog }) => dialog && { dialog: null },
};
