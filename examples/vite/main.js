// A page built by Vite, which finds the wasm and the weights by itself.
import { createClassifier } from 'glance';

const answer = document.querySelector('#answer');
const starting = createClassifier({
  onProgress: ({ loaded, total }) => answer.replaceChildren(`${loaded} of ${total} bytes`),
});

document.querySelector('#picture').addEventListener('change', async ({ target }) => {
  try {
    const classifier = await starting;
    const {
      predictions: [best],
      backend,
    } = await classifier.classify(target.files[0]);
    answer.replaceChildren(`${best.label}, ${(100 * best.score).toFixed(0)} % (${backend.simd})`);
  } catch ({ code, message }) {
    answer.replaceChildren(`${code}: ${message}`);
  }
});
