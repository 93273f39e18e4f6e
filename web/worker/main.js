// The worker's side: answers {type: 'start'} once and {type: 'classify'} any number of times, one message at a time.
// Replies are { ok: true, value } or { ok: false, code, message }; { progress } may come before.
import { classify } from './classify.js';
import { start } from './start.js';

let running = null;

const handlers = {
  async start(message, onProgress) {
    const { core, classifier, ...value } = await start(message, onProgress);
    running = { core, classifier, backend: value.backend };
    return { value, transfer: Object.values(value.kept) };
  },
  async classify({ picture, options }) {
    return { value: await classify(running, picture, options), transfer: [] };
  },
};

self.onmessage = async ({ data }) => {
  try {
    const onProgress = (progress) => self.postMessage({ progress });
    const { value, transfer } = await handlers[data.type](data, onProgress);
    self.postMessage({ ok: true, value }, transfer);
  } catch (error) {
    self.postMessage(failureOf(error));
  }
};

// Whatever is not a refusal leaves the core in an unknown state: the page then ends this worker.
function failureOf(error) {
  const known = error.name === 'GlanceError';
  return { ok: false, code: known ? error.code : 'worker/crashed', message: String(error.message ?? error) };
}
