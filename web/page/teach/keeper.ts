// Keeps the project on this device, in the browser's IndexedDB: each picture (its name, embedding and thumbnail) by its id, and one
// record of the classes, which names the ids. Pictures are written before the record that names them and removed after it, so
// that whenever the page ends, the record and its pictures fit together.
//
// Several tabs may have the project open. Each record has a stamp of its own; a tab writes only over the record that it knows, and
// learns otherwise that another tab was faster. What that one wrote stays. Ids differ from tab to tab (store.ts), so that no
// tab writes over the pictures of another one.
import type { IDBPDatabase } from 'idb';
import { coded, openDatabase } from '../models/stored_models.ts';
import { failureOf } from '../state/state.ts';
import type { Example, Project, RoomState, TaughtClass } from './state.ts';
import type { RoomStore } from './store.ts';

const databaseName = 'glance-teach';
const databaseVersion = 1;
const projectKey = 'current';
const atOnce = 20; // pictures: each is copied on the page's time

interface StoredProject {
  readonly base: Project['base'];
  readonly classes: readonly {
    readonly id: number;
    readonly name: string;
    readonly none: boolean;
    readonly pictures: readonly number[];
  }[];
  readonly stamp?: string; // releases before 0.2 wrote none
}

interface StoredPicture {
  readonly id: number;
  readonly name: string;
  readonly embedding: Float32Array<ArrayBuffer>;
  /** JPEG; not a Blob, which WebKit does not store for a page from disk. */
  readonly thumbnail: ArrayBuffer | null;
}

export interface Keeper {
  /**
   * Gives `take` the project that was kept; null when there is none. From then on this tab may write over it. Rejects with
   * storage/*.
   */
  read(take: (project: Project | null) => void): Promise<void>;
  /** Keeps every next state. */
  start(): void;
  /** Whether another tab has written since this one read or wrote. Rejects with storage/*. */
  isBehind(): Promise<boolean>;
}

const otherTab = Symbol('another tab has changed the project');

const isChanged = (now: Project, before: Project) =>
  now.classes !== before.classes || now.base !== before.base;

export function createKeeper(store: RoomStore): Keeper {
  let written: ReadonlySet<number> = new Set(); // ids of pictures that are in the storage
  let known: string | undefined; // the stamp of the record that this tab read or wrote
  let turn: Promise<unknown> = Promise.resolve();
  let isWriting = false;
  let isStarted = false;

  store.follow((state, before) => {
    if (isStarted && isChanged(state, before)) void write();
  });

  // One after the other, so that what is known of the storage is true.
  function inTurn<T>(work: (database: IDBPDatabase) => Promise<T>): Promise<T> {
    const done = turn.then(() => use(work));
    turn = done.catch(() => {});
    return done;
  }

  async function write(): Promise<void> {
    if (isWriting) return;
    isWriting = true;
    const { kept } = store.state;
    if (kept === 'yes' || kept === 'no') store.dispatch({ type: 'keptKnown', kept: 'soon' });
    try {
      for (let state: RoomState | null = null; !state || isChanged(store.state, state);) {
        state = store.state;
        const wasFaster = await inTurn((database) => writeProject(database, store.state));
        if (wasFaster === otherTab) return store.dispatch({ type: 'keptKnown', kept: 'elsewhere' });
      }
      store.dispatch({ type: 'keptKnown', kept: 'yes' });
    } catch (error) {
      store.dispatch({ type: 'keptKnown', kept: failureOf(error) });
    } finally {
      isWriting = false;
    }
  }

  async function writeProject(
    database: IDBPDatabase,
    project: Project,
  ): Promise<typeof otherTab | undefined> {
    const examples = project.classes.flatMap((each) => each.examples);
    const wanted = new Set(examples.map(({ id }) => id));
    const fresh = examples.filter(({ id }) => !written.has(id));
    for (let i = 0; i < fresh.length; i += atOnce)
      await putPictures(database, fresh.slice(i, i + atOnce));
    if (!(await putRecord(database, project))) return otherTab;
    const gone = [...written].filter((id) => !wanted.has(id));
    for (let i = 0; i < gone.length; i += atOnce)
      await removePictures(database, gone.slice(i, i + atOnce), known);
    written = wanted;
    return undefined;
  }

  /** @returns false, and writes nothing, when another tab has written meanwhile */
  async function putRecord(database: IDBPDatabase, project: Project): Promise<boolean> {
    const transaction = database.transaction('project', 'readwrite');
    const isMine = stampOf(await transaction.store.get(projectKey)) === known;
    const stamp = crypto.getRandomValues(new Uint32Array(4)).join();
    if (isMine) await transaction.store.put(recordOf(project, stamp), projectKey);
    await transaction.done;
    if (isMine) known = stamp;
    return isMine;
  }

  return {
    read: (take) =>
      inTurn(async (database) => {
        const record = (await database.get('project', projectKey)) as unknown;
        const pictures = await readPictures(database);
        known = stampOf(record);
        written = new Set(pictures.keys());
        take(isStoredProject(record) ? projectOf(record, pictures, store.state.nextId) : null);
      }),
    start() {
      isStarted = true;
    },
    isBehind: () =>
      inTurn(async (database) => stampOf(await database.get('project', projectKey)) !== known),
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

// Unless another tab has written since: it may need them.
async function removePictures(
  database: IDBPDatabase,
  ids: readonly number[],
  stamp: string | undefined,
): Promise<void> {
  const transaction = database.transaction(['project', 'pictures'], 'readwrite');
  const isMine = stampOf(await transaction.objectStore('project').get(projectKey)) === stamp;
  const pictures = transaction.objectStore('pictures');
  if (isMine) for (const id of ids) void pictures.delete(id).catch(() => {});
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

function stampOf(record: unknown): string | undefined {
  return (record as StoredProject | undefined)?.stamp;
}

function recordOf({ base, classes }: Project, stamp: string): StoredProject {
  const stored = classes.map(({ id, name, none, examples }) => ({
    id,
    name,
    none,
    pictures: examples.map((each) => each.id),
  }));
  return { base, classes: stored, stamp };
}

function projectOf(
  { base, classes }: StoredProject,
  pictures: ReadonlyMap<number, Example>,
  nextId: number,
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
  const { classes, base } = (stored ?? {}) as Partial<StoredProject>;
  return (
    Array.isArray(classes) &&
    classes.every(({ name, pictures }) => typeof name === 'string' && Array.isArray(pictures)) &&
    (base === null || typeof base?.sha256 === 'string')
  );
}

function isStoredPicture(stored: unknown): stored is StoredPicture {
  const { id, name, embedding } = (stored ?? {}) as Partial<StoredPicture>;
  return typeof id === 'number' && typeof name === 'string' && embedding instanceof Float32Array;
}
