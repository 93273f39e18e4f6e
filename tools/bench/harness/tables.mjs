// The summary as Markdown.

const megabytes = (bytes) => (bytes / 1e6).toFixed(2);
export const ms = (value) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
export const ratio = (value) => value.toFixed(2);
const both = ({ raw, gzip }) => `${megabytes(raw)} / ${megabytes(gzip)}`;
const threadsOf = ({ threads, facts }) => threads ?? `${facts.backend?.threads} (picked)`;
export const nameOf = ({ name, backend, facts }) =>
  backend === 'auto' ? `Glance, picked: ${facts.backend?.simd}` : name;

export function table(head, rows) {
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** Time, start, download and memory of every contender on one network. */
export function contenderTable(summary) {
  const head = [
    'contender',
    'precision',
    'threads',
    'median / p95 ms',
    'open to ready ms',
    'ready to first answer ms',
    'wasm MB raw / gzip',
    'script',
    'weights',
    'all',
    'peak memory MiB',
  ];
  return table(
    head,
    summary.map((row) => [
      nameOf(row),
      row.precision,
      threadsOf(row),
      `${ms(row.medianMs)} / ${ms(row.p95Ms)}`,
      ms(row.readyMs),
      ms(row.firstAnswerMs),
      both(row.transfer.wasm),
      both(row.transfer.script),
      both(row.transfer.weights),
      both(row.transfer.total),
      row.residentMiB.toFixed(0),
    ]),
  );
}

export function goalTable(comparisons) {
  const head = ['network', 'what', 'goal', 'measured', 'which against which'];
  return table(
    head,
    comparisons.map(({ network, what, goal, ratio: measured, peer, glance }) => [
      network,
      what,
      `>= ${goal}`,
      `${ratio(measured)}${measured >= goal ? '' : ' (short)'}`,
      `${labelOf(peer)} / ${labelOf(glance)}`,
    ]),
  );
}

const labelOf = (row) => `${nameOf(row)} ${row.precision}, threads: ${threadsOf(row)}`;

export function eachPeerTable(comparisons) {
  const head = ['network', 'threads', 'peer at its best', 'peer / Glance int8', 'ms'];
  return table(
    head,
    comparisons.map(({ network, threads, peerName, ratio: measured, peer, glance }) => [
      network,
      threads,
      `${peerName} ${peer.precision}`,
      ratio(measured),
      `${ms(peer.medianMs)} / ${ms(glance.medianMs)}`,
    ]),
  );
}

/** `rows`: { network, precision, threads, medians: { program: ms }, ratio } */
export function nativeTable(rows) {
  const head = [
    'network',
    'precision',
    'threads',
    'onnxruntime (Python) ms',
    'Glance ms',
    'onnxruntime / Glance',
  ];
  return table(
    head,
    rows.map((row) => [
      row.network,
      row.precision,
      row.threads,
      ms(row.medians['onnxruntime (Python)']),
      ms(row.medians.Glance),
      ratio(row.ratio),
    ]),
  );
}

/** `rows`: { engine, network, contender, medianMs, p95Ms, readyMs, firstAnswerMs, facts } or { ..., cannot } */
export function engineTable(rows) {
  const head = [
    'engine',
    'network',
    'build',
    'precision',
    'threads',
    'median / p95 ms',
    'open to ready ms',
    'ready to first answer ms',
  ];
  return table(
    head,
    rows.map(({ engine, network, contender, cannot, ...row }) => [
      engine,
      network,
      nameOf({ ...contender, facts: row.facts ?? {} }),
      contender.precision,
      threadsOf({ ...contender, facts: row.facts ?? {} }),
      ...(cannot
        ? ['not in this engine', '', '']
        : [`${ms(row.medianMs)} / ${ms(row.p95Ms)}`, ms(row.readyMs), ms(row.firstAnswerMs)]),
    ]),
  );
}

/** What a processor is, in a few words. */
export const kindOf = ({ family, model, vnni, vnniInBrowser }) =>
  `family ${family}, model ${model}, ${
    vnni.length === 0
      ? 'no VNNI'
      : `${vnni.join(' and ')}${vnniInBrowser ? '' : ', which Chromium does not use: it wants AVX-VNNI'}`
  }`;

export function machineText({ date, processor, cores, memoryGiB, versions }, { rounds, runs }) {
  const list = Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
  return `${date}; ${processor.name} (${kindOf(processor)}), ${cores} cores, ${memoryGiB} GiB; ${list}; ${rounds} rounds, ${runs} inferences each.`;
}
