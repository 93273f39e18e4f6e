// How a page that uses a peer prepares a picture: the browser decodes and resizes, a loop normalises.
import { softmax } from './scores.js';

/**
 * @param {Blob} blob
 * @param {{ input_size: number[], resize_shorter: number, mean: number[], std: number[] }} preprocess of models/FORMAT.md
 * @returns {Promise<Float32Array>} (1, H, W, 3)
 */
export async function prepare(
  blob,
  { input_size: [height, width], resize_shorter: shorter, mean, std },
) {
  const bitmap = await createImageBitmap(blob);
  const scale = shorter / Math.min(bitmap.width, bitmap.height);
  const [scaledWidth, scaledHeight] = [bitmap.width * scale, bitmap.height * scale];
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
    new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  );
  context.imageSmoothingQuality = 'high';
  context.drawImage(
    bitmap,
    (width - scaledWidth) / 2,
    (height - scaledHeight) / 2,
    scaledWidth,
    scaledHeight,
  );
  bitmap.close();
  const rgba = context.getImageData(0, 0, width, height).data;
  const tensor = new Float32Array(3 * width * height);
  for (let pixel = 0, to = 0; pixel < rgba.length; pixel += 4) {
    for (let channel = 0; channel < 3; channel++, to++)
      tensor[to] = (rgba[pixel + channel] - mean[channel]) / std[channel];
  }
  return tensor;
}

/** (1, H, W, 3) -> (1, 3, H, W). */
export function toPlanes(tensor) {
  const count = tensor.length / 3;
  const planes = new Float32Array(tensor.length);
  for (let pixel = 0, from = 0; pixel < count; pixel++) {
    for (let channel = 0; channel < 3; channel++, from++)
      planes[channel * count + pixel] = tensor[from];
  }
  return planes;
}

/**
 * A contender of visit.js made of one function.
 * @param {object} preprocess
 * @param {(tensor) => object} toInput what `infer` reads, made of (1, H, W, 3); outside of the time measured
 * @param {(input) => Float32Array | Promise<Float32Array>} infer the logits
 */
export function peer(preprocess, toInput, infer, facts) {
  let last = { tensor: null, input: null };
  const inputOf = (tensor) => {
    if (last.tensor !== tensor) last = { tensor, input: toInput(tensor) };
    return last.input;
  };
  return {
    facts,
    classify: async (blob) => softmax(await infer(toInput(await prepare(blob, preprocess)))),
    scores: async ({ tensor }) => softmax(await infer(inputOf(tensor))),
    async run({ tensor }) {
      const input = inputOf(tensor);
      const start = performance.now();
      await infer(input);
      return { ms: performance.now() - start };
    },
  };
}
