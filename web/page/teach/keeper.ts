// Keeps the project on this device, in the browser's IndexedDB: each picture (its name, embedding and thumbnail) by its id, and one
// record of the classes, which names the ids. Pictures are written before the record that names them and removed after it, so
// that whenever the page ends, the record and its pictures fit together.
import type { IDBPDatabase } from 'idb';
import { coded, openDatabase } from '../models/stored_models.ts';
import { failureOf } from '../state/state.ts';
import type { Example, Project, RoomState, TaughtClass } from './state.ts';
import type { RoomStore } from './store.ts';

const databaseName = 'glance-teach';
const databaseVersion = 1;
const projectKey = 'current';
const atOnce = 100; // pictures: each is copied on the page's time

interface StoredProject {
  readonly base: Project['base'];
  readonly classes: readonly {
    readonly id: number;
    readonly name: string;
    readonly none: boolean;
    readonly pictures: readonly number[];
  }[];
  readonly nextId: number;
}

interface StoredPicture {
  readonly id: number;
  readonly name: string;
  readonly embedding: Float32Array<ArrayBuffer>;
  /** JPEG; not a Blob, which WebKit does not store for a page from disk. */
  readonly thumbnail: ArrayBuffer | null;
}

export interface Keeper {
  /** The project that was kept; null when there is none. Rejects with storage/*. */
  read(): Promise<Project | null>;
  /** Keeps every next state. */
  start(): void;
}

export function createKeeper(store: RoomStore): Keeper {
  let written = new Map<number, Example>(); // that are in the storage
  let isWriting = false;
  let isStarted = false;

  store.follow((state, before) => {
    if (isStarted && (state.classes !== before.classes || state.base !== before.base)) void write();
  });

  async function write(): Promise<void> {
    if (isWriting) return;
    isWriting = true;
    try {
      for (let state: RoomState | null = null; state?.classes !== store.state.classes;) {
        state = store.state;
        await use((database) => writeProject(database, store.state));
      }
      store.dispatch({ type: 'keptKnown', kept: 'yes' });
    } catch (error) {
      store.dispatch({ type: 'keptKnown', kept: failureOf(error) });
    }
    isWriting = false;
  }

  async function writeProject(database: IDBPDatabase, project: Project): Promise<void> {
    const wanted = new Map(
      project.classes.flatMap(({ examples }) => examples.map((each) => [each.id, each] as const)),
    );
    const fresh = [...wanted.values()].filter((each) => written.get(each.id) !== each);
    for (let i = 0; i < fresh.length; i += atOnce)
      await putPictures(database, fresh.slice(i, i + atOnce));
    await database.put('project', recordOf(project), projectKey);
    const gone = [...written.keys()].filter((id) => !wanted.has(id));
    for (let i = 0; i < gone.length; i += atOnce)
      await removePictures(database, gone.slice(i, i + atOnce));
    written = wanted;
  }

  return {
    read: () =>
      use(async (database) => {
        const record = (await database.get('project', projectKey)) as unknown;
        if (!isStoredProject(record)) return null;
        const pictures = await readPictures(database);
        written = pictures;
        return projectOf(record, pictures);
      }),
    start() {
      isStarted = true;
    },
  };
}

// Opens the database and closes it again, so that no other tab ever waits for this one.
function use<T>(work: (database: IDBPDatabase) => Promise<T>): Promise<T> {
  return coded(async () => {
    const database = await openDatabase(databaseName, databaseVersion, ['project', 'pictures']);
    try {
      return await work(database);
    } finally {
      database.close();
    }
  });
}

async function putPictures(database: IDBPDatabase, examples: readonly Example[]): Promise<void> {
  const stored = await Promise.all(
    examples.map(async ({ thumbnail, ...rest }): Promise<StoredPicture> => ({
      ...rest,
      thumbnail: thumbnail && (await thumbnail.arrayBuffer()),
    })),
  );
  const transaction = database.transaction('pictures', 'readwrite');
  for (const each of stored) void transaction.store.put(each, each.id).catch(() => {});
  await transaction.done;
}

async function removePictures(database: IDBPDatabase, ids: readonly number[]): Promise<void> {
  const transaction = database.transaction('pictures', 'readwrite');
  for (const id of ids) void transaction.store.delete(id).catch(() => {});
  await transaction.done;
}

async function readPictures(database: IDBPDatabase): Promise<Map<number, Example>> {
  const pictures = new Map<number, Example>();
  let range: IDBKeyRange | null = null;
  for (;;) {
    const some: unknown[] = await database.getAll('pictures', range, atOnce);
    const keys = await database.getAllKeys('pictures', range, atOnce);
    for (const each of some) if (isStoredPicture(each)) pictures.set(each.id, exampleOf(each));
    if (keys.length < atOnce) return pictures;
    range = IDBKeyRange.lowerBound(keys.at(-1)!, true);
  }
}

function exampleOf({ id, name, embedding, thumbnail }: StoredPicture): Example {
  const blob = thumbnail && new Blob([thumbnail], { type: 'image/jpeg' });
  return Object.freeze({ id, name, embedding, thumbnail: blob });
}

function recordOf({ base, classes, nextId }: Project): StoredProject {
  const stored = classes.map(({ id, name, none, examples }) => ({
    id,
    name,
    none,
    pictures: examples.map((each) => each.id),
  }));
  return { base, classes: stored, nextId };
}

function projectOf(
  { base, classes, nextId }: StoredProject,
  pictures: ReadonlyMap<number, Example>,
): Project {
  const size = base?.embeddingSize;
  const taught = classes.map(({ id, name, none, pictures: ids }): TaughtClass => {
    const examples = ids.flatMap((each) => pictures.get(each) ?? []);
    const fitting = examples.filter(({ embedding }) => embedding.length === size);
    return Object.freeze({ id, name, none, examples: Object.freeze(fitting) });
  });
  return Object.freeze({ base, classes: Object.freeze(taught), nextId });
}

// Another release may have stored it.
function isStoredProject(stored: unknown): stored is StoredProject {
  const { classes, nextId, base } = (stored ?? {}) as Partial<StoredProject>;
  return (
    Array.isArray(classes) &&
    classes.every(({ name, pictures }) => typeof name === 'string' && Array.isArray(pictures)) &&
    typeof nextId === 'number' &&
    (base === null || typeof base?.sha256 === 'string')
  );
}

function isStoredPicture(stored: unknown): stored is StoredPicture {
  const { id, name, embedding } = (stored ?? {}) as Partial<StoredPicture>;
  return typeof id === 'number' && typeof name === 'string' && embedding instanceof Float32Array;
}
