// What people do in the camera's dialogue, turned into calls. Leaving the page lets the camera go.
import { listenToClosing } from '../detail/closed_by_browser.ts';

/** @param {{ leaveCamera: () => void, chooseCamera: (device: string) => void, setLive: (on: boolean) => void }} actions */
export function listenToCamera({ leaveCamera, chooseCamera, setLive }) {
  const dialog = document.getElementById('camera');
  listenToClosing(dialog, leaveCamera);
  document
    .getElementById('camera-choice')
    .addEventListener('change', ({ target }) => chooseCamera(target.value));
  document
    .getElementById('live')
    .addEventListener('change', ({ target }) => setLive(target.checked));
  window.addEventListener('pagehide', () => dialog.open && leaveCamera());
}
