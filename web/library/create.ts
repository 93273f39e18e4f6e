// Starts a classifier: makes a worker, gives it wasm and weights, and hands out the Classifier that owns it. The entry
// points (glance.js, page/app.js) say where the files are and which ones belong to this release.
import { chooseBackend, factsHere, withoutThreads } from '../worker/backend.ts';
import { openAssets } from './assets.ts';
import { Classifier } from './classifier.ts';
import { GlanceError, abortError, onAbort } from '../shared/errors.ts';
import { sumProgress } from './progress.ts';
import { resolveUrl } from './resolve_url.ts';
import { createSupply } from './supply.ts';
import { TaskQueue } from './task_queue.ts';
import { workerCount } from './worker_count.ts';
import { WorkerSession } from './worker_session.ts';

// Firefox, on a busy machine and while its workers are watched (seen under WebDriver only), at times stops a worker that starts
// threads, and never lets it go on. Longer than a slow device needs to place a model in memory.
const silenceMs = 8_000;
const defaultLimits = Object.freeze({ pictureMs: 10_000, abortGraceMs: 300, idleMs: 30_000 });

/**
 * @param {{ assets?: URL | string, manifest: import('./assets.ts').Manifest, open?: typeof openAssets,
 *   limits?: { pictureMs: number, abortGraceMs: number, idleMs: number } }} release `open` gets no folder when neither
 *   the release nor the caller names one
 * @param {import('./glance.ts').ClassifierOptions} options
 * @returns {Promise<Classifier>}
 */
export async function create(
  { manifest, open = openAssets, limits = defaultLimits, ...release },
  options = {},
) {
  const {
    model,
    sha256,
    threads,
    backend,
    resolution,
    language = 'en',
    signal,
    onProgress = () => {},
  } = options;
  const workers = workerCount(options.workers);
  const facts = factsHere({ threads, backend });
  const assets = open(folderUrl(options.assets ?? release.assets), manifest);
  const supply = createSupply(assets, manifest, { model, sha256 }, chooseBackend(facts));
  const start = { assets, supply, facts, options: { resolution } };
  try {
    // A queue of one, because it answers an abort at once.
    const progress = sumProgress(supply.expected, onProgress);
    const launched = await new TaskQueue().run(() => launchWorker(start, progress, signal), signal);
    const another = async ({ single }) =>
      (await launchWorker(single ? singleThreaded(start) : start, () => {})).session;
    return new Classifier(launched, another, {
      language,
      limits,
      workers,
      weights: supply.weights,
      dispose: assets.dispose,
    });
  } catch (error) {
    assets.dispose(error);
    throw error;
  }
}

// Starts one worker, with one thread where the browser promises more and then refuses them.
async function launchWorker(start, onProgress, signal) {
  const { supply, facts } = start;
  const wanted = chooseBackend(facts);
  const choice =
    wanted.threads > 1 && !supply.sharedMemory ? withoutThreads(wanted, 'threads/refused') : wanted;
  try {
    return await startSession(start, choice, onProgress, signal);
  } catch (error) {
    if (choice.threads === 1 || !['backend/refused', 'worker/start-failed'].includes(error.code))
      throw error;
    supply.giveUpThreads();
    return startSession(start, withoutThreads(choice, 'threads/refused'), onProgress, signal);
  }
}

// Ends the worker again when that fails or is aborted.
async function startSession({ assets, supply, options }, choice, onProgress, signal) {
  const session = new WorkerSession(await assets.startWorker());
  const stopListening = onAbort(signal, () => session.end(abortError()));
  try {
    const sources = await supply.sources(onProgress);
    const message = {
      type: 'start',
      ...sources,
      sharedMemory: supply.sharedMemory,
      choice,
      options,
    };
    const { kept, ...started } = await session.request(message, {
      onProgress,
      silenceMs: choice.threads > 1 ? silenceMs : undefined,
    });
    const { byteLength, sha256 } = started.model;
    supply.keep(kept, sources, sha256);
    onProgress({
      status: 'ready',
      file: sources.model.name,
      loaded: byteLength,
      total: byteLength,
    });
    return { session, ...started };
  } catch (error) {
    session.end(error);
    throw error.code === 'worker/crashed' ? startError(error) : error;
  } finally {
    stopListening();
  }
}

function singleThreaded(start) {
  const { facts } = start;
  return { ...start, facts: { ...facts, wanted: { ...facts.wanted, threads: 1 } } };
}

function folderUrl(address) {
  if (address === undefined) return undefined;
  const url = resolveUrl(address, 'assets');
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

function startError({ message }) {
  return new GlanceError('worker/start-failed', message);
}
