// The camera while its dialogue is open: asked for, shown, looked at, and let go. Whatever way it ends, its tracks are
// stopped, so that its light goes out.
import { NoCamera, openCamera } from './open_camera.ts';

/**
 * @param {object} parts
 * @param {{ state: import('../state/state.ts').State, dispatch: (event: object) => void }} parts.store
 * @param {Parameters<typeof openCamera>[0]} parts.place
 * @param {{ show: (stream: MediaStream) => Promise<void>, clear: () => void, take: () => Promise<Blob> }} parts.stage shows it
 * @param {{ start: () => void, stop: () => void }} parts.live looks at it
 * @param {(picture: Blob) => void} parts.add takes the pictures
 */
export function createCamera({ store, place, stage, live, add }) {
  let wish = null; // what was asked for last; everything older has come too late
  let stream = null;

  function release() {
    live.stop();
    stage.clear();
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
  }

  async function start(device = null) {
    release();
    const mine = (wish = {});
    store.dispatch({ type: 'cameraRequested' });
    try {
      const opened = await openCamera(place, device);
      if (wish !== mine) return stopAll(opened.stream);
      await use(opened);
    } catch (error) {
      if (wish === mine) fail(error instanceof NoCamera ? error.code : 'camera/unavailable');
    }
  }

  async function use({ stream: opened, ...facts }) {
    stream = opened;
    for (const track of opened.getTracks())
      track.addEventListener('ended', () => stream === opened && fail('camera/gone'));
    await stage.show(opened);
    if (stream !== opened) return;
    store.dispatch({ type: 'cameraOn', ...facts });
    if (store.state.camera.live) live.start();
  }

  function fail(code) {
    release();
    store.dispatch({ type: 'cameraFailed', code });
  }

  return {
    /** Asks for the camera `device`, or for any; one that is on is let go first. */
    start,
    stop() {
      wish = null;
      release();
      store.dispatch({ type: 'cameraOff' });
    },
    setLive(on) {
      store.dispatch({ type: 'cameraLiveChanged', live: on });
      live.stop();
      if (on && stream) live.start();
    },
    async take() {
      if (!stream) return;
      add(await stage.take());
      store.dispatch({ type: 'cameraPictureTaken' });
    },
  };
}

function stopAll(stream) {
  for (const track of stream.getTracks()) track.stop();
}
