// Times the native command line and onnxruntime in Python, in turns.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root, python } from './server.mjs';
import { quantile } from './statistics.mjs';

const run = (command, args) => JSON.parse(execFileSync(command, args, { encoding: 'utf8' }));

function glance(model, precision, threads, runs) {
  const { infer } = run(join(root, 'build/native/glance'), [
    'bench',
    '--format',
    'json',
    '--model',
    join(model.folder, `${precision}.safetensors`),
    '--threads',
    String(threads),
    '--runs',
    String(runs),
    join(model.folder, 'input.png'),
  ]);
  return { medianMs: infer.median_ms, p95Ms: infer.p95_ms };
}

function onnxruntime(model, precision, threads, runs) {
  const [side] = model.preprocess.input_size;
  const { times_ms: times, best } = run(
    python,
    [
      join(root, 'tools/bench/native_onnxruntime.py'),
      join(model.folder, `${precision}.onnx`),
      join(model.folder, 'input.bin'),
      side,
      threads,
      runs,
    ].map(String),
  );
  const want = model.expected.indexOf(Math.max(...model.expected));
  if (best !== want) throw new Error(`onnxruntime ${precision}: best class ${best}, want ${want}`);
  return { medianMs: quantile(times, 0.5), p95Ms: quantile(times, 0.95) };
}

const programs = { Glance: glance, 'onnxruntime (Python)': onnxruntime };

/** One round: { model, program, precision, threads, round, medianMs, p95Ms } of each. */
export function nativeRound({ models, runs, round }) {
  return models.flatMap((model) =>
    ['float32', 'int8'].flatMap((precision) =>
      [1, 2].flatMap((threads) =>
        Object.entries(programs).map(([program, time]) => ({
          model: model.name,
          program,
          precision,
          threads,
          round,
          ...time(model, precision, threads, runs),
        })),
      ),
    ),
  );
}
