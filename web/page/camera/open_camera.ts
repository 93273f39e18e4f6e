// Asks for a camera, and says in a stable code why there is none.

/** `code` is a key of the texts' `cameraErrors`. */
export class NoCamera extends Error {
  /** @param {string} code @param {string} [message] */
  constructor(code, message) {
    super(message ?? code);
    this.code = code;
  }
}

/**
 * @param {{ mediaDevices?: MediaDevices, isSecureContext: boolean, protocol: string }} place of the page
 * @param {string | null} device the id of one; without it, the one at the back where there are several
 * @returns {Promise<{ stream: MediaStream, devices: { id: string, label: string }[], device: string | null,
 *   mirrored: boolean }>} rejects with NoCamera
 */
export async function openCamera({ mediaDevices, isSecureContext, protocol }, device) {
  if (!mediaDevices?.getUserMedia)
    throw new NoCamera(isSecureContext ? 'camera/unavailable' : 'camera/insecure');
  try {
    const stream = await mediaDevices.getUserMedia({ audio: false, video: wish(device) });
    return { stream, ...(await describe(mediaDevices, stream)) };
  } catch (error) {
    const code = codes[error.name] ?? 'camera/unavailable';
    const fromDisk = code === 'camera/refused' && protocol === 'file:';
    throw new NoCamera(fromDisk ? 'camera/refused-from-disk' : code, error.message);
  }
}

function wish(device) {
  const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
  return device === null
    ? { ...size, facingMode: { ideal: 'environment' } }
    : { ...size, deviceId: { exact: device } };
}

const codes = {
  NotAllowedError: 'camera/refused',
  SecurityError: 'camera/refused',
  NotFoundError: 'camera/none',
  OverconstrainedError: 'camera/none',
  NotReadableError: 'camera/in-use',
  AbortError: 'camera/in-use',
};

// Labels are told only while a camera is on.
async function describe(mediaDevices, stream) {
  const [track] = stream.getVideoTracks();
  const { deviceId = null, facingMode } = track.getSettings();
  const inputs = (await mediaDevices.enumerateDevices()).filter(
    ({ kind }) => kind === 'videoinput',
  );
  const devices = inputs.map(({ deviceId: id, label }) => ({ id, label }));
  return { devices, device: deviceId, mirrored: looksAtUser(facingMode, track.label) };
}

// Computers do not say where their cameras look: most look at whoever sits there.
function looksAtUser(facingMode, label) {
  return facingMode ? facingMode === 'user' : sideOf(label) !== 'back';
}

/** @param {string} label of a device @returns {'front' | 'back' | null} as far as it says so */
export function sideOf(label) {
  if (/\b(back|rear|environment)\b|后置/i.test(label)) return 'back';
  return /\b(front|user|selfie)\b|前置/i.test(label) ? 'front' : null;
}
