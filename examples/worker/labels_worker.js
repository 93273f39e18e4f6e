import { createClassifier } from './node_modules/glance/glance.js';

const starting = createClassifier();

self.onmessage = async ({ data }) => {
  try {
    const {
      predictions: [best],
    } = await (await starting).classify(data);
    self.postMessage(`${best.label}, ${(100 * best.score).toFixed(0)} %`);
  } catch ({ code, message }) {
    self.postMessage(`${code}: ${message}`);
  }
};
