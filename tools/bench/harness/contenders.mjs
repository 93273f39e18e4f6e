// The list of contenders. `weights` and `graph` are names of files in the model's folder.
import { withoutVnni } from './forced.mjs';

/**
 * How Chromium runs them: V8 widens WebAssembly's vectors to 256 bits where a flag allows it, and without AVX-VNNI it runs as on
 * most processors. The first is how people have it.
 */
export const variants = {
  '': { flags: [], title: '' },
  wide: { flags: ['--wasm-revectorize'], title: '256 bits' },
  avx2: { flags: withoutVnni, title: 'AVX2' },
  'avx2-wide': { flags: [...withoutVnni, '--wasm-revectorize'], title: 'AVX2, 256 bits' },
};

// Those that run in the other variants too.
const inVariant = ({ runtime, backend }, variant) =>
  variant.endsWith('wide')
    ? runtime === 'litert' || backend === 'relaxed'
    : runtime !== 'glance' || backend === 'relaxed';

const inVariants = (all, names) =>
  names.flatMap((variant) =>
    variant === ''
      ? all
      : all
          .filter((contender) => inVariant(contender, variant))
          .map((contender) => ({
            ...contender,
            id: `${contender.id}-${variant}`,
            name: `${contender.name}, ${variants[variant].title}`,
            variant,
          })),
  );

const peer = (runtime, name, precision, threads, files) => ({
  id: `${runtime}-${precision}-${threads}t`,
  runtime,
  name,
  precision,
  threads,
  ...files,
});

function peers() {
  const files = {
    onnxruntime: (precision) => ({ weights: `${precision}.onnx` }),
    tfjs: () => ({ weights: 'tfjs.bin', graph: 'tfjs.json' }),
    litert: (precision) => ({ weights: `${precision}.tflite` }),
  };
  const kinds = [
    { runtime: 'onnxruntime', name: 'onnxruntime-web', precisions: ['float32', 'int8'] },
    { runtime: 'tfjs', name: 'tfjs-backend-wasm', precisions: ['float32'] },
    { runtime: 'litert', name: '@litertjs/core', precisions: ['float32', 'int8'] },
  ];
  return kinds.flatMap(({ runtime, name, precisions }) =>
    precisions.flatMap((precision) =>
      [1, 2].map((threads) => peer(runtime, name, precision, threads, files[runtime](precision))),
    ),
  );
}

// Glance with each build of the core, and Glance with the build and the number of threads that it picks itself (auto).
function glances(builds) {
  const glance = (precision, backend, threads) => ({
    id: `glance-${backend}-${precision}${threads ? `-${threads}t` : ''}`,
    runtime: 'glance',
    name: `Glance, ${backend}`,
    precision,
    threads,
    backend,
    weights: `${precision}.safetensors`,
  });
  return ['float32', 'int8'].flatMap((precision) => [
    ...builds.map(({ backend, threads }) => glance(precision, backend, threads)),
    glance(precision, 'auto', null),
  ]);
}

/** The builds of the core that dist/ holds, found by the names of its files. */
export function buildsAmong(files) {
  const builds = ['simd', 'relaxed'].flatMap((backend) => [
    { file: `glance-${backend}.wasm`, backend, threads: 1 },
    { file: `glance-${backend}-threads.wasm`, backend, threads: 2 },
  ]);
  return builds
    .filter(({ file }) => files.includes(file))
    .map(({ backend, threads }) => ({ backend, threads }));
}

/** A sentence when Glance ran on another build than the contender stands for, or null. */
export function otherBuild({ backend, threads }, { simd, threads: used }) {
  if (backend === 'auto' || (simd === backend && used === threads)) return null;
  return `it ran as ${simd} with ${used} threads instead of ${backend} with ${threads}`;
}

/**
 * All contenders, Glance's first, with these builds of it, in these variants. `only` keeps those whose id contains one of its words.
 * @param {{ builds: { backend: string, threads: number }[], only?: string[], in?: string[] }} options
 */
export function contenders({ builds, only = [], in: names = [''] }) {
  const all = inVariants([...glances(builds), ...peers()], names);
  return only.length === 0 ? all : all.filter(({ id }) => only.some((word) => id.includes(word)));
}
