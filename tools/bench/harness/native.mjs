// Times the native command line and onnxruntime in Python, in turns, on this processor and as on one with AVX2 alone.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root, python } from './server.mjs';
import { quantile } from './statistics.mjs';

const run = (command, args, environment) =>
  JSON.parse(
    execFileSync(command, args, { encoding: 'utf8', env: { ...process.env, ...environment } }),
  );

function glance(model, precision, threads, runs, environment) {
  const args = [
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
  ];
  const { infer } = run(join(root, 'build/native/glance'), args, environment);
  return { medianMs: infer.median_ms, p95Ms: infer.p95_ms, minMs: infer.min_ms };
}

function onnxruntime(model, precision, threads, runs, environment) {
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
    environment,
  );
  const want = model.expected.indexOf(Math.max(...model.expected));
  if (best !== want) throw new Error(`onnxruntime ${precision}: best class ${best}, want ${want}`);
  return {
    medianMs: quantile(times, 0.5),
    p95Ms: quantile(times, 0.95),
    minMs: Math.min(...times),
  };
}

const programs = { Glance: glance, 'onnxruntime (Python)': onnxruntime };

/**
 * One round: { model, program, precision, threads, variant, round, medianMs, p95Ms, minMs } of each.
 * @param {{ models: any[], runs: number, round: number, environments: Record<string, Record<string, string>> }} bench
 *   environments: that of each variant ('' and 'avx2')
 */
export function nativeRound({ models, runs, round, environments }) {
  return models.flatMap((model) =>
    Object.entries(environments).flatMap(([variant, environment]) =>
      ['float32', 'int8'].flatMap((precision) =>
        [1, 2].flatMap((threads) =>
          Object.entries(programs).map(([program, time]) => ({
            model: model.name,
            program,
            precision,
            threads,
            variant,
            round,
            ...time(model, precision, threads, runs, environment),
          })),
        ),
      ),
    ),
  );
}
