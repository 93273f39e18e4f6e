// What the release consists of: the files that the page is made of, with length and SHA-256. tools/release/bundle puts the list
// in. A response counts as one of the files only when its bytes are.
import { hasRelaxedSimd } from '../shared/support.ts';

export interface ReleaseFile {
  name: string;
  byteCount: number;
  sha256: string;
  /**
   * Whether the page is incomplete without it; a string names the browsers for which it is. The builds of the core for other
   * browsers, and the models that are not the default, are kept once they were asked for.
   */
  needed: boolean | 'simd' | 'relaxed';
  /** What arrives instead where a host says of a compressed file that it is only encoded so. */
  inflated?: { byteCount: number; sha256: string };
}

export interface Release {
  /** Of the list of files: equal files, equal hash. */
  hash: string;
  /** The content policy of the release's page. */
  policy: string;
  /** In the order in which they are kept. */
  files: ReleaseFile[];
}

const stallMs = 30_000; // a server that sends nothing for so long is given up, and its connection with it

/** Whether this browser has the page offline only with the file. */
export function isNeeded({ needed }: ReleaseFile): boolean {
  return typeof needed === 'string' ? needed === (hasRelaxedSimd() ? 'relaxed' : 'simd') : needed;
}

/**
 * The file that is asked for, as a whole.
 * @param scope the URL of the page's folder
 */
export function fileOf(
  { files }: Release,
  scope: string,
  { method, url, headers }: Pick<Request, 'method' | 'url' | 'headers'>,
): ReleaseFile | undefined {
  if (method !== 'GET' || headers.has('range') || !url.startsWith(scope)) return undefined;
  const { pathname } = new URL(url);
  const name = pathname.slice(new URL(scope).pathname.length) || 'index.html';
  return files.find((file) => file.name === name);
}

/** Whether the address names the content of another release, as the page does for its worker. */
export function isOfOtherRelease(
  { name, sha256 }: ReleaseFile,
  { url }: Pick<Request, 'url'>,
): boolean {
  const wanted = new URL(url).searchParams.get('v');
  return wanted !== null && name !== 'index.html' && !sha256.startsWith(wanted);
}

/**
 * Reads a response. Rejects when its bytes are not the file's: a part of it, an error page, a host's own addition, or the
 * file of another release.
 */
export async function verifiedBytes(
  file: ReleaseFile,
  response: Response,
): Promise<Uint8Array<ArrayBuffer>> {
  if (response.status !== 200)
    throw new Error(`${file.name}: the server answered ${response.status}`);
  const allowed = file.inflated ? [file, file.inflated] : [file];
  const bytes = await read(response, Math.max(...allowed.map(({ byteCount }) => byteCount)));
  const sha256 = await sha256Of(bytes);
  if (allowed.some((wanted) => wanted.byteCount === bytes.length && wanted.sha256 === sha256))
    return bytes;
  throw new Error(`${file.name}: ${bytes.length} bytes of another content`);
}

// Rejects as soon as more bytes than `limit` came.
async function read(response: Response, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(limit);
  let length = 0;
  if (!response.body) return bytes.subarray(0, 0);
  const reader = response.body.getReader();
  try {
    for (;;) {
      const part = await nextOf(reader);
      if (part.done) break;
      if (length + part.value.length > limit) throw new Error(`more than ${limit} bytes`);
      bytes.set(part.value, length);
      length += part.value.length;
    }
  } catch (error) {
    reader.cancel().catch(() => {});
    throw error;
  }
  return bytes.subarray(0, length);
}

function nextOf(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
): Promise<ReadableStreamReadResult<Uint8Array<ArrayBuffer>>> {
  let timer: ReturnType<typeof setTimeout>;
  const stall = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came for ${stallMs / 1000} s`)), stallMs);
  });
  return Promise.race([reader.read(), stall]).finally(() => clearTimeout(timer));
}

// Service workers run on secure pages only, so crypto.subtle is there.
async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
