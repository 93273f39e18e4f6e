// What the release consists of: the files that the page is made of, with length and SHA-256, in the order in which they
// are kept. tools/release/bundle/release.mjs puts the list in.
import { hasRelaxedSimd } from '../shared/support.ts';

/**
 * `needed`: whether the page is not whole without it. The builds of the core for other browsers, and the models that are not
 * the default, are kept once they were asked for. `inflated` is what arrives instead where a host says of a
 * compressed file that it is only encoded so.
 * @typedef {{ name: string, byteCount: number, sha256: string, needed: boolean | 'simd' | 'relaxed',
 *   inflated?: { byteCount: number, sha256: string } }} ReleaseFile
 * @typedef {{ hash: string, policy: string, files: ReleaseFile[] }} Release `policy` is the content policy of its page
 */

/** @param {ReleaseFile} file @returns {boolean} whether this browser has the page offline only with it */
export function isNeeded({ needed }) {
  return typeof needed === 'string' ? needed === (hasRelaxedSimd() ? 'relaxed' : 'simd') : needed;
}

/**
 * @param {Release} release
 * @param {string} scope the URL of the page's folder
 * @param {Request} request
 * @returns {ReleaseFile | undefined} the file that is asked for, as a whole
 */
export function fileOf({ files }, scope, { method, url, headers }) {
  if (method !== 'GET' || headers.has('range') || !url.startsWith(scope)) return undefined;
  const { pathname } = new URL(url);
  const name = pathname.slice(new URL(scope).pathname.length) || 'index.html';
  return files.find((file) => file.name === name);
}

/** @returns {boolean} whether the address names the content of another release, as the page does for its worker */
export function isOfOtherRelease({ name, sha256 }, { url }) {
  const wanted = new URL(url).searchParams.get('v');
  return wanted !== null && name !== 'index.html' && !sha256.startsWith(wanted);
}
