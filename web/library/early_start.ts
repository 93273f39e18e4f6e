// A worker that is started before anybody asks for a classifier, while the page's own script is still on its way. It reads what the
// first classifier will most likely need. Who then asks for something else gets that.
import type { Source } from '../shared/asset_bytes.ts';
import { chooseBackend, factsHere } from '../worker/backend.ts';
import type { PrepareRequest, Reply } from '../worker/messages.ts';
import { buildFor } from './assets.ts';
import type { Assets, Manifest, OnProgress, ShippedFile, WorkerLike } from './assets.ts';
import type { ClassifierOptions } from './types.ts';

type EarlyWorker = WorkerLike & { hasFailed: boolean };

export interface EarlyStart {
  /** The same files, for the first classifier: its first worker is the one that was started early. */
  assets: Assets;
  /** Resolves when the worker has begun to read or has failed. Browsers need the page's thread for it until then. */
  arrived: Promise<void>;
}

interface Prepared {
  source: Promise<Source>;
  onProgress: OnProgress;
}

/**
 * @param assets the files, for this start alone
 * @param wanted what the classifier will be asked for; `model` is left out where it may be another one than the default
 */
export function startEarly(
  assets: Assets,
  manifest: Manifest,
  wanted: Pick<ClassifierOptions, 'backend' | 'threads'> & { model?: ShippedFile | undefined },
): EarlyStart {
  const { simd, threads } = chooseBackend(factsHere(wanted));
  const sharedMemory = threads > 1;
  const prepared = new Map<string, Prepared>();
  let tellArrived = () => {};
  const arrived = new Promise<void>((resolve) => {
    tellArrived = resolve;
  });
  let early: Promise<EarlyWorker> | null = startWatched(assets, tellArrived);
  early.catch(tellArrived);

  function prepare(file: ShippedFile, requestFor: (source: Source) => PrepareRequest): void {
    const entry: Prepared = { source: send(), onProgress: () => {} };
    entry.source.catch(() => {}); // told when it is asked for
    prepared.set(file.sha256, entry);

    async function send(): Promise<Source> {
      const [worker, source] = await Promise.all([
        early,
        assets.source(file, (progress) => entry.onProgress(progress)),
      ]);
      worker?.postMessage(requestFor(source), []);
      return source.base64 ? { ...source, base64: [] } : source; // the worker has the text
    }
  }

  prepare(buildFor(manifest, simd, sharedMemory), (source) => ({
    type: 'prepareCore',
    source,
    sharedMemory,
    threads,
  }));
  if (wanted.model) prepare(wanted.model, (source) => ({ type: 'prepareModel', source }));

  async function startWorker(): Promise<WorkerLike> {
    const first = early;
    early = null;
    const worker = await first?.catch(() => null);
    if (worker && !worker.hasFailed) return worker;
    prepared.clear();
    return assets.startWorker();
  }

  function source(file: ShippedFile, onProgress: OnProgress): Promise<Source> {
    const entry = prepared.get(file.sha256);
    prepared.delete(file.sha256);
    if (!entry) return assets.source(file, onProgress);
    entry.onProgress = onProgress;
    return entry.source;
  }

  return { assets: { ...assets, startWorker, source }, arrived };
}

// Until a session listens, a failure of the worker is only noted.
async function startWatched(assets: Assets, tellArrived: () => void): Promise<EarlyWorker> {
  const worker = Object.assign(await assets.startWorker(), { hasFailed: false });
  worker.onmessage = ({ data }) => {
    worker.hasArrived = true;
    if (!('arrived' in (data as Reply))) tellArrived();
  };
  worker.onerror = (event) => {
    event.preventDefault?.();
    worker.hasFailed = true;
    tellArrived();
  };
  return worker;
}
