// Estimates how long the pictures that are still waiting will take. The estimate is kept as the time at which all will be
// answered, because that stays the same while the speed does. The seconds that the page shows go up only when the estimate
// was clearly wrong, so that they do not flicker.
import type { RemainingTime, State } from './state.ts';

const mostAnswers = 24; // that the speed is computed from
const fewestAnswers = 5;
const shortestMs = 1000;
const weightOfNewEstimate = 0.2;

export const noRemainingTime: RemainingTime = Object.freeze({
  batch: 0,
  startMs: null,
  answersMs: Object.freeze([]),
  endMs: null,
  shownS: null,
});

/** @param answer one more picture of `batch` was settled at `atMs`; `remaining` are not settled yet */
export function timeAfterAnswer(
  last: RemainingTime,
  { batch, remaining, atMs }: { batch: number; remaining: number; atMs: number },
): RemainingTime {
  const before = last.batch === batch ? last : noRemainingTime;
  const answersMs = Object.freeze([...before.answersMs, atMs].slice(-mostAnswers));
  const startMs = before.startMs ?? atMs;
  const isTooSoon = answersMs.length < fewestAnswers || atMs - startMs < shortestMs;
  const endMs =
    remaining === 0 || isTooSoon
      ? null
      : expectedEnd(before.endMs, remaining * msPerAnswer(answersMs, atMs), atMs);
  const shownS = endMs === null ? null : steady(before.shownS, (endMs - atMs) / 1000);
  return Object.freeze({ batch, startMs, answersMs, endMs, shownS });
}

function msPerAnswer([firstMs, ...later]: readonly number[], lastMs: number): number {
  return firstMs === undefined ? 0 : (lastMs - firstMs) / later.length;
}

function expectedEnd(beforeMs: number | null, leftMs: number, nowMs: number): number {
  const wasFarOff = beforeMs === null || Math.abs(nowMs + leftMs - beforeMs) > leftMs / 2;
  return wasFarOff ? nowMs + leftMs : beforeMs + weightOfNewEstimate * (nowMs + leftMs - beforeMs);
}

function steady(beforeS: number | null, leftS: number): number {
  const rounded = inSteps(Math.max(leftS, 1));
  const isHardlyMore = beforeS !== null && rounded > beforeS && leftS < 1.3 * beforeS + 1;
  return isHardlyMore ? beforeS : rounded;
}

// Single seconds are shown only when few are left.
function inSteps(seconds: number): number {
  const step = seconds <= 10 ? 1 : seconds <= 60 ? 5 : 60;
  return Math.ceil(seconds / step) * step;
}

/** Seconds until all pictures are settled; null when that cannot be estimated. */
export function secondsLeft({
  remainingTime,
  batch,
}: Pick<State, 'remainingTime' | 'batch'>): number | null {
  return remainingTime.batch === batch ? remainingTime.shownS : null;
}
