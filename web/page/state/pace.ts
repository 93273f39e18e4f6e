// How fast pictures are answered, and from that how long the rest takes. Told calmly: what is kept is the moment at which
// all will be done, which stays the same while the pace does, and what is told rises only when it was clearly wrong.

/**
 * @typedef {{ batch: number, startMs: number | null, marksMs: readonly number[], endMs: number | null,
 *   toldS: number | null }} Pace `startMs` is the moment of the first answer, `marksMs` are those of the last ones, `endMs` is
 *   when all are expected to be there, `toldS` the seconds that are told
 */

const mostMarks = 24;
const leastMarks = 5;
const leastSpanMs = 1000;
const trust = 0.2; // in one more answer

/** @type {Pace} */
export const noPace = Object.freeze({
  batch: 0,
  startMs: null,
  marksMs: Object.freeze([]),
  endMs: null,
  toldS: null,
});

/**
 * @param {Pace} pace
 * @param {{ batch: number, remaining: number, atMs?: number }} answer one more picture of `batch` is settled at `atMs`, and
 *   `remaining` are not yet
 * @returns {Pace}
 */
export function paceAfter(pace, { batch, remaining, atMs }) {
  if (atMs === undefined) return pace;
  const before = pace.batch === batch ? pace : noPace;
  const marksMs = Object.freeze([...before.marksMs, atMs].slice(-mostMarks));
  const startMs = before.startMs ?? atMs;
  const isTooSoon = marksMs.length < leastMarks || atMs - startMs < leastSpanMs;
  const endMs = remaining === 0 || isTooSoon ? null : expectedEnd(before.endMs, marksMs, remaining);
  const toldS = endMs === null ? null : told(before.toldS, (endMs - atMs) / 1000);
  return Object.freeze({ batch, startMs, marksMs, endMs, toldS });
}

function expectedEnd(beforeMs, marksMs, remaining) {
  const nowMs = marksMs.at(-1);
  const leftMs = (remaining * (nowMs - marksMs[0])) / (marksMs.length - 1);
  const wasFarOff = beforeMs === null || Math.abs(nowMs + leftMs - beforeMs) > leftMs / 2;
  return wasFarOff ? nowMs + leftMs : beforeMs + trust * (nowMs + leftMs - beforeMs);
}

function told(beforeS, leftS) {
  const rounded = inSteps(Math.max(leftS, 1));
  const hardlyMore = beforeS !== null && rounded > beforeS && leftS < 1.3 * beforeS + 1;
  return hardlyMore ? beforeS : rounded;
}

// Single seconds are told only when few are left.
function inSteps(seconds) {
  const step = seconds <= 10 ? 1 : seconds <= 60 ? 5 : 60;
  return Math.ceil(seconds / step) * step;
}

/** @param {import('./state.ts').State} state @returns {number | null} seconds until all pictures are settled; null when nobody can tell */
export function secondsLeft({ pace, batch }) {
  return pace.batch === batch ? pace.toldS : null;
}
