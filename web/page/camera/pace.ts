// How many frames a second are looked at, as a number that can be read: over the last two seconds, twice a second.
const overMs = 2000;
const tellEveryMs = 500;

/** @returns {(atMs: number) => number | null} takes when a frame was done; gives the number when it is time to tell it */
export function createPace() {
  let times = [];
  let toldAtMs = null;
  return (atMs) => {
    times = [...times.filter((each) => atMs - each <= overMs), atMs];
    toldAtMs ??= atMs;
    if (times.length < 2 || atMs - toldAtMs < tellEveryMs) return null;
    toldAtMs = atMs;
    return ((times.length - 1) * 1000) / (atMs - times[0]);
  };
}
