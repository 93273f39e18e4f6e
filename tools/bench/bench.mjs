// `make bench`: --help says what it does. Progress goes to stderr, the tables to stdout.
// Exit status: 0 measured, 1 not (the reason is said), 2 wrong usage.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { keepProcessors } from './harness/processors.mjs';
import { writeReport } from './harness/report.mjs';
import { root } from './harness/server.mjs';

const usage = `Usage: node tools/bench/bench.mjs [OPTION...]

Times Glance beside its peers: in Chromium, contender after contender, round after round; natively beside
onnxruntime; by itself in Firefox and WebKitGTK. All answers are compared first. Where the processor has more than AVX2
and allows it, both are also run as on one that has not. Writes build/bench.json, docs/benchmarks/side-by-side.md,
and this processor's part of docs/benchmarks/processors.md. About an hour on 2 cores; leave the machine alone meanwhile.

  --rounds N       rounds (default 5)
  --runs N         counted inferences a visit (default 50)
  --only WORD      only contenders whose id contains WORD, such as glance-relaxed or int8-1t; may be repeated
  --model NAME     only this network (efficientnet-lite0, resnet18); may be repeated
  --quick          1 round of 10 inferences, Lite0, Chromium alone and as it is; writes build/bench-quick.json only
  --processors     only what docs/benchmarks/processors.md shows: no other engines, side-by-side.md stays as it is
  --no-write       leave docs/benchmarks as it is
  --help           print this
`;

/** Throws an Error with a sentence for people. */
function readArguments(args) {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string' },
      runs: { type: 'string' },
      only: { type: 'string', multiple: true, default: [] },
      model: { type: 'string', multiple: true },
      quick: { type: 'boolean', default: false },
      processors: { type: 'boolean', default: false },
      'no-write': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { quick, processors } = values;
  const write = !quick && !values['no-write'];
  const count = (name, otherwise) => {
    const value = Number(values[name] ?? otherwise);
    if (!Number.isInteger(value) || value < 1)
      throw new Error(`--${name} ${values[name]}: want a whole number of at least 1`);
    return value;
  };
  return {
    help: values.help,
    rounds: count('rounds', quick ? 1 : 5),
    runs: count('runs', quick ? 10 : 50),
    only: values.only,
    models: values.model ?? (quick ? ['efficientnet-lite0'] : undefined),
    engines: !quick && !processors,
    native: !quick,
    variants: !quick,
    json: quick ? 'build/bench-quick.json' : 'build/bench.json',
    write: write && !processors,
    keep: write,
  };
}

async function main() {
  let options;
  try {
    options = readArguments(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${usage}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(usage);
    return 0;
  }
  const { runBenchmark } = await import('./harness/run.mjs');
  const results = await runBenchmark(options, (line) => process.stderr.write(`${line}\n`));
  mkdirSync(join(root, 'build'), { recursive: true });
  writeFileSync(join(root, options.json), `${JSON.stringify(results, null, 1)}\n`);
  const report = writeReport(results);
  if (options.write) {
    const path = join(root, 'docs/benchmarks/side-by-side.md');
    writeFileSync(path, `# Side by side\n\n${report}\n`);
  }
  if (options.keep) keepProcessors(root, results);
  process.stdout.write(`${report}\n`);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 1;
}
