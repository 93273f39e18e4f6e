// Reads a file of the release or of the caller: downloads or decodes it, inflates it when it is gzip, and checks its size
// and SHA-256. Bytes that differ are never handed on. A server may itself say that a .gz file is encoded by gzip, and the
// browser then inflates it before we see it; so the first bytes decide, not the name.
import { TooMuch, collect, decodeBase64, sha256Hex, withStart } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { GlanceError, codeOf, messageOf } from './errors.ts';
import { maxHeapBytes } from './generated/limits.ts';
import { DamagedGzip, inflate, isGzip, statedLength } from './inflate.ts';
import type { Progress } from './results.ts';

/**
 * A file to read. Exactly one of `url`, `bytes` and `base64` is there. The bytes may be gzip; `sha256` and
 * `inflatedByteCount` are of what is inside.
 */
export interface Source {
  name: string;
  byteCount?: number | undefined;
  inflatedByteCount?: number | undefined;
  /** Left out for the caller's own file, which is compared with nothing. */
  sha256?: string | undefined;
  /** The bytes are known to have this `sha256`. */
  checked?: boolean;
  url?: string;
  bytes?: ArrayBuffer;
  base64?: string[];
}

type OnProgress = (progress: Progress) => void;
type OnResponse = (response: Response) => void;

const stallMs = 30_000; // a server that sends nothing for so long is given up

/**
 * Rejects with asset/unreachable, asset/wrong-content; with model/too-large and model/truncated for a file of the
 * caller's own.
 * @param onResponse gets what a server answers, before it is known to be right; once more when it was not
 */
export async function checkedBytes(
  source: Source,
  onProgress: OnProgress,
  onResponse?: OnResponse,
): Promise<Bytes> {
  if (source.checked && source.bytes) return new Uint8Array(source.bytes);
  const listener = { onProgress, onResponse };
  try {
    return await read(source, listener);
  } catch (error) {
    if (!source.url || codeOf(error) !== 'asset/wrong-content') throw error;
    // A cache may still hold the file of another release: ask the server itself, once.
    return read(source, listener, { cache: 'reload' });
  }
}

interface Listener {
  onProgress: OnProgress;
  onResponse?: OnResponse | undefined;
}

async function read(source: Source, listener: Listener, request?: RequestInit): Promise<Bytes> {
  const { name, sha256 } = source;
  const { onProgress } = listener;
  const byteCount = source.inflatedByteCount ?? source.byteCount;
  const bytes = await inflated(source, chunksOf(source, listener, request), byteCount);
  onProgress({ status: 'checking', file: name, loaded: bytes.length, total: bytes.length });
  if (byteCount !== undefined && bytes.length !== byteCount) {
    const [found, want] = [bytes.length, byteCount].map((count) => count.toLocaleString('en'));
    throw wrongContent(name, `${found} bytes, want ${want}`);
  }
  const found = sha256 && (await sha256Hex(bytes));
  if (found !== sha256) throw wrongContent(name, `SHA-256 ${found}, want ${sha256}`);
  return bytes;
}

async function inflated(
  source: Source,
  chunks: AsyncIterable<Bytes>,
  byteCount: number | undefined,
): Promise<Bytes> {
  try {
    const { start, whole } = await withStart(chunks, 2);
    // A caller's own file may fill the core's heap, also after inflating.
    const limit = byteCount ?? maxHeapBytes;
    if (!isGzip(start)) return await collect(whole, { limit, byteCount });
    const inside = inflate(whole, { isOwn: source.inflatedByteCount !== undefined });
    return await collect(inside, { limit, byteCount: byteCount ?? lengthInside(source) });
  } catch (error) {
    if (!(error instanceof TooMuch || error instanceof DamagedGzip)) throw error;
    throw byteCount === undefined ? ownFileError(error) : wrongContent(source.name, error.message);
  }
}

// What a gzip file says of itself, where all of it is here, so that one block can be made for it. Inflating finds out a lie.
function lengthInside({ bytes }: Source): number | undefined {
  const stated = bytes && statedLength(new Uint8Array(bytes));
  return stated !== undefined && stated <= maxHeapBytes ? stated : undefined;
}

function ownFileError(error: TooMuch | DamagedGzip): GlanceError {
  if (error instanceof DamagedGzip)
    return new GlanceError('model/truncated', `gzip cannot be undone: ${error.message}`);
  const limit = `${(maxHeapBytes / 2 ** 20).toLocaleString('en')} MiB`;
  return new GlanceError(
    'model/too-large',
    `weights of at most ${limit} are read: the file has ${error.message}`,
  );
}

function wrongContent(name: string, difference: string): GlanceError {
  return new GlanceError(
    'asset/wrong-content',
    `${name} is not the file that belongs here: ${difference}`,
  );
}

async function* chunksOf(
  source: Source,
  listener: Listener,
  request?: RequestInit,
): AsyncGenerator<Bytes> {
  const { base64, bytes, byteCount = 0 } = source;
  if (base64) yield decodeBase64(base64, byteCount);
  else if (bytes) yield new Uint8Array(bytes);
  else yield* download(source, listener, request);
}

// Stops downloading when the caller stops reading. The progress says a total of 0 when nobody knows it.
async function* download(
  { name, url = '', ...size }: Source,
  { onProgress, onResponse }: Listener,
  request?: RequestInit,
): AsyncGenerator<Bytes> {
  const stall = new StallTimer();
  const orUnreachable = <T>(promise: Promise<T>): Promise<T> =>
    promise.catch((error: unknown) => {
      const reason = stall.reason ?? messageOf(error);
      throw new GlanceError('asset/unreachable', `${name} could not be loaded: ${reason}`);
    });
  try {
    const response = await orUnreachable(open(url, { ...request, signal: stall.signal }));
    onResponse?.(response.clone());
    const reader = response.body?.getReader();
    let loaded = 0;
    let total: number | undefined;
    while (reader) {
      const part = await orUnreachable(reader.read());
      if (part.done) return stall.stop();
      stall.restart();
      total ??= arriving(size, part.value) ?? Number(response.headers.get('content-length') ?? 0);
      loaded += part.value.length;
      onProgress({ status: 'loading', file: name, loaded, total });
      yield part.value;
    }
  } finally {
    stall.end();
  }
}

// How many bytes will come: more than the file has when the browser inflates them before we see them.
function arriving(
  { byteCount, inflatedByteCount = byteCount }: Omit<Source, 'name'>,
  start: Bytes,
): number | undefined {
  return isGzip(start) ? byteCount : inflatedByteCount;
}

async function open(url: string, request: RequestInit): Promise<Response> {
  const response = await fetch(url, request);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response;
}

// Aborts `signal` when nobody restarted it for `stallMs`.
class StallTimer {
  #controller = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Why `signal` is aborted; undefined while it is not. */
  reason: string | undefined;

  constructor() {
    this.restart();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  restart(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.reason = `nothing came for ${stallMs / 1000} s`;
      this.#controller.abort();
    }, stallMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#controller = new AbortController(); // the copy of the response may still be read
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#controller.abort();
  }
}
