// Images that show a file of the device. A URL keeps its file alive, and making one waits for the browser's other process, so
// it is made when the file is shown and taken back when it no longer is.

const shown = new WeakMap(); // image -> { file, url }

/** @param {HTMLImageElement} image @param {Blob | null} file null for none */
export function showFile(image, file) {
  const before = shown.get(image);
  if ((before?.file ?? null) === file) return;
  if (before) URL.revokeObjectURL(before.url);
  shown.delete(image);
  image.removeAttribute('src');
  if (!file) return;
  const url = URL.createObjectURL(file);
  shown.set(image, { file, url });
  image.src = url;
}
