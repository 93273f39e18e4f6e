// How many workers a classifier may have when its caller does not say.
import { GlanceError } from '../shared/errors.ts';

const largestByDefault = 4;
const largest = 16;

/**
 * @param {number | undefined} wanted
 * @param {{ hardwareConcurrency?: number, deviceMemory?: number }} [device] `deviceMemory` in GiB, where browsers say it
 * @returns {number} at least 1; throws call/bad-argument
 */
export function workerCount(wanted, device = globalThis.navigator ?? {}) {
  if (wanted === undefined) return byDefault(device);
  if (Number.isInteger(wanted) && wanted >= 1 && wanted <= largest) return wanted;
  throw new GlanceError(
    'call/bad-argument',
    `workers is ${wanted}, want a whole number from 1 to ${largest}`,
  );
}

// A worker with a model and a large picture takes a few hundred MiB at its worst.
function byDefault({ hardwareConcurrency = 1, deviceMemory = 8 }) {
  return Math.max(1, Math.min(hardwareConcurrency, Math.floor(deviceMemory), largestByDefault));
}
