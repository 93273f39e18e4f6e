// What the controls of the camera's dialogue do.
import { createCamera } from './camera.ts';
import { createLive } from './live.ts';

/**
 * @param {object} parts
 * @param {{ state: import('../state/state.ts').State, dispatch: (event: object) => void }} parts.store
 * @param {object} parts.stage of view/camera/stage.js
 * @param {() => import('../../library/glance.ts').Classifier | null} parts.classifierNow
 * @param {(files: File[]) => void} parts.add
 * @param {(taken: number) => string} parts.nameOf a picture
 * @param {object} parts.place see open_camera.js
 */
export function cameraActions({ store, stage, classifierNow, add, nameOf, place }) {
  const live = createLive({ store, classifierNow, stage });
  const addPicture = (blob) =>
    add([new File([blob], nameOf(store.state.camera.taken + 1), { type: blob.type })]);
  const camera = createCamera({ store, place, stage, live, add: addPicture });
  return {
    openCamera() {
      store.dispatch({ type: 'dialogOpened', name: 'camera' });
      camera.start();
    },
    /** When its dialogue is closed, or the page is left. */
    leaveCamera() {
      if (store.state.camera.status !== 'off') camera.stop();
      store.dispatch({ type: 'dialogClosed', name: 'camera' });
    },
    chooseCamera: (device) => camera.start(device),
    askForCamera: () => camera.start(),
    setLive: (on) => camera.setLive(on),
    takePicture: () => camera.take(),
  };
}
