// What is done once the core is ready and nobody is waiting: one inference, unless a picture came at once, so that the first
// picture is answered as fast as the later ones; and where more threads were chosen than one, whether they are faster here.
// They need not be: a thread whose processor is busy with something else holds up all others. Pictures may be answered
// between the steps.
import { mayBeMeasured, withoutThreads } from './backend.ts';
import { allocate } from './heap.ts';

const rounds = 3;

/**
 * @param {{ core, classifier, backend: object, rest: import('./rest.ts').Rest }} running its `classifier` and `backend` may
 *   be replaced
 * @returns {Promise<void>}
 */
export async function warmUp(running) {
  await running.rest.comes();
  if (running.rest.uses === 0) inferenceMs(running.core, running.classifier);
  if (!mayBeMeasured(running.backend)) return;
  await running.rest.comes();
  const single = running.classifier.withThreads(1);
  if (!single.ok) return; // for want of memory: nothing is lost
  const faster = await isFaster(running, single.classifier);
  (faster ? running : single).classifier.delete();
  if (!faster) return;
  running.classifier = single.classifier;
  running.backend = { ...running.backend, ...withoutThreads(running.backend, 'threads/slower') };
}

// In turns, and the best of each, so that what happens only once counts for neither.
async function isFaster({ core, classifier: several, rest }, one) {
  const bestMs = [Infinity, Infinity];
  for (let round = 0; round < rounds; ++round) {
    for (const [i, classifier] of [one, several].entries()) {
      await rest.comes();
      bestMs[i] = Math.min(bestMs[i], inferenceMs(core, classifier));
    }
  }
  return bestMs[0] < bestMs[1];
}

// Milliseconds for the network alone, on a picture of one pixel.
function inferenceMs(core, classifier) {
  const { ok, timings } = classifier.classifyRgba(allocate(core, 4), 1, 1, { topK: 1 });
  return ok ? timings.infer : Infinity;
}
