// Folders that are dropped or picked: every picture in them and in the folders inside, in the order of their paths. What is
// no picture by its name, or hidden, is only counted; what cannot be read is named.

const byPath = new Intl.Collator('en', { numeric: true });
const pictureName = /\.(jpe?g|jpe|jfif|a?png|webp|avif|gif|bmp|dib|hei[cf]|jxl|tiff?)$/i;
const paths = new WeakMap(); // file -> its path, when it came in a folder

/**
 * @typedef {{ path: string, file: File } | { path: string, error: Error }} Found
 * @typedef {{ name: string, files: () => AsyncIterable<Found> }} Folder
 */

/** @param {File} file @returns {string} its name, with the folders that it came in */
export function pathOf(file) {
  return paths.get(file) ?? (file.webkitRelativePath || file.name);
}

/**
 * What was dropped. To be called while the event is handled: afterwards the browser has taken it away.
 * @param {DataTransfer} transfer
 * @returns {{ files: File[], folders: Folder[] }}
 */
export function takeDrop(transfer) {
  const items = [...(transfer.items ?? [])].filter(({ kind }) => kind === 'file');
  const folders = items.map(folderOf);
  if (!folders.some(Boolean)) return { files: [...transfer.files], folders: [] };
  const files = items
    .filter((_, i) => !folders[i])
    .map((item) => item.getAsFile())
    .filter(Boolean);
  return { files, folders: folders.filter(Boolean) };
}

/** @param {File[]} files of a picked folder @returns {Folder} */
export function pickedFolder(files) {
  const [name] = files[0].webkitRelativePath.split('/');
  return {
    name,
    async *files() {
      for (const file of files) yield { path: pathOf(file), file };
    },
  };
}

/**
 * @param {Folder[]} folders
 * @returns {Promise<{ pictures: File[], others: number, unreadable: string[] }>} pictures and unreadable in order
 */
export async function gather(folders) {
  const found = { pictures: [], others: 0, unreadable: [] };
  for (const folder of folders) for await (const each of folder.files()) sortInto(found, each);
  found.pictures.sort((a, b) => byPath.compare(pathOf(a), pathOf(b)));
  found.unreadable.sort(byPath.compare);
  return found;
}

function sortInto(found, { path, file, error }) {
  if (error) found.unreadable.push(path);
  else if (!isPicture(file)) ++found.others;
  else {
    paths.set(file, path);
    found.pictures.push(file);
  }
}

function isPicture({ name }) {
  return pictureName.test(name) && !name.startsWith('.');
}

// From disk, Chromium reads folders by handles only; others have only entries.
function folderOf(item) {
  const entry = item.webkitGetAsEntry?.();
  if (!entry?.isDirectory) return null;
  const handle = item.getAsFileSystemHandle?.();
  handle?.catch(() => {}); // whoever walks it is told
  return {
    name: entry.name,
    files: () => (handle ? filesOfHandle(handle, entry.name) : filesOfEntry(entry, entry.name)),
  };
}

async function* filesOfHandle(promise, path) {
  try {
    const handle = await promise;
    if (handle.kind === 'file') yield { path, file: await handle.getFile() };
    else
      for await (const child of handle.values())
        yield* filesOfHandle(child, `${path}/${child.name}`);
  } catch (error) {
    yield { path, error };
  }
}

async function* filesOfEntry(entry, path) {
  try {
    if (entry.isFile)
      yield { path, file: await new Promise((resolve, reject) => entry.file(resolve, reject)) };
    else
      for await (const child of childrenOf(entry))
        yield* filesOfEntry(child, `${path}/${child.name}`);
  } catch (error) {
    yield { path, error };
  }
}

// A reader hands out some at a time, at last none.
async function* childrenOf(entry) {
  const reader = entry.createReader();
  const read = () => new Promise((resolve, reject) => reader.readEntries(resolve, reject));
  for (let children = await read(); children.length > 0; children = await read()) yield* children;
}
