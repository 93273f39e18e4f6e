// The two files that every worker is started with, wasm and weights. After the first start their checked bytes are kept, so
// that another start reads nothing from the network or the disk.
import type { Source } from '../shared/asset_bytes.ts';
import { bytesOfBlob } from '../shared/bytes.ts';
import { GlanceError } from '../shared/errors.ts';
import { maxHeapBytes } from '../shared/generated/limits.ts';
import type { Choice } from '../worker/backend.ts';
import { buildFor } from './assets.ts';
import type { Assets, Manifest, OnProgress, ShippedCore } from './assets.ts';
import { copyable } from './picture.ts';
import type { ClassifierOptions } from './types.ts';

export interface Sources {
  wasm: Source;
  model: Source;
}

/** What a worker teaches with. */
export interface TeachingFiles {
  program: Source;
  /** The weights that this classifier runs. */
  base: ArrayBuffer;
}

type WantedModel = Pick<ClassifierOptions, 'model' | 'sha256'>;

export class WorkerFiles {
  #assets: Assets;
  #manifest: Manifest;
  #weights: Weights;
  #build: ShippedCore;
  #kept: { wasm: Source; model: Source & { bytes: ArrayBuffer } } | null = null;

  /**
   * Throws call/bad-argument.
   * @param choice decides the build of the core once; one with shared memory also serves workers of one thread
   */
  constructor(assets: Assets, manifest: Manifest, wanted: WantedModel, choice: Choice) {
    this.#assets = assets;
    this.#manifest = manifest;
    this.#weights = findWeights(assets, manifest, wanted);
    this.#build = buildFor(manifest, choice.simd, choice.threads > 1);
  }

  /** The files whose size is known before anything is loaded. */
  get expected(): { name: string; byteCount: number }[] {
    return [this.#build, ...this.#weights.expected];
  }

  /** Whether workers may use threads. */
  get sharedMemory(): boolean {
    return this.#build.sharedMemory;
  }

  /** Goes over to the build without shared memory. */
  giveUpThreads(): void {
    this.#build = buildFor(this.#manifest, this.#build.simd, false);
    this.#kept = null;
  }

  /** What the next worker is to read. */
  async sources(onProgress: OnProgress): Promise<Sources> {
    if (this.#kept) return this.#kept;
    const wasm = await this.#assets.source(this.#build, onProgress);
    return { wasm, model: await this.#weights.source(onProgress) };
  }

  /**
   * Keeps the bytes that a worker read from `sources` and checked.
   * @param sha256 of the weights
   */
  keep(bytes: { wasm: ArrayBuffer; model: ArrayBuffer }, { wasm, model }: Sources, sha256: string) {
    this.#kept = {
      wasm: { name: wasm.name, bytes: bytes.wasm, sha256: wasm.sha256, checked: true },
      model: { name: model.name, bytes: bytes.model, sha256, checked: true },
    };
  }

  /** Rejects with asset/unreachable. */
  async teaching(): Promise<TeachingFiles> {
    const program = await this.#assets.source(this.#manifest.teach, () => {});
    return { program, base: this.#kept!.model.bytes };
  }

  /** A copy of the weights that are kept. */
  weights(): Blob {
    return new Blob(this.#kept ? [this.#kept.model.bytes] : []);
  }
}

interface Weights {
  /** The files whose size is known. */
  expected: { name: string; byteCount: number }[];
  source(onProgress: OnProgress): Promise<Source>;
}

function findWeights(assets: Assets, manifest: Manifest, { model, sha256 }: WantedModel): Weights {
  const weights = weightsOf(assets, manifest, model);
  if (sha256 === undefined) return weights;
  if (!/^[0-9a-f]{64}$/i.test(sha256))
    throw new GlanceError('call/bad-argument', 'sha256: want 64 hexadecimal digits');
  const source = async (onProgress: OnProgress) => ({
    ...(await weights.source(onProgress)),
    sha256: sha256.toLowerCase(),
  });
  return { ...weights, source };
}

// A file of this release, or one of the caller's own.
function weightsOf(assets: Assets, manifest: Manifest, model: WantedModel['model']): Weights {
  const sha256 = (model as { sha256?: unknown } | null | undefined)?.sha256;
  const shipped =
    model === undefined
      ? manifest.models[0]
      : manifest.models.find((candidate) => candidate.sha256 === sha256);
  if (shipped)
    return { expected: [shipped], source: (onProgress) => assets.source(shipped, onProgress) };
  if (model instanceof Blob) return weightsInBlob(model);
  // Copied now; a Blob cannot change, so it is read when it is needed.
  if (model instanceof ArrayBuffer || ArrayBuffer.isView(model))
    return weightsInBlob(new Blob([copyable(model)]));
  if (typeof model === 'string' || model instanceof URL)
    return weightsAt(resolveUrl(model, 'model'));
  throw new GlanceError(
    'call/bad-argument',
    'model: want a URL, a Blob, an ArrayBuffer or one of shippedModels',
  );
}

function weightsInBlob(blob: Blob): Weights {
  const name = blob instanceof File ? blob.name : 'model';
  const source = async () => {
    if (blob.size > maxHeapBytes) throw weightsTooLarge(blob.size); // not even read
    return { name, bytes: await bytesOfBlob(blob) };
  };
  return { expected: [{ name, byteCount: blob.size }], source };
}

function weightsAt(url: URL): Weights {
  const name = url.pathname.split('/').at(-1) ?? '';
  return { expected: [], source: async () => ({ name, url: url.href }) };
}

function weightsTooLarge(byteCount: number): GlanceError {
  const [size, limit] = [byteCount, maxHeapBytes].map((bytes) =>
    Math.ceil(bytes / 2 ** 20).toLocaleString('en'),
  );
  return new GlanceError(
    'model/too-large',
    `the file has ${size} MiB; weights of at most ${limit} MiB are read`,
  );
}

/**
 * Throws call/bad-argument.
 * @param address absolute, or relative to the page
 * @param what for the message
 */
export function resolveUrl(address: URL | string, what: string): URL {
  try {
    return new URL(address, globalThis.document?.baseURI ?? globalThis.location?.href);
  } catch {
    throw new GlanceError('call/bad-argument', `${what}: '${address}' is not a URL`);
  }
}
