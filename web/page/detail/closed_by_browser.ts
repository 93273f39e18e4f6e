// A dialogue that the browser closes, by Escape or by the gesture that goes back. It says so twice: before, which is when the
// page closes it itself, so that nobody finds it half closed, and some time after, when it may be open again.

/** @param {HTMLDialogElement} dialog @param {() => void} close brings the page to close it; may be called again */
export function listenToClosing(dialog, close) {
  dialog.addEventListener('cancel', (event) => {
    if (event.target !== dialog) return; // a choice of files was given up
    event.preventDefault();
    close();
  });
  dialog.addEventListener('close', () => dialog.open || close());
}
