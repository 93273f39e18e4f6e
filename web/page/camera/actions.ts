// What people do in the camera dialog. Whatever way the dialog is left, the tracks of the camera are stopped, so that its
// light goes out.
import type { Classifier } from '../../library/types.ts';
import type { CameraActions } from '../actions.ts';
import type { CameraFailure } from '../state/state.ts';
import type { Store } from '../store.ts';
import { NoCamera, openCamera, type CameraPlace, type OpenedCamera } from './devices.ts';
import { createLive, type Live } from './live.ts';
import type { CameraStage } from './stage.ts';

/** @param parts `nameOf` names the picture that is taken as the `number`th; `add` takes it */
export function cameraActions({
  store,
  stage,
  classifierNow,
  add,
  nameOf,
  place,
}: {
  store: Store;
  stage: CameraStage;
  classifierNow: () => Classifier | null;
  add: (files: File[]) => void;
  nameOf: (number: number) => string;
  place: CameraPlace;
}): CameraActions {
  const live = createLive({ store, classifierNow, stage });
  const addPicture = (blob: Blob) =>
    add([new File([blob], nameOf(store.state.camera.taken + 1), { type: blob.type })]);
  const camera = createCamera({ store, place, stage, live, add: addPicture });
  return {
    openCamera() {
      store.dispatch({ type: 'dialogOpened', name: 'camera' });
      void camera.start();
    },
    leaveCamera() {
      if (store.state.camera.status !== 'off') camera.stop();
      store.dispatch({ type: 'dialogClosed', name: 'camera' });
    },
    chooseCamera: (device) => void camera.start(device),
    askForCamera: () => void camera.start(),
    setLive: (on) => camera.setLive(on),
    takePicture: () => void camera.take(),
  };
}

interface CameraParts {
  readonly store: Store;
  readonly place: CameraPlace;
  readonly stage: Pick<CameraStage, 'show' | 'clear' | 'take'>;
  readonly live: Live;
  /** Takes the pictures. */
  readonly add: (picture: Blob) => void;
}

/** The camera while its dialog is open. */
export function createCamera({ store, place, stage, live, add }: CameraParts) {
  let latest: object | null = null; // the latest request; older ones are answered too late
  let stream: MediaStream | null = null;

  function release(): void {
    live.stop();
    stage.clear();
    if (stream) stopTracks(stream);
    stream = null;
  }

  async function start(device: string | null = null): Promise<void> {
    release();
    const request = {};
    latest = request;
    store.dispatch({ type: 'cameraRequested' });
    try {
      const opened = await openCamera(place, device);
      if (latest !== request) return stopTracks(opened.stream);
      await use(opened);
    } catch (error) {
      if (latest === request) fail(error instanceof NoCamera ? error.code : 'camera/unavailable');
    }
  }

  async function use({ stream: opened, ...facts }: OpenedCamera): Promise<void> {
    stream = opened;
    for (const track of opened.getTracks())
      track.addEventListener('ended', () => {
        if (stream === opened) fail('camera/gone');
      });
    await stage.show(opened);
    if (stream !== opened) return;
    store.dispatch({ type: 'cameraOn', ...facts });
    if (store.state.camera.live) live.start();
  }

  function fail(code: CameraFailure): void {
    release();
    store.dispatch({ type: 'cameraFailed', code });
  }

  return {
    /** Asks for the camera `device`, or for any. A camera that is on is let go first. */
    start,
    stop(): void {
      latest = null;
      release();
      store.dispatch({ type: 'cameraOff' });
    },
    setLive(on: boolean): void {
      store.dispatch({ type: 'cameraLiveChanged', live: on });
      live.stop();
      if (on && stream) live.start();
    },
    async take(): Promise<void> {
      if (!stream) return;
      add(await stage.take());
      store.dispatch({ type: 'cameraPictureTaken' });
    },
  };
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
