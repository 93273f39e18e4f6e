// Keeps the figures of each kind of processor that the benchmark ran on: docs/benchmarks/processors.json, and as a table
// processors.md. A run replaces the rows of its own processor. Every figure is the best of all rounds: a neighbour on a shared
// machine only ever makes a run slower.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ms, ratio, table } from './tables.mjs';

const best = (lists) => Math.min(...lists.flat());

// The quickest of rows { name, precision, bestMs }, or undefined.
const quickest = (rows) => rows.toSorted((a, b) => a.bestMs - b.bestMs)[0];

function rowOf(what, ours, theirs) {
  const [glance, peer] = [quickest(ours), quickest(theirs)];
  if (!glance || !peer) return [];
  return [
    {
      ...what,
      peer: `${peer.name} ${peer.precision}`,
      peerMs: round(peer.bestMs),
      glanceMs: round(glance.bestMs),
      ratio: round(peer.bestMs / glance.bestMs),
    },
  ];
}

const round = (value) => Number(value.toPrecision(4));

// Every combination of network, precision and threads.
const cases = ({ models }) =>
  models.flatMap(({ name, title }) =>
    ['int8', 'float32'].flatMap((precision) =>
      [1, 2].map((count) => ({ name, title, precision, threads: count })),
    ),
  );

function nativeRows(results, variant) {
  return cases(results).flatMap(({ name, title, precision, threads }) => {
    const of = (program) => {
      const rows = results.native.filter(
        (row) =>
          row.program === program &&
          (row.variant ?? '') === variant &&
          row.model === name &&
          row.precision === precision &&
          row.threads === threads,
      );
      if (rows.length === 0) return [];
      const bestMs = best(rows.map(({ minMs }) => [minMs]));
      return [{ name: program.replace(' (Python)', ''), precision, bestMs }];
    };
    const what = { where: 'natively', network: title, precision, threads };
    return rowOf(what, of('Glance'), of('onnxruntime (Python)'));
  });
}

// A peer may answer int8 with its float32, where that is quicker; not the other way round.
function browserRows(results, variant, where) {
  return cases(results).flatMap(({ name, title, precision, threads }) => {
    const rows = results.contenders
      .filter((one) => (one.variant ?? '') === variant && one.threads === threads)
      .flatMap((one) => {
        const visits = results.visits.filter(
          ({ model, contender }) => model === name && contender === one.id,
        );
        const bestMs = best(visits.map(({ timesMs }) => timesMs));
        return visits.length === 0 ? [] : [{ ...one, name: one.name.split(', ')[0], bestMs }];
      });
    const ours = rows.filter((row) => row.runtime === 'glance' && row.precision === precision);
    const theirs = rows.filter(
      (row) => row.runtime !== 'glance' && (precision === 'int8' || row.precision === precision),
    );
    return rowOf({ where, network: title, precision, threads }, ours, theirs);
  });
}

/**
 * The figures of this run: one entry for the processor as it is, one for what it was forced to be.
 * @param {any} results see run.mjs
 * @returns {any[]} { processor, instructions, forced, date, versions, rounds, runs, rows }
 */
export function entriesOf(results) {
  const { processor, date, versions } = results.machine;
  const about = {
    processor: `${processor.name}, family ${processor.family}, model ${processor.model}`,
    date,
    versions,
    rounds: results.rounds,
    runs: results.runs,
  };
  const rows = (variant, wide) => [
    ...nativeRows(results, variant),
    ...browserRows(results, variant, 'Chromium'),
    ...browserRows(results, wide, 'Chromium, 256 bits'),
  ];
  const instructions = [processor.widest, ...processor.vnni].filter(Boolean).join(', ');
  return [
    { ...about, instructions, forced: false, rows: rows('', 'wide') },
    { ...about, instructions: 'AVX2', forced: true, rows: rows('avx2', 'avx2-wide') },
  ].filter((entry) => entry.rows.length > 0);
}

const keyOf = ({ processor, instructions, forced }) =>
  JSON.stringify([processor, instructions, forced]);

/** `kept` with `entries` in place of those of the same processors. */
export function merge(kept, entries) {
  const replaced = new Set(entries.map(keyOf));
  return [...kept.filter((entry) => !replaced.has(keyOf(entry))), ...entries];
}

const titleOf = ({ processor, instructions, forced }) =>
  forced ? `${instructions}, forced on ${processor}` : `${instructions}: ${processor}`;

function part(entry) {
  const versions = Object.entries(entry.versions).map(([name, version]) => `${name} ${version}`);
  return [
    `## ${titleOf(entry)}`,
    `${entry.date}; ${versions.join(', ')}; best of ${entry.rounds} x ${entry.runs} inferences each.`,
    table(
      ['where', 'network', 'precision', 'threads', 'quickest peer', 'its ms', 'Glance ms', 'ratio'],
      entry.rows.map((row) => [
        row.where,
        row.network,
        row.precision,
        row.threads,
        row.peer,
        ms(row.peerMs),
        ms(row.glanceMs),
        ratio(row.ratio),
      ]),
    ),
  ];
}

export function writeProcessors(entries) {
  return [
    '# By processor',
    '`make bench` keeps the figures of each kind of processor that it runs on. Contenders take turns; each figure is the best ' +
      "inference of all rounds, the ratio how many times as long the quickest peer takes. int8 stands against a peer's best in any " +
      'precision. **Forced** figures come from a processor with newer instructions that hid them: natively `tools/bench/as_avx2.c` ' +
      'answers CPUID without AVX-512 and VNNI, in Chromium `--js-flags=--no-enable-avx-vnni` does. **256 bits**: both with ' +
      '`--js-flags=--wasm-revectorize`.',
    ...entries.flatMap(part),
  ].join('\n\n');
}

/** Writes this run's figures beside those that docs/benchmarks has of other processors. */
export function keepProcessors(root, results) {
  const file = (ending) => join(root, `docs/benchmarks/processors.${ending}`);
  const kept = existsSync(file('json')) ? JSON.parse(readFileSync(file('json'), 'utf8')) : [];
  const entries = merge(kept, entriesOf(results));
  writeFileSync(file('json'), `${JSON.stringify(entries, null, 2)}\n`);
  writeFileSync(file('md'), `${writeProcessors(entries)}\n`);
}
