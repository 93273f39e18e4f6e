// The cameras of this device: asks the browser for one, and says by a stable code why there is none.
import type { CameraDevice, CameraFailure } from '../state/state.ts';
import type { Strings } from '../strings/strings.ts';

export class NoCamera extends Error {
  readonly code: CameraFailure;

  constructor(code: CameraFailure, message: string = code) {
    super(message);
    this.code = code;
  }
}

/** Where the page runs; `mediaDevices` is missing in browsers without cameras and on pages that are not secure. */
export interface CameraPlace {
  readonly mediaDevices?: Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices'> | undefined;
  readonly isSecureContext: boolean;
  readonly protocol: string;
}

export interface OpenedCamera {
  readonly stream: MediaStream;
  readonly devices: readonly CameraDevice[];
  /** The id of the one that was opened. */
  readonly device: string | null;
  readonly mirrored: boolean;
}

/**
 * Rejects with NoCamera.
 * @param device the id of one; null for any, preferably the one at the back
 */
export async function openCamera(
  { mediaDevices, isSecureContext, protocol }: CameraPlace,
  device: string | null,
): Promise<OpenedCamera> {
  if (!mediaDevices?.getUserMedia)
    throw new NoCamera(isSecureContext ? 'camera/unavailable' : 'camera/insecure');
  try {
    const video = constraintsFor(device);
    const stream = await mediaDevices.getUserMedia({ audio: false, video });
    return { stream, ...(await describe(mediaDevices, stream)) };
  } catch (error) {
    const { name, message } = error as Error;
    const code = codes.get(name) ?? 'camera/unavailable';
    const isFromDisk = code === 'camera/refused' && protocol === 'file:';
    throw new NoCamera(isFromDisk ? 'camera/refused-from-disk' : code, message);
  }
}

function constraintsFor(device: string | null): MediaTrackConstraints {
  const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
  return device === null
    ? { ...size, facingMode: { ideal: 'environment' } }
    : { ...size, deviceId: { exact: device } };
}

const codes: ReadonlyMap<string, CameraFailure> = new Map([
  ['NotAllowedError', 'camera/refused'],
  ['SecurityError', 'camera/refused'],
  ['NotFoundError', 'camera/none'],
  ['OverconstrainedError', 'camera/none'],
  ['NotReadableError', 'camera/in-use'],
  ['AbortError', 'camera/in-use'],
]);

// Browsers tell the labels of cameras only while one is on.
async function describe(
  mediaDevices: Pick<MediaDevices, 'enumerateDevices'>,
  stream: MediaStream,
): Promise<Omit<OpenedCamera, 'stream'>> {
  const [track] = stream.getVideoTracks();
  const { deviceId = null, facingMode } = track?.getSettings() ?? {};
  const devices = (await mediaDevices.enumerateDevices())
    .filter(({ kind }) => kind === 'videoinput')
    .map(({ deviceId: id, label }) => ({ id, label }));
  return { devices, device: deviceId, mirrored: facesUser(facingMode, track?.label ?? '') };
}

// Computers do not say where their cameras are: most face the user.
function facesUser(facingMode: string | undefined, label: string): boolean {
  return facingMode ? facingMode === 'user' : sideOf(label) !== 'back';
}

// null when the label does not say.
function sideOf(label: string): 'front' | 'back' | null {
  if (/\b(back|rear|environment)\b|后置/i.test(label)) return 'back';
  return /\b(front|user|selfie)\b|前置/i.test(label) ? 'front' : null;
}

/** A name for each camera, no two alike: its side where its label says it, otherwise its label, otherwise a number. */
export function cameraNames(devices: readonly CameraDevice[], strings: Strings): string[] {
  const names = devices.map(({ label }, i) => {
    const side = sideOf(label);
    return side ? strings.cameraSides[side] : label || strings.cameraNumber(i + 1);
  });
  return names.map((name, i) => {
    const before = names.slice(0, i).filter((other) => other === name).length;
    return before > 0 ? `${name} ${before + 1}` : name;
  });
}
