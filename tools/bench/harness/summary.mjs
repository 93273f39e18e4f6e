// From visits to the figures of the tables: medians over the rounds, and ratios round by round.
import { median, medianRatio, quantile } from './statistics.mjs';

/**
 * @param {any[]} visits of one network: { contender, round, timesMs, readyMs, firstAnswerMs, residentMiB, transfer }
 * @param {any[]} contenders
 * @param {number} emptyMiB what an empty page takes
 * @returns {any[]} of each contender that was visited: what it is, and its figures
 */
export function summarize(visits, contenders, emptyMiB) {
  return contenders.flatMap((contender) => {
    const own = visits
      .filter((visit) => visit.contender === contender.id)
      .toSorted((a, b) => a.round - b.round);
    if (own.length === 0) return [];
    const roundsMs = own.map(({ timesMs }) => median(timesMs));
    const over = (figure) => median(own.map(figure));
    return [
      {
        ...contender,
        roundsMs,
        medianMs: median(roundsMs),
        p95Ms: over(({ timesMs }) => quantile(timesMs, 0.95)),
        readyMs: over(({ readyMs }) => readyMs),
        firstAnswerMs: over(({ firstAnswerMs }) => firstAnswerMs),
        openToAnswerRoundsMs: own.map(({ readyMs, firstAnswerMs }) => readyMs + firstAnswerMs),
        residentMiB: over(({ residentMiB }) => residentMiB) - emptyMiB,
        transfer: own[0].transfer,
        facts: own[0].facts,
      },
    ];
  });
}

const fastest = (rows, figure) => rows.toSorted((a, b) => figure(a) - figure(b))[0];

/**
 * The fastest peer against the fastest build of Glance's, among those that `peers` and `ours` accept; null without both.
 * @param {any[]} summary of summarize()
 * @param {{ peers: (row: any) => boolean, ours: (row: any) => boolean }} accepted
 * @param {(row: any) => number[]} [roundsOf] the figure of each round
 */
export function compare(summary, { peers, ours }, roundsOf = ({ roundsMs }) => roundsMs) {
  const figure = (row) => median(roundsOf(row));
  const peer = fastest(
    summary.filter((row) => row.runtime !== 'glance' && peers(row)),
    figure,
  );
  const glance = fastest(
    summary.filter((row) => row.runtime === 'glance' && ours(row)),
    figure,
  );
  if (!peer || !glance) return null;
  return { ratio: medianRatio(roundsOf(peer), roundsOf(glance)), peer, glance };
}
