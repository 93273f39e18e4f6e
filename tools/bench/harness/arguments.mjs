// The command line of bench.mjs.
import { parseArgs } from 'node:util';

export const usage = `Usage: node tools/bench/bench.mjs [OPTION...]

Times Glance beside its peers: in one Chromium, contender after contender, round after round; natively beside
onnxruntime; by itself in Firefox and WebKitGTK. All answers are compared first. Writes build/bench.json and the
docs/benchmarks/side-by-side.md. About half an hour on 2 cores; leave the machine alone meanwhile.

  --rounds N       rounds (default 5)
  --runs N         counted inferences a visit (default 50)
  --only WORD      only contenders whose id contains WORD, such as glance-relaxed or int8-1t; may be repeated
  --model NAME     only this network (efficientnet-lite0, resnet18); may be repeated
  --quick          1 round of 10 inferences, Lite0, Chromium alone; writes build/bench-quick.json only
  --no-write       leave docs/benchmarks/side-by-side.md as it is
  --help           print this
`;

/** Throws an Error with a sentence for people. */
export function readArguments(args) {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string' },
      runs: { type: 'string' },
      only: { type: 'string', multiple: true, default: [] },
      model: { type: 'string', multiple: true },
      quick: { type: 'boolean', default: false },
      'no-write': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { quick } = values;
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
    engines: !quick,
    native: !quick,
    json: quick ? 'build/bench-quick.json' : 'build/bench.json',
    write: !quick && !values['no-write'],
  };
}
