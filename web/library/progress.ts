// Adds up the progress of several files, so that one bar can show it.

/**
 * @param {{ name: string, byteCount: number }[]} expected files whose size is known beforehand
 * @param {(progress: import('./glance.ts').Progress) => void} onProgress
 * @returns {(progress: import('./glance.ts').Progress) => void} takes what is known of one file
 */
export function sumProgress(expected, onProgress) {
  const files = new Map(
    expected.map(({ name, byteCount }) => [name, { loaded: 0, total: byteCount }]),
  );
  const sum = (key) => [...files.values()].reduce((total, file) => total + file[key], 0);
  // What comes after `loading` counts inflated bytes: then the file is there, as large as it arrived.
  const arrived = (known) => ({ loaded: known.total, total: known.total });
  return ({ status, file, loaded, total }) => {
    const known = { loaded, total: Math.max(total, loaded) };
    files.set(file, status === 'loading' ? known : arrived(files.get(file) ?? known));
    onProgress({ status, file, loaded: sum('loaded'), total: sum('total') });
  };
}
