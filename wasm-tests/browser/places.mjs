// Where the tests find the built page (dist/, or the folder that GLANCE_DIST names), the sample pictures and the test data beside
// the checkout.
import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const root = new URL('../../', import.meta.url);

export const dist = process.env.GLANCE_DIST
  ? pathToFileURL(`${process.env.GLANCE_DIST}/`)
  : new URL('dist/', root);
export const pageUrl = new URL('index.html', dist);
const typesUrl = new URL('glance.d.ts', dist);
/** glance.d.ts of the built page, for releases that tests make; undefined when there is none. */
export const builtTypes = existsSync(typesUrl) ? readFileSync(typesUrl, 'utf8') : undefined;
/** The weights of the page: compressed as shipped, not compressed, and the same network in float32. */
export const shippedModelUrl = new URL('models/efficientnet-lite0.safetensors.gz', dist);
export const modelUrl = new URL('build/models/efficientnet-lite0.safetensors', root);
export const float32ModelUrl = new URL('build/models/efficientnet-lite0-float32.safetensors', root);
export const testPages = new URL('pages/', import.meta.url);
export const samples = new URL('.cache/samples/', root);
export const python = new URL('.cache/venv/bin/python', root);
export const commandLine = new URL('build/native/glance', root);
export const data = new URL('../shared/data/', root); // for research use only, so never in the repository

/** The best class of the sample pictures and its score, by EfficientNet-Lite0 in int8 (onnxruntime, Pillow). */
export const sampleAnswers = [
  { file: 'coffee.png', index: 967, score: 0.954 }, // espresso
  { file: 'camera.png', index: 872, score: 0.922 }, // tripod
  { file: 'chelsea.png', index: 282, score: 0.374 }, // tiger cat
];
/** What the page answers: where no class is sure it looks at parts of the picture too, by which the kind of cat is another. */
export const pageAnswers = sampleAnswers.map(
  (answer) => (answer.file === 'chelsea.png' ? { ...answer, index: 285, score: 0.5 } : answer), // Egyptian cat
);
// Builds of the core round some int8 values differently, which moves a score by some thousandths.
export const scoreTolerance = 0.02;

export const needsSamples = sampleAnswers.map(({ file }) => [new URL(file, samples), 'make demo']);
