// The camera's dialogue: whether a camera is on, which one, what it shows, and how many pictures were taken.

/**
 * @typedef {{ id: string, label: string }} Device
 * @typedef {{ status: 'off' | 'asking' | 'on' | 'failed', failure: string | null, devices: readonly Device[],
 *   device: string | null, mirrored: boolean, live: boolean, predictions: readonly object[] | null, perSecond: number | null,
 *   taken: number }} Camera `device` is the id of the one that is on; `mirrored`: it looks at its user; `live`: what it shows is
 *   looked at all the time; `perSecond`: so many frames are
 */

/** @type {Camera} */
export const noCamera = Object.freeze({
  status: 'off',
  failure: null,
  devices: Object.freeze([]),
  device: null,
  mirrored: false,
  live: true,
  predictions: null,
  perSecond: null,
  taken: 0,
});

const unseen = { predictions: null, perSecond: null };

export const cameraReducers = {
  cameraAsked: ({ camera }) => change(camera, { status: 'asking', failure: null, ...unseen }),
  cameraOn: ({ camera }, { devices, device, mirrored }) =>
    change(camera, {
      status: 'on',
      devices: Object.freeze(devices),
      device,
      mirrored,
    }),
  cameraFailed: ({ camera }, { code }) =>
    change(camera, { status: 'failed', failure: code, device: null, ...unseen }),
  cameraOff: ({ camera }) => change(noCamera, { live: camera.live }),
  cameraLive: ({ camera }, { live }) => change(camera, { live, ...unseen }),
  cameraSaw: ({ camera }, { predictions }) =>
    ifLive(camera, { predictions: Object.freeze(predictions) }),
  cameraPaced: ({ camera }, { perSecond }) => ifLive(camera, { perSecond }),
  cameraTook: ({ camera }) => change(camera, { taken: camera.taken + 1 }),
};

// The last frame may be answered after it was switched off.
function ifLive(camera, changes) {
  return camera.status === 'on' && camera.live ? change(camera, changes) : null;
}

function change(camera, changes) {
  return { camera: Object.freeze({ ...camera, ...changes }) };
}
