// What every contender's page does. The address says which: contender.html#{"runtime": "glance", ...} as JSON; the
// runtime's module has `open(options)`, which resolves, once the weights are ready to answer, to
//   classify(blob)   an encoded picture -> scores of all classes or, best first, { index, score }: as a user's page would
//   run(input)       the prepared input -> { ms, scores }: inference alone
//   close()
// `input` is { tensor: Float32Array (1, H, W, 3), pixels: ImageData that becomes this tensor without any resizing }.
import { best } from './scores.js';

const warmUp = { leastMs: 1000, leastRuns: 10 }; // the engine's optimising compiler has then replaced what it replaces
const options = JSON.parse(decodeURIComponent(location.hash.slice(1)));

async function fetched(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.blob();
}

async function readInput() {
  const [tensor, png] = await Promise.all([
    fetched(options.input.tensor),
    fetched(options.input.png),
  ]);
  const bitmap = await createImageBitmap(png, { colorSpaceConversion: 'none' });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
    canvas.getContext('2d', { willReadFrequently: true })
  );
  context.drawImage(bitmap, 0, 0);
  const pixels = context.getImageData(0, 0, bitmap.width, bitmap.height);
  return { tensor: new Float32Array(await tensor.arrayBuffer()), pixels };
}

// From the navigation's start until ready, then from a picture until its labels.
async function start() {
  const { open } = await import(`./${options.runtime}.js`);
  const contender = await open(options);
  const readyMs = performance.now();
  const picture = await fetched(options.picture);
  const asked = performance.now();
  const answer = best(await contender.classify(picture));
  return { contender, figures: { readyMs, firstAnswerMs: performance.now() - asked, answer } };
}

const started = start();

globalThis.firstAnswer = async () => (await started).figures;

// `runs` inferences one after the other, after warming up.
globalThis.steady = async (runs) => {
  const { contender } = await started;
  const input = await readInput();
  const warm = performance.now();
  for (let i = 0; i < warmUp.leastRuns || performance.now() - warm < warmUp.leastMs; i++)
    await contender.run(input);
  const answers = [];
  for (let i = 0; i < runs; i++) answers.push(await contender.run(input));
  return {
    timesMs: answers.map(({ ms }) => ms),
    scores: await contender.scores(input),
    facts: contender.facts?.() ?? {},
  };
};
