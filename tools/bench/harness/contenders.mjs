// Who takes part. `files` are what a runtime is downloaded as; `weights` is the name of the file in the model's folder.

const peer = (runtime, name, precision, threads, files) => ({
  id: `${runtime}-${precision}-${threads}t`, runtime, name, precision, threads, ...files,
});

function peers() {
  const files = {
    onnxruntime: (precision) => ({ weights: `${precision}.onnx` }),
    tfjs: () => ({ weights: 'tfjs.bin', graph: 'tfjs.json' }),
    litert: (precision) => ({ weights: `${precision}.tflite` }),
  };
  const kinds = [
    ['onnxruntime', 'onnxruntime-web', ['float32', 'int8']],
    ['tfjs', 'tfjs-backend-wasm', ['float32']],
    ['litert', '@litertjs/core', ['float32', 'int8']],
  ];
  return kinds.flatMap(([runtime, name, precisions]) => precisions.flatMap((precision) =>
    [1, 2].map((threads) => peer(runtime, name, precision, threads, files[runtime](precision)))));
}

// Each build by itself, and what Glance picks when it is not told (`threads` is then its choice as well).
function glances(backends) {
  const glance = (precision, backend, threads) => ({
    id: `glance-${backend}-${precision}${threads ? `-${threads}t` : ''}`,
    runtime: 'glance', name: `Glance, ${backend}`, precision, threads, backend, weights: `${precision}.safetensors`,
  });
  return ['float32', 'int8'].flatMap((precision) => [
    ...backends.flatMap((backend) => [1, 2].map((threads) => glance(precision, backend, threads))),
    glance(precision, 'auto', null),
  ]);
}

/** All contenders, Glance's first, with these builds of it (`simd`, `relaxed`). `only` keeps those whose id contains one of its words. */
export function contenders({ backends, only = [] }) {
  const all = [...glances(backends), ...peers()];
  return only.length === 0 ? all : all.filter(({ id }) => only.some((word) => id.includes(word)));
}
