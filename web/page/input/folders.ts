// Folders that are dropped or chosen: every picture in them and in the folders inside, in the order of their paths. Hidden
// files and files that are no pictures by their name are only counted; what cannot be read is named.

const byPath = new Intl.Collator('en', { numeric: true });
const pictureName = /\.(jpe?g|jpe|jfif|a?png|webp|avif|gif|bmp|dib|hei[cf]|jxl|tiff?)$/i;
const paths = new WeakMap<File, string>(); // of files that came in a folder

type Found =
  | { readonly path: string; readonly file: File; readonly error?: undefined }
  | { readonly path: string; readonly file?: undefined; readonly error: unknown };

export interface Folder {
  readonly name: string;
  files(): AsyncIterable<Found>;
}

export interface Gathered {
  /** In the order of their paths. */
  pictures: File[];
  /** How many other files there are. */
  others: number;
  /** Paths, in order. */
  unreadable: string[];
}

/** The name of a file, with the folders that it came in. */
export function pathOf(file: File): string {
  return paths.get(file) ?? (file.webkitRelativePath || file.name);
}

/** What was dropped. Call it while the event is handled: afterwards the browser takes the files away. */
export function takeDrop(transfer: DataTransfer): { files: File[]; folders: Folder[] } {
  const items = [...(transfer.items ?? [])].filter(({ kind }) => kind === 'file');
  const dropped = items.map((item) => ({ item, folder: folderOf(item) }));
  const folders = dropped.flatMap(({ folder }) => folder ?? []);
  if (folders.length === 0) return { files: [...transfer.files], folders };
  const files = dropped.flatMap(({ item, folder }) => (folder ? [] : (item.getAsFile() ?? [])));
  return { files, folders };
}

/** @param files of a folder that was chosen; at least one */
export function chosenFolder(files: readonly File[]): Folder {
  const [name = ''] = files[0]?.webkitRelativePath.split('/') ?? [];
  return {
    name,
    async *files() {
      for (const file of files) yield { path: pathOf(file), file };
    },
  };
}

export async function gather(folders: readonly Folder[]): Promise<Gathered> {
  const found: Gathered = { pictures: [], others: 0, unreadable: [] };
  for (const folder of folders) for await (const each of folder.files()) sortInto(found, each);
  found.pictures.sort((a, b) => byPath.compare(pathOf(a), pathOf(b)));
  found.unreadable.sort(byPath.compare);
  return found;
}

function sortInto(found: Gathered, { path, file }: Found): void {
  if (!file) found.unreadable.push(path);
  else if (!isPicture(file)) ++found.others;
  else {
    paths.set(file, path);
    found.pictures.push(file);
  }
}

function isPicture({ name }: File): boolean {
  return pictureName.test(name) && !name.startsWith('.');
}

type Handle = FileSystemFileHandle | FileSystemDirectoryHandle;
// TypeScript's library does not know these yet.
type ItemWithHandle = DataTransferItem & {
  getAsFileSystemHandle?(): Promise<Handle | null>;
};
type DirectoryHandle = FileSystemDirectoryHandle & { values(): AsyncIterable<Handle> };

// From disk, Chromium reads folders only by handles; other browsers have only entries.
function folderOf(item: ItemWithHandle): Folder | null {
  const entry = item.webkitGetAsEntry?.();
  if (!entry?.isDirectory) return null;
  const { name } = entry;
  const handle = item.getAsFileSystemHandle?.();
  handle?.catch(() => {}); // filesOfHandle() reports it
  return { name, files: () => (handle ? filesOfHandle(handle, name) : filesOfEntry(entry, name)) };
}

async function* filesOfHandle(
  promise: Promise<Handle | null>,
  path: string,
): AsyncGenerator<Found> {
  try {
    const handle = await promise;
    if (handle?.kind === 'file') yield { path, file: await handle.getFile() };
    else
      for await (const child of (handle as DirectoryHandle).values())
        yield* filesOfHandle(Promise.resolve(child), `${path}/${child.name}`);
  } catch (error) {
    yield { path, error };
  }
}

async function* filesOfEntry(entry: FileSystemEntry, path: string): AsyncGenerator<Found> {
  try {
    if (entry.isFile) yield { path, file: await fileOf(entry as FileSystemFileEntry) };
    else
      for await (const child of childrenOf(entry as FileSystemDirectoryEntry))
        yield* filesOfEntry(child, `${path}/${child.name}`);
  } catch (error) {
    yield { path, error };
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

// A reader gives some entries at a time, and none at the end.
async function* childrenOf(entry: FileSystemDirectoryEntry): AsyncGenerator<FileSystemEntry> {
  const reader = entry.createReader();
  const read = () =>
    new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
  for (let children = await read(); children.length > 0; children = await read()) yield* children;
}
