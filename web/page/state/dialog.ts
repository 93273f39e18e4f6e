// Which of the page's dialogues is open: the settings, what is said about this build, or the camera.

/** @typedef {'settings' | 'about' | 'camera' | null} Dialog */

export const dialogReducers = {
  dialogOpened: ({ dialog }, { name }) => (dialog === name ? null : { dialog: name }),
  // By its name: the browser tells late of a dialogue that another has taken the place of.
  dialogClosed: ({ dialog }, { name = dialog }) =>
    dialog && dialog === name ? { dialog: null } : null,
};
