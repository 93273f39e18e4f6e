// Files that people take with them, and the day in their names.

/** Such as 2026-11-30, where the person is. */
export function dayOf(now: Date): string {
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}

const urlLifetimeMs = 60_000; // browsers do not say when they have read the file

/** Saves a file as if it had been downloaded. It works for a page opened from disk, too. */
export function download(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), urlLifetimeMs);
}
