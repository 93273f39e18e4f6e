// The report of made-up visits, whose medians and ratios can be checked by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildsAmong, contenders, otherBuild } from '../harness/contenders.mjs';
import { readProcessor } from '../harness/machine.mjs';
import { writeReport } from '../harness/report.mjs';
import { compareEach, compareWithGoals, summarize } from '../harness/summary.mjs';
import { contenderTable, goalTable } from '../harness/tables.mjs';

const backend = { simd: 'simd', threads: 1 };
const bytes = { raw: 2_000_000, gzip: 1_000_000 };
const transfer = { total: bytes, wasm: bytes, script: bytes, weights: bytes };
const milliseconds = {
  'glance-simd-int8-1t': 10,
  'glance-simd-float32-1t': 20,
  'glance-auto-int8': 10,
  'onnxruntime-int8-1t': 40,
  'tfjs-float32-1t': 25,
  'litert-float32-1t': 30,
};

// Two rounds; in the second everything takes twice as long.
function visitsOf(contender) {
  return [1, 2].map((round) => ({
    contender,
    round,
    timesMs: Array(3).fill(milliseconds[contender] * round),
    facts: { backend },
    transfer,
    readyMs: 100 * milliseconds[contender] * round,
    firstAnswerMs: 0,
    residentMiB: 150,
  }));
}

const builds = [
  { backend: 'simd', threads: 1 },
  { backend: 'simd', threads: 2 },
];
const all = contenders({ builds });
const summary = summarize(Object.keys(milliseconds).flatMap(visitsOf), all, 100);
const networks = [{ name: 'efficientnet-lite0', title: 'Lite0', summary }];

test('the best peer in any precision stands against int8, the best in float32 against float32', () => {
  const ratios = compareWithGoals(networks, true).map(({ ratio, goal, peer }) => [
    peer.id,
    ratio,
    goal,
  ]);
  assert.deepEqual(ratios, [
    ['tfjs-float32-1t', 2.5, 2.5],
    ['tfjs-float32-1t', 1.25, 1.12],
    ['tfjs-float32-1t', 2.5, 3],
  ]);
});

test('the goal of int8 depends on what the browser gets from the processor', () => {
  assert.equal(compareWithGoals(networks, false)[0].goal, 1.3);
});

test('each peer is compared by its own best', () => {
  const ratios = compareEach(networks).map(({ peerName, ratio }) => [peerName, ratio]);
  assert.deepEqual(ratios, [
    ['onnxruntime-web', 4],
    ['tfjs-backend-wasm', 2.5],
    ['@litertjs/core', 3],
  ]);
});

test('a goal that is missed says so', () => {
  const rows = goalTable(compareWithGoals(networks, true)).split('\n').slice(2);
  assert.deepEqual(
    rows.map((row) => row.includes('(short)')),
    [false, false, true],
  );
});

test('the table names download, memory without the empty page, and what Glance picked', () => {
  const row = contenderTable(summary)
    .split('\n')
    .find((line) => line.includes('picked') && line.includes('int8'));
  assert.match(
    String(row),
    /\| Glance, picked: simd \| int8 \| 1 \(picked\) \| 15\.0 \/ 15\.0 \|.* 2\.00 \/ 1\.00 \| 50 \|$/,
  );
});

test('an engine that could not in one round is told by the others, and one that never could says so', () => {
  const machine = { processor: { name: 'one', vnni: [] }, cores: 2, memoryGiB: 8, versions: {} };
  const visit = (engine, round, what) => ({
    engine,
    model: 'efficientnet-lite0',
    contender: 'glance-simd-int8-1t',
    round,
    ...what,
  });
  const times = { timesMs: [30, 30, 30], readyMs: 400, firstAnswerMs: 50, facts: { backend } };
  const engines = [
    visit('Firefox', 1, { cannot: 'it stopped' }),
    visit('Firefox', 2, times),
    visit('WebKit', 1, times),
    visit('WebKit', 2, { cannot: 'it stopped' }),
    visit('Other', 1, { cannot: 'never' }),
  ];
  const visits = Object.keys(milliseconds)
    .flatMap(visitsOf)
    .map((each) => ({ ...each, model: 'efficientnet-lite0' }));
  const report = writeReport({
    machine,
    rounds: 2,
    runs: 3,
    contenders: all,
    visits,
    emptyMiB: [100],
    pages: [],
    native: [],
    engines,
    models: networks,
  });
  for (const engine of ['Firefox', 'WebKit'])
    assert.match(report, new RegExp(`^\\| ${engine} \\| Lite0 \\|.* 30\\.0 / 30\\.0 \\|`, 'm'));
  assert.match(report, /^\| Other \| Lite0 \|.* not in this engine \|/m);
});

test('contenders have different ids, and --only picks by them', () => {
  assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
  assert.deepEqual(
    contenders({ builds, only: ['litert-int8'] }).map(({ id }) => id),
    ['litert-int8-1t', 'litert-int8-2t'],
  );
});

test('the builds of a dist are known by their files', () => {
  const files = ['glance.js', 'glance-simd.wasm', 'glance-relaxed-threads.wasm'];
  assert.deepEqual(buildsAmong(files), [
    { backend: 'simd', threads: 1 },
    { backend: 'relaxed', threads: 2 },
  ]);
});

test('a contender that ran as another build is found out', () => {
  assert.equal(
    otherBuild({ backend: 'relaxed', threads: 2 }, { simd: 'relaxed', threads: 2 }),
    null,
  );
  assert.match(
    String(otherBuild({ backend: 'relaxed', threads: 2 }, { simd: 'simd', threads: 2 })),
    /instead of relaxed with 2/,
  );
  assert.equal(otherBuild({ backend: 'auto', threads: null }, { simd: 'simd', threads: 1 }), null);
});

test("the processor is read from Linux' description", () => {
  const text =
    'processor\t: 0\ncpu family\t: 26\nmodel\t\t: 2\nmodel name\t: AMD EPYC\nflags\t\t: fpu avx2 avx512_vnni\n';
  const kind = { name: 'AMD EPYC', family: '26', model: '2', widest: 'AVX2', forcible: false };
  assert.deepEqual(readProcessor(text), { ...kind, vnni: ['AVX-512 VNNI'], vnniInBrowser: false });
  assert.deepEqual(readProcessor(text.replace('avx2', 'avx2 avx_vnni avx512f cpuid_fault')), {
    ...kind,
    vnni: ['AVX-VNNI', 'AVX-512 VNNI'],
    vnniInBrowser: true,
    widest: 'AVX-512',
    forcible: true,
  });
  assert.deepEqual(readProcessor(text.replace('avx512_vnni', 'cpuid_fault')), {
    ...kind,
    vnni: [],
    vnniInBrowser: false,
  });
});
