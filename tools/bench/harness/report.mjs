// Writes the results of `make bench` as Markdown, for docs/benchmarks/side-by-side.md.
import { median, medianRatio, quantile } from './statistics.mjs';
import { compareEach, compareWithGoals, summarize } from './summary.mjs';
import {
  contenderTable,
  eachPeerTable,
  engineTable,
  goalTable,
  machineText,
  nativeTable,
} from './tables.mjs';

/**
 * @param {any} results of run.mjs: machine, rounds, runs, models, contenders, visits, emptyMiB, native, engines, pages
 * @returns {string} Markdown
 */
export function writeReport(results) {
  const contenders = results.contenders.filter(({ variant = '' }) => !variant.startsWith('avx2'));
  const networks = results.models.map(({ name, title }) => ({
    name,
    title,
    summary: summarize(
      results.visits.filter(({ model }) => model === name),
      contenders,
      median(results.emptyMiB),
    ),
  }));
  return [
    machineText(results.machine, results),
    'Every contender has the same weights and, for the times of inference, the same numbers as input; every answer was compared ' +
      "with onnxruntime's in float32. Contenders take turns, each time in a fresh browser context (empty cache, new process); " +
      "medians over the rounds, ratios round by round. Peak memory: resident memory of the page's process, less an empty page's.",
    '## Goals',
    goalTable(compareWithGoals(networks, results.machine.processor.vnniInBrowser)),
    '## Each peer at its best',
    eachPeerTable(compareEach(networks)),
    ...networks.flatMap(({ title, summary }) => [
      `## ${title} in Chromium`,
      contenderTable(summary),
    ]),
    ...pageParts(results.pages),
    ...nativeParts(results),
    ...engineParts(results),
  ].join('\n\n');
}

function pageParts(pages) {
  if (pages.length === 0) return [];
  const { raw, gzip } = pages[0].transfer.total;
  const over = (figure) => Math.round(median(pages.map(figure)));
  return [
    '## The page',
    `\`dist/index.html\` with an empty cache, everything downloaded until the first answer: ${raw} bytes, ` +
      `${gzip} with gzip; ready after ${over(({ readyMs }) => readyMs)} ms, the first answer ${over(({ firstAnswerMs }) => firstAnswerMs)} ms ` +
      'after the picture was chosen.',
  ];
}

function nativeParts({ native: all, models }) {
  const native = all.filter(({ variant }) => !variant);
  const keys = [
    ...new Set(
      native.map(({ model, precision, threads }) => JSON.stringify([model, precision, threads])),
    ),
  ];
  const rows = keys.map((key) => {
    const [model, precision, threads] = JSON.parse(key);
    const times = (program) =>
      native
        .filter(
          (row) =>
            row.program === program &&
            JSON.stringify([row.model, row.precision, row.threads]) === key,
        )
        .map(({ medianMs }) => medianMs);
    const [ours, theirs] = [times('Glance'), times('onnxruntime (Python)')];
    const medians = { Glance: median(ours), 'onnxruntime (Python)': median(theirs) };
    return {
      network: titleOf(models, model),
      precision,
      threads,
      medians,
      ratio: medianRatio(theirs, ours),
    };
  });
  return rows.length === 0 ? [] : ['## Natively', nativeTable(rows)];
}

function engineParts({ engines, models, contenders }) {
  const missing = [
    ...new Set(
      engines
        .filter((visit) => visit.missing)
        .map((visit) => `${visit.engine} was not measured: ${visit.missing}.`),
    ),
  ];
  const rows = [...groupByKey(engines.filter((visit) => !visit.missing)).values()].map((visits) =>
    engineRow(visits, models, contenders),
  );
  return engines.length === 0
    ? []
    : ['## Glance in other engines', ...missing, ...(rows.length > 0 ? [engineTable(rows)] : [])];
}

const keyOf = ({ engine, model, contender }) => `${engine} ${model} ${contender}`;

function groupByKey(visits) {
  const groups = new Map();
  for (const visit of visits)
    groups.set(keyOf(visit), [...(groups.get(keyOf(visit)) ?? []), visit]);
  return groups;
}

function engineRow(visits, models, contenders) {
  const measured = visits.filter(({ cannot }) => !cannot); // a browser may come to an end by itself in one round of several
  const [{ engine, model, contender: id, cannot, facts }] = measured.length > 0 ? measured : visits;
  const what = {
    engine,
    network: titleOf(models, model),
    contender: contenders.find((contender) => contender.id === id),
    facts,
  };
  if (cannot) return { ...what, cannot };
  const over = (figure) => median(measured.map(figure));
  return {
    ...what,
    medianMs: over(({ timesMs }) => median(timesMs)),
    p95Ms: over(({ timesMs }) => quantile(timesMs, 0.95)),
    readyMs: over(({ readyMs }) => readyMs),
    firstAnswerMs: over(({ firstAnswerMs }) => firstAnswerMs),
  };
}

const titleOf = (models, model) => models.find(({ name }) => name === model).title;
