const keptMs = 60_000; // browsers do not say when they have read it

/** Saves a file as if it had been downloaded; works for a page opened from disk, too. */
export function download(name: string, blob: Blob) {
  const url = URL.createObjectURL(blob);
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), keptMs);
}
