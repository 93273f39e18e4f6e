// The worker's side: answers {type: 'start'} once and {type: 'classify'} any number of times, one message at a time.
// Replies are { ok: true, value } or { ok: false, code, message }; { progress } may come before. The very first message is
// { arrived: true }: the script runs; { alive: true } comes every second of a start.
import { classify } from './classify.ts';
import { isThread } from './core.ts';
import { Rest } from './rest.ts';
import { start } from './start.ts';
import { warmUp } from './warm_up.ts';

let running = null;

const handlers = {
  async start(message, onProgress) {
    const sign = setInterval(() => self.postMessage({ alive: true }), 1000);
    const { core, classifier, ...value } = await start(message, onProgress).finally(() =>
      clearInterval(sign),
    );
    running = { core, classifier, backend: value.backend, rest: new Rest() };
    return { value, transfer: Object.values(value.kept), afterwards: () => warmUp(running) };
  },
  async classify({ picture, options }) {
    try {
      return { value: await classify(running, picture, options), transfer: [] };
    } finally {
      running.rest.used();
    }
  },
};

async function answer({ data }) {
  try {
    const onProgress = (progress) => self.postMessage({ progress });
    const { value, transfer, afterwards } = await handlers[data.type](data, onProgress);
    self.postMessage({ ok: true, value }, transfer);
    afterwards?.().catch(tellIfBroken);
  } catch (error) {
    self.postMessage(failureOf(error));
  }
}

// A refusal would be taken for the answer to a picture, and nothing is lost by it.
function tellIfBroken(error) {
  if (error.name !== 'GlanceError') self.postMessage(failureOf(error));
}

if (!isThread) {
  self.onmessage = answer;
  self.postMessage({ arrived: true });
}

// Whatever is not a refusal leaves the core in an unknown state: the page then ends this worker.
function failureOf(error) {
  const known = error.name === 'GlanceError';
  return {
    ok: false,
    code: known ? error.code : 'worker/crashed',
    message: String(error.message ?? error),
  };
}
