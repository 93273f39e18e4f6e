// How fast the model in use is here: inferences of one made picture, one after the other, through the library as anybody
// calls it. The picture is always the same.

const side = 224;

/** @param {(width: number, height: number) => ImageData} [make] @returns {ImageData} colours that run, with noise over them */
export function madePicture(make = (width, height) => new ImageData(width, height)) {
  const picture = make(side, side);
  let random = 1;
  for (let i = 0; i < side * side; ++i) {
    random = (random * 1664525 + 1013904223) % 2 ** 32; // Numerical Recipes' generator
    const noise = (random / 2 ** 32) * 64;
    picture.data.set(
      [(i % side) * 0.75 + noise, Math.floor(i / side) * 0.75 + noise, 128 + noise, 255],
      4 * i,
    );
  }
  return picture;
}

/**
 * @param {import('../../library/glance.ts').Classifier} classifier
 * @param {{ picture: ImageData, warmUps: number, runs: number, signal: AbortSignal, onRun: (done: number) => void }} how
 *   the first `warmUps` do not count
 * @returns {Promise<Omit<import('../state/about.ts').Measured, 'model'>>} rejects as classify() does
 */
export async function measure(classifier, { picture, warmUps, runs, signal, onRun }) {
  const timesMs = [];
  let backend;
  for (let i = -warmUps; i < runs; ++i) {
    const result = await classifier.classify(picture, { topK: 1, signal });
    backend = result.backend;
    if (i >= 0) timesMs.push(result.timings.infer);
    onRun(timesMs.length);
  }
  return { ...summaryOf(timesMs), runs, backend };
}

/** Median, and the time that 95 % of the runs do not exceed (nearest rank). @param {number[]} timesMs of at least one run */
export function summaryOf(timesMs) {
  const sorted = timesMs.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return {
    medianMs: (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2,
    p95Ms: sorted[Math.ceil(sorted.length * 0.95) - 1],
  };
}
