// LiteRT.js (Google's successor of TensorFlow Lite's web runtime), on its WebAssembly accelerator.
import { peer } from './peer_picture.js';

export async function open({ model, preprocess, threads }) {
  const { loadLiteRt, loadAndCompile, Tensor } = await import('./peers/litert.js');
  await loadLiteRt('/peers/@litertjs/core/wasm/', { threads: threads > 1 });
  const compiled = await loadAndCompile(model, {
    accelerator: 'wasm',
    cpuOptions: { numThreads: threads },
  });
  const [height, width] = preprocess.input_size;
  const toInput = (tensor) => new Tensor(tensor, [1, height, width, 3]);
  const infer = async (input) => {
    const [output] = await compiled.run([input]);
    const logits = output.toTypedArray().slice();
    output.delete();
    return logits;
  };
  return peer(preprocess, toInput, infer, () => ({ threads }));
}
