// Computes the figures of the tables from the visits: medians over the rounds, ratios round by round, and the comparisons that
// Glance has goals for.
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
 * The fastest peer against the fastest build of Glance's, among those that `peers` and `ours` accept, as people have Chromium; null without both.
 * @param {any[]} summary of summarize()
 * @param {{ peers: (row: any) => boolean, ours: (row: any) => boolean }} accepted
 * @param {(row: any) => number[]} [roundsOf] the figure of each round
 */
export function compare(summary, { peers, ours }, roundsOf = ({ roundsMs }) => roundsMs) {
  const figure = (row) => median(roundsOf(row));
  const usual = summary.filter(({ variant }) => !variant);
  const peer = fastest(
    usual.filter((row) => row.runtime !== 'glance' && peers(row)),
    figure,
  );
  const glance = fastest(
    usual.filter((row) => row.runtime === 'glance' && ours(row)),
    figure,
  );
  if (!peer || !glance) return null;
  return { ratio: medianRatio(roundsOf(peer), roundsOf(glance)), peer, glance };
}

const openToAnswer = ({ openToAnswerRoundsMs }) => openToAnswerRoundsMs;

// The int8 goals depend on whether the browser uses the processor's instructions for int8 (`vnni`).
const comparisons = [
  {
    what: 'best peer / Glance int8, 1 thread',
    goal: { vnni: 2.5, other: 1.3 },
    threads: 1,
    ours: 'int8',
  },
  {
    what: 'best peer / Glance int8, 2 threads',
    goal: { vnni: 3, other: 1.4 },
    threads: 2,
    ours: 'int8',
  },
  {
    what: 'best peer in float32 / Glance float32, 1 thread',
    goal: { 'efficientnet-lite0': 1.12, resnet18: 1.28 },
    threads: 1,
    ours: 'float32',
    peers: 'float32',
  },
  {
    what: 'open to first answer: quickest peer / Glance as it picks by itself',
    goal: 3,
    roundsOf: openToAnswer,
  },
];

/**
 * @param {{ name: string, title: string, summary: any[] }[]} networks
 * @param {boolean} vnni whether the browser uses such instructions (readProcessor's `vnniInBrowser`)
 * @returns {{ network: string, what: string, goal: number, ratio: number, peer: object, glance: object }[]}
 */
export function compareWithGoals(networks, vnni) {
  return networks.flatMap(({ name, title, summary }) =>
    comparisons.flatMap(({ what, goal, threads, ours, peers, roundsOf }) => {
      const isOf = (precision) => (row) =>
        (threads === undefined || row.threads === threads) &&
        (precision === undefined || row.precision === precision);
      const isOurs = roundsOf
        ? ({ backend, precision }) => backend === 'auto' && precision === 'int8'
        : isOf(ours);
      const found = compare(summary, { peers: isOf(peers), ours: isOurs }, roundsOf);
      const wanted = goal[name] ?? goal[vnni ? 'vnni' : 'other'] ?? goal;
      return found ? [{ network: title, what, goal: wanted, ...found }] : [];
    }),
  );
}

/** Every peer by itself: its best time with so many threads, in any precision, against Glance's int8. */
export function compareEach(networks) {
  const runtimes = new Map(
    networks.flatMap(({ summary }) =>
      summary.filter(({ variant }) => !variant).map((row) => [row.runtime, row.name]),
    ),
  );
  runtimes.delete('glance');
  return networks.flatMap(({ title, summary }) =>
    [...runtimes].flatMap(([runtime, peerName]) =>
      [1, 2].flatMap((threads) => {
        const found = compare(summary, {
          peers: (row) => row.runtime === runtime && row.threads === threads,
          ours: (row) => row.precision === 'int8' && row.threads === threads,
        });
        return found ? [{ network: title, peerName, threads, ...found }] : [];
      }),
    ),
  );
}
