// Where pictures come from: folders, the clipboard and samples, with what there is to say about them; and the camera.
import type { CameraEvent, InputEvent, Reducers } from './events.ts';
import type { Camera, Inputs, State } from './state.ts';

export const noInputs: Inputs = Object.freeze({
  folders: false,
  clipboard: false,
  samples: Object.freeze([]),
  fetching: null,
  notice: null,
});

export const inputReducers: Reducers<InputEvent> = {
  inputsFound: ({ inputs }, { folders, clipboard, samples }) =>
    change(inputs, { folders, clipboard, samples: Object.freeze(samples) }),
  noticed: ({ inputs }, { notice }) =>
    notice === inputs.notice ? null : change(inputs, { notice: Object.freeze(notice) }),
  sampleRequested: ({ inputs }, { file }) => change(inputs, { fetching: file, notice: null }),
  sampleFetched: ({ inputs }) => change(inputs, { fetching: null }),
  sampleFailed: ({ inputs }, { failure }) =>
    change(inputs, { fetching: null, notice: Object.freeze({ kind: 'sampleFailed', failure }) }),
  dragged: ({ dragging }, { over }) => (over === dragging ? null : { dragging: over }),
};

export const noCamera: Camera = Object.freeze({
  status: 'off',
  failure: null,
  devices: Object.freeze([]),
  device: null,
  mirrored: false,
  live: true,
  result: null,
  framesPerSecond: null,
  taken: 0,
});

const noAnswer = { result: null, framesPerSecond: null };

export const cameraReducers: Reducers<CameraEvent> = {
  cameraRequested: ({ camera }) =>
    changeCamera(camera, { status: 'asking', failure: null, ...noAnswer }),
  cameraOn: ({ camera }, { devices, device, mirrored }) =>
    changeCamera(camera, { status: 'on', devices: Object.freeze(devices), device, mirrored }),
  cameraFailed: ({ camera }, { code }) =>
    changeCamera(camera, { status: 'failed', failure: code, device: null, ...noAnswer }),
  cameraOff: ({ camera }) => changeCamera(noCamera, { live: camera.live }),
  cameraLiveChanged: ({ camera }, { live }) => changeCamera(camera, { live, ...noAnswer }),
  cameraAnswered: ({ camera }, { result }) => ifLive(camera, { result: Object.freeze(result) }),
  cameraRateMeasured: ({ camera }, { framesPerSecond }) => ifLive(camera, { framesPerSecond }),
  cameraPictureTaken: ({ camera }) => changeCamera(camera, { taken: camera.taken + 1 }),
};

// The last frame may be answered after the camera was switched off.
function ifLive(camera: Camera, changes: Partial<Camera>): Partial<State> | null {
  return camera.status === 'on' && camera.live ? changeCamera(camera, changes) : null;
}

function change(inputs: Inputs, changes: Partial<Inputs>): Partial<State> {
  return { inputs: Object.freeze({ ...inputs, ...changes }) };
}

function changeCamera(camera: Camera, changes: Partial<Camera>): Partial<State> {
  return { camera: Object.freeze({ ...camera, ...changes }) };
}
