// The texts about versions of the page, in English.
export const offlineEn = Object.freeze({
  updateReady: 'A new version of this page is ready.',
  updateTakes: 'Taking it loads the page again; the pictures on it go.',
  updatedElsewhere:
    'Another window has taken a new version of this page. Load this one again, too.',
  takeUpdate: 'Take it',
  loadAgain: 'Load again',
});
