// onnxruntime-web's WebAssembly backend (SIMD; it has no relaxed SIMD of its own choosing).
import { peer, toPlanes } from './peer_picture.js';

export async function open({ model, preprocess, threads }) {
  const ort = await import('/peers/onnxruntime-web/dist/ort.wasm.min.mjs');
  ort.env.wasm.wasmPaths = '/peers/onnxruntime-web/dist/';
  ort.env.wasm.numThreads = threads;
  const session = await ort.InferenceSession.create(model, {
    executionProviders: ['wasm'],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
  });
  const [height, width] = preprocess.input_size;
  const [inputName, outputName] = [session.inputNames[0], session.outputNames[0]];
  const toInput = (tensor) => ({
    [inputName]: new ort.Tensor('float32', toPlanes(tensor), [1, 3, height, width]),
  });
  const infer = async (feeds) => (await session.run(feeds))[outputName].data;
  return peer(preprocess, toInput, infer, () => ({ threads: ort.env.wasm.numThreads }));
}
