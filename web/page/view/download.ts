// Saves a file as if it had been downloaded; works for a page opened from disk, too.
import { element } from './elements.ts';

const keptMs = 60_000; // browsers do not say when they have read it

/** @param {string} name @param {Blob} blob */
export function download(name, blob) {
  const url = URL.createObjectURL(blob);
  element('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), keptMs);
}
