// What the cameras of a device are called: by their side where they say it, else as they call themselves, else by number.
import { sideOf } from './open_camera.ts';

/**
 * @param {readonly { id: string, label: string }[]} devices
 * @param {typeof import('../strings/en.ts').en} strings
 * @returns {string[]} no two alike
 */
export function cameraNames(devices, strings) {
  const names = devices.map(
    ({ label }, i) => strings.cameraSides[sideOf(label)] ?? (label || strings.cameraNumber(i + 1)),
  );
  return names.map((name, i) => {
    const before = names.slice(0, i).filter((other) => other === name).length;
    return before > 0 ? `${name} ${before + 1}` : name;
  });
}
