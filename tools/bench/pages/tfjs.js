// TensorFlow.js' WebAssembly backend, with fused operations. Its threaded build starts its workers from the text of a
// function of its own, which a bundler breaks: hence the published scripts, not a bundle.
import { peer } from './peer_picture.js';
import { readGraph, runGraph } from './tfjs_graph.js';

function loadScript(url) {
  const script = document.createElement('script');
  script.src = url;
  script.async = false;
  document.head.append(script);
  return new Promise((resolve, reject) =>
    Object.assign(script, { onload: resolve, onerror: reject }),
  );
}

export async function open({ model, weights, preprocess, threads }) {
  const graph = Promise.all([
    fetch(model).then((r) => r.json()),
    fetch(weights).then((r) => r.arrayBuffer()),
  ]);
  await Promise.all(
    ['tfjs-core/dist/tf-core.min.js', 'tfjs-backend-wasm/dist/tf-backend-wasm.min.js'].map((name) =>
      loadScript(`/peers/@tensorflow/${name}`),
    ),
  );
  const { tf } = globalThis;
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', threads > 1);
  if (threads > 1) {
    // It takes at most half of the cores that the browser tells of; here all are wanted, as for the others.
    Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2 * threads });
    tf.wasm.setThreadsCount(threads);
  }
  tf.wasm.setWasmPaths('/peers/@tensorflow/tfjs-backend-wasm/dist/');
  await tf.setBackend('wasm');
  await tf.ready();
  if (tf.getBackend() !== 'wasm') throw new Error(`tfjs runs on ${tf.getBackend()}, not on wasm`);
  const network = readGraph(tf, ...(await graph));
  const [height, width] = preprocess.input_size;
  const toInput = (tensor) => tf.tensor(tensor, [1, height, width, 3]);
  const infer = (input) => runGraph(tf, network, input);
  return peer(preprocess, toInput, infer, () => ({
    threads: threads > 1 ? tf.wasm.getThreadsCount() : 1,
  }));
}
