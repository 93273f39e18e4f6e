// Describes the machine and the versions that a benchmark ran with.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

const widest = [
  ['avx512f', 'AVX-512'],
  ['avx2', 'AVX2'],
  ['asimd', 'NEON'],
];

const versionOf = (packageFile) => JSON.parse(readFileSync(packageFile, 'utf8')).version;

/**
 * Reads the processor from /proc/cpuinfo. `vnni` lists its instructions for sums of four int8 products; `vnniInBrowser` says
 * whether V8 uses one of them for relaxed SIMD (it uses AVX-VNNI only); `widest` is its widest set of instructions;
 * `forcible`, whether forced.mjs can make it look like one with AVX2 alone.
 */
export function readProcessor(cpuinfo = readFileSync('/proc/cpuinfo', 'utf8')) {
  const field = (name) => new RegExp(`^${name}\\s*: (.*)$`, 'm').exec(cpuinfo)?.[1] ?? '';
  const flags = field('flags').split(' ');
  const vnni = Object.entries({ avx_vnni: 'AVX-VNNI', avx512_vnni: 'AVX-512 VNNI' })
    .filter(([flag]) => flags.includes(flag))
    .map(([, name]) => name);
  const vnniInBrowser = vnni.includes('AVX-VNNI');
  return {
    name: field('model name'),
    family: field('cpu family'),
    model: field('model'),
    vnni,
    vnniInBrowser,
    widest: widest.find(([flag]) => flags.includes(flag))?.[1] ?? '',
    forcible: flags.includes('cpuid_fault') && (vnni.length > 0 || flags.includes('avx512f')),
  };
}

/** `root` is the checkout. */
export function describeMachine(root, browserVersion) {
  const python = `${root}/.cache/venv/bin/python`;
  const packages = `${root}/tools/bench/node_modules`;
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: readProcessor(),
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    versions: {
      Chromium: browserVersion,
      'onnxruntime-web': versionOf(`${packages}/onnxruntime-web/package.json`),
      'tfjs-backend-wasm': versionOf(`${packages}/@tensorflow/tfjs-backend-wasm/package.json`),
      '@litertjs/core': versionOf(`${packages}/@litertjs/core/package.json`),
      'onnxruntime (Python)': execFileSync(
        python,
        ['-c', 'import onnxruntime; print(onnxruntime.__version__)'],
        { encoding: 'utf8' },
      ).trim(),
    },
  };
}
