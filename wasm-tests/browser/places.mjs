// Where the tests find what they open: the built page (dist/, or the folder named by GLANCE_DIST), sample pictures,
// the test data beside the checkout.
import { pathToFileURL } from 'node:url';

const root = new URL('../../', import.meta.url);

export const dist = process.env.GLANCE_DIST ? pathToFileURL(`${process.env.GLANCE_DIST}/`) : new URL('dist/', root);
export const pageUrl = new URL('index.html', dist);
export const modelUrl = new URL('models/efficientnet-lite0.safetensors', dist);
export const testPages = new URL('pages/', import.meta.url);
export const samples = new URL('.cache/samples/', root);
export const python = new URL('.cache/venv/bin/python', root);
export const commandLine = new URL('build/native/glance', root);
export const data = new URL('../shared/data/', root); // research use only: never in the repository

/** What EfficientNet-Lite0 in float32 (onnxruntime, Pillow) says of the sample pictures: top 1, and how sure it is. */
export const sampleAnswers = [
  { file: 'coffee.png', index: 967, score: 0.95 }, // espresso
  { file: 'camera.png', index: 872, score: 0.94 }, // tripod
  { file: 'chelsea.png', index: 282, score: 0.39 }, // tiger cat
];
export const scoreTolerance = 0.01; // those scores are rounded to two digits

export const needsSamples = sampleAnswers.map(({ file }) => [new URL(file, samples), 'make demo']);
