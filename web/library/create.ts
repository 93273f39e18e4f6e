// Starts a classifier: makes a worker, gives it wasm and weights, and hands out the Classifier that owns it. The entry points
// (library/glance.ts, package/, page/app.ts) say where the files are and which ones belong to this release.
import { GlanceError, abortError, codeOf, messageOf, onAbort } from '../shared/errors.ts';
import { chooseBackend, factsHere, withoutThreads } from '../worker/backend.ts';
import type { Choice, Facts } from '../worker/backend.ts';
import type { Started } from '../worker/messages.ts';
import { openAssets } from './assets.ts';
import type { Assets, Manifest, OnProgress } from './assets.ts';
import { PooledClassifier } from './classifier.ts';
import type { Limits } from './classifier.ts';
import type { Classifier, ClassifierOptions, Progress } from './types.ts';
import { requireClassifierOptions } from './options.ts';
import { WorkerFiles, resolveUrl } from './worker_files.ts';
import { TaskQueue } from './worker_pool.ts';
import { WorkerSession } from './worker_session.ts';

// Firefox on a busy machine at times stops a worker that starts threads, and never lets it go on (seen under WebDriver only).
// Longer than a slow device needs to place a model in memory.
const silenceMs = 8_000;
const defaultLimits: Limits = Object.freeze({
  pictureMs: 10_000,
  abortGraceMs: 300,
  idleMs: 30_000,
});
const mostWorkersByDefault = 4;
const mostWorkers = 16;

export interface Release {
  manifest: Manifest;
  /** The folder of the files; the caller's `assets` comes before it. */
  assets?: URL | string | undefined;
  /** Gets no folder when neither the release nor the caller names one. */
  open?: (base: URL | undefined, manifest: Manifest) => Assets;
  limits?: Limits;
}

/** See createClassifier. The options may be anything that a caller passes. */
export async function create(
  { manifest, open = openInFolder, limits = defaultLimits, ...release }: Release,
  options: ClassifierOptions = {},
): Promise<Classifier> {
  requireClassifierOptions(options);
  const { resolution, networkBudget, language = 'en', signal, onProgress = () => {} } = options;
  const workers = workerCount(options.workers);
  const facts = factsHere(options);
  const assets = open(folderUrl(options.assets ?? release.assets), manifest);
  const files = new WorkerFiles(assets, manifest, options, chooseBackend(facts));
  const setUp = { assets, files, facts, options: { resolution, networkBudget } };
  try {
    const progress = sumProgress(files.expected, onProgress);
    // The queue of one task answers an abort at once.
    const first = await new TaskQueue().run(() => startWorker(setUp, progress, signal), signal);
    const startAnother = async ({ single }: { single: boolean }) =>
      (await startWorker(single ? withOneThread(setUp) : setUp, () => {})).session;
    return new PooledClassifier(first, startAnother, {
      language,
      limits,
      workers,
      weights: () => files.weights(),
      teaching: () => files.teaching(),
      dispose: () => assets.dispose(),
    });
  } catch (error) {
    assets.dispose(error);
    throw error;
  }
}

function openInFolder(base: URL | undefined, manifest: Manifest): Assets {
  if (!base) throw new TypeError('a release without a folder has an `open` of its own');
  return openAssets(base, manifest);
}

interface SetUp {
  assets: Assets;
  files: WorkerFiles;
  facts: Facts;
  options: { resolution: number | undefined; networkBudget: number | undefined };
}

type StartedWorker = { session: WorkerSession } & Omit<Started, 'kept'>;

// Starts one worker; with one thread where the browser promises more and then refuses them.
async function startWorker(
  setUp: SetUp,
  onProgress: OnProgress,
  signal?: AbortSignal,
): Promise<StartedWorker> {
  const { files, facts } = setUp;
  const wanted = chooseBackend(facts);
  const choice =
    wanted.threads > 1 && !files.sharedMemory ? withoutThreads(wanted, 'threads/refused') : wanted;
  try {
    return await startWorkerOn(setUp, choice, onProgress, signal);
  } catch (error) {
    const refused = ['backend/refused', 'worker/start-failed'].includes(codeOf(error) ?? '');
    if (choice.threads === 1 || !refused) throw error;
    files.giveUpThreads();
    return startWorkerOn(setUp, withoutThreads(choice, 'threads/refused'), onProgress, signal);
  }
}

// Ends the worker again when that fails or is aborted.
async function startWorkerOn(
  { assets, files, options }: SetUp,
  choice: Choice,
  onProgress: OnProgress,
  signal: AbortSignal | undefined,
): Promise<StartedWorker> {
  const session = new WorkerSession(await assets.startWorker());
  const stopListening = onAbort(signal, () => session.end(abortError()));
  try {
    const sources = await files.sources(onProgress);
    const { sharedMemory } = files;
    const { kept, ...started } = await session.request(
      { type: 'start', ...sources, sharedMemory, choice, options },
      { onProgress, silenceMs: choice.threads > 1 ? silenceMs : undefined },
    );
    const { byteLength, sha256 } = started.model;
    files.keep(kept, sources, sha256);
    const file = sources.model.name;
    onProgress({ status: 'ready', file, loaded: byteLength, total: byteLength });
    return { session, ...started };
  } catch (error) {
    session.end(error);
    throw codeOf(error) === 'worker/crashed'
      ? new GlanceError('worker/start-failed', messageOf(error))
      : error;
  } finally {
    stopListening();
  }
}

function withOneThread(setUp: SetUp): SetUp {
  const { facts } = setUp;
  return { ...setUp, facts: { ...facts, wanted: { ...facts.wanted, threads: 1 } } };
}

function folderUrl(address: URL | string | undefined): URL | undefined {
  if (address === undefined) return undefined;
  const url = resolveUrl(address, 'assets');
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

/**
 * How many workers a classifier may have. Throws call/bad-argument.
 * @param device `deviceMemory` in GiB, where browsers say it
 */
export function workerCount(
  wanted: number | undefined,
  device: { hardwareConcurrency?: number; deviceMemory?: number } = globalThis.navigator ?? {},
): number {
  if (wanted === undefined) return defaultWorkerCount(device);
  if (Number.isInteger(wanted) && wanted >= 1 && wanted <= mostWorkers) return wanted;
  throw new GlanceError(
    'call/bad-argument',
    `workers is ${wanted}, want a whole number from 1 to ${mostWorkers}`,
  );
}

// A worker with a model and a large picture takes a few hundred MiB at its worst.
function defaultWorkerCount({ hardwareConcurrency = 1, deviceMemory = 8 }): number {
  return Math.max(1, Math.min(hardwareConcurrency, Math.floor(deviceMemory), mostWorkersByDefault));
}

// Adds up the progress of all files, so that one bar can show it.
function sumProgress(
  expected: { name: string; byteCount: number }[],
  onProgress: OnProgress,
): OnProgress {
  const files = new Map(
    expected.map(({ name, byteCount }) => [name, { loaded: 0, total: byteCount }]),
  );
  const sum = (key: 'loaded' | 'total') =>
    [...files.values()].reduce((total, file) => total + file[key], 0);
  return ({ status, file, loaded, total }: Progress) => {
    const known = { loaded, total: Math.max(total, loaded) };
    files.set(file, status === 'loading' ? known : arrived(files.get(file) ?? known));
    onProgress({ status, file, loaded: sum('loaded'), total: sum('total') });
  };
}

// After `loading`, progress counts inflated bytes: the file is there, as large as it arrived.
function arrived({ total }: { total: number }): { loaded: number; total: number } {
  return { loaded: total, total };
}
