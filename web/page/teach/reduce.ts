// What becomes of the state when something happens where people teach. Pure.
import {
  emptyRoom,
  noLearning,
  type Example,
  type Project,
  type RoomEvent,
  type RoomState,
  type TaughtClass,
  type Undo,
} from './state.ts';

type Reducers = {
  readonly [Type in RoomEvent['type']]: (
    state: RoomState,
    event: Extract<RoomEvent, { type: Type }>,
  ) => Partial<RoomState> | null;
};

const reducers: Reducers = {
  opened: (state, { project }) => ({
    ...(project && {
      base: project.base,
      classes: project.classes,
      // What was removed from a lesson of another model does not belong into this one.
      ...(project.base?.sha256 !== state.base?.sha256 && { undo: emptyRoom.undo }),
    }),
    isReady: true,
  }),
  replaced(state, { project }) {
    const { kept } = state;
    const undo = clearedBefore(state, project.classes);
    return { ...emptyRoom, ...project, isReady: true, kept, ...undo };
  },
  combined: (state, { project }) => ({
    base: state.base ?? project.base,
    classes: combined(state.classes, project.classes),
  }),
  baseChosen: (_state, { base }) => ({ base: Object.freeze(base) }),
  classAdded: (state, { name, none = false }) => ({
    classes: Object.freeze([
      ...state.classes,
      Object.freeze({ id: state.nextId, name, none, examples: Object.freeze([]) }),
    ]),
    nextId: state.nextId + 1,
  }),
  classNamed: ({ classes }, { id, name }) => ({
    classes: changed(classes, id, (each) => ({ ...each, name })),
  }),
  classRemoved(state, { id }) {
    const at = state.classes.findIndex((each) => each.id === id);
    if (at < 0) return null;
    const taught = state.classes[at]!;
    return {
      classes: Object.freeze(state.classes.toSpliced(at, 1)),
      ...withUndo(state, { kind: 'classRemoved', at, taught }),
    };
  },
  read: (state, { classId, examples }) => addExamples(state, classId, examples),
  unread: ({ unread }, { pictures }) => ({ unread: Object.freeze([...unread, ...pictures]) }),
  unreadDismissed: () => ({ unread: emptyRoom.unread }),
  networkAwaited: (state, { awaited }) =>
    awaited === state.awaited ? null : { awaited: Object.freeze(awaited) },
  readingProgressed: (_state, { done, total }) => ({
    reading: done < total ? Object.freeze({ done, total }) : null,
  }),
  removed(state, { ids }) {
    const places = placesOf(state, ids);
    if (places.length === 0) return null;
    return {
      classes: without(state.classes, new Set(ids)),
      looking: null,
      ...withUndo(state, { kind: 'removed', places }),
    };
  },
  moved(state, { ids, to }) {
    const places = placesOf(state, ids).filter(({ classId }) => classId !== to);
    if (places.length === 0 || !state.classes.some(({ id }) => id === to)) return null;
    const moved = places.map(({ example }) => example);
    return {
      classes: changed(without(state.classes, new Set(moved.map(({ id }) => id))), to, (each) => ({
        ...each,
        examples: Object.freeze([...each.examples, ...moved]),
      })),
      ...withUndo(state, { kind: 'moved', places, to }),
    };
  },
  cleared(state) {
    const { kept, nextId } = state;
    const undo = clearedBefore(state, emptyRoom.classes);
    return { ...emptyRoom, isReady: true, kept, nextId, ...undo };
  },
  undone: (state) => takeBack(state),
  undoDismissed: () => ({ undoOffered: false }),
  noticed: (_state, { notice }) => ({ notice: Object.freeze(notice) }),
  keptKnown: ({ kept: before }, { kept }) => (before === kept ? null : { kept }),
  learningStarted: () => ({ learning: Object.freeze({ ...noLearning, status: 'running' }) }),
  learningProgressed: ({ learning }, { share }) =>
    learning.status === 'running' ? { learning: Object.freeze({ ...learning, share }) } : null,
  learningStopped: (_state, { failure = null }) => ({
    learning: Object.freeze({ ...noLearning, status: failure ? 'failed' : 'stopped', failure }),
  }),
  learningEnded: ({ learning }) =>
    learning.status === 'running' ? { learning: noLearning } : null,
  learned: (_state, { learned }) => ({ learned: Object.freeze(learned), learning: noLearning }),
  widened({ wide }, { id, wide: isWide }) {
    const next = new Set(wide);
    if (isWide) next.add(id);
    else next.delete(id);
    return { wide: next };
  },
  cellChosen: (_state, { cell }) => ({ cell: Object.freeze(cell) }),
  lookedAt: (_state, { id }) => ({ looking: id }),
  asked: (_state, { question }) => ({ question: Object.freeze(question) }),
  tried: (_state, { trial }) => ({ trial: Object.freeze(trial) }),
  recordingChanged: ({ recording }, { recording: changes }) => ({
    recording: Object.freeze({ ...recording, ...changes }),
  }),
};

type Reducer = (state: RoomState, event: RoomEvent) => Partial<RoomState> | null;

/** @returns `state` itself when nothing changes */
export function reduce(state: RoomState, event: RoomEvent): RoomState {
  const changes = (reducers[event.type] as Reducer)(state, event);
  return changes ? Object.freeze({ ...state, ...changes }) : state;
}

// All classes of both, each with the pictures of both: a class or picture is known by its id. Nothing is lost; what only one
// of them removed is there again.
function combined(
  classes: readonly TaughtClass[],
  others: readonly TaughtClass[],
): readonly TaughtClass[] {
  const there = new Set(classes.flatMap(({ examples }) => examples.map(({ id }) => id)));
  const fresh = (examples: readonly Example[]) => examples.filter(({ id }) => !there.has(id));
  const byId = new Map(others.map((each) => [each.id, each]));
  const mine = classes.map((each) => {
    const added = fresh(byId.get(each.id)?.examples ?? []);
    byId.delete(each.id);
    return added.length === 0
      ? each
      : Object.freeze({ ...each, examples: Object.freeze([...each.examples, ...added]) });
  });
  const theirs = [...byId.values()].map((each) =>
    Object.freeze({ ...each, examples: Object.freeze(fresh(each.examples)) }),
  );
  return Object.freeze([...mine, ...theirs]);
}

function addExamples(
  state: RoomState,
  classId: number,
  fresh: readonly Omit<Example, 'id'>[],
): Partial<RoomState> | null {
  const examples = fresh.map((each, i) => Object.freeze({ ...each, id: state.nextId + i }));
  const add = (each: TaughtClass): TaughtClass => ({
    ...each,
    examples: Object.freeze([...each.examples, ...examples]),
  });
  const nextId = state.nextId + examples.length;
  if (state.classes.some(({ id }) => id === classId))
    return { nextId, classes: changed(state.classes, classId, add) };
  // The class was removed while they were read. They come back with it.
  const isOfClass = (step: Undo) => step.kind === 'classRemoved' && step.taught.id === classId;
  if (!state.undo.some(isOfClass)) return null;
  const undo = state.undo.map((step) =>
    step.kind === 'classRemoved' && isOfClass(step)
      ? Object.freeze({ ...step, taught: Object.freeze(add(step.taught)) })
      : step,
  );
  return { nextId, undo: Object.freeze(undo) };
}

function withUndo(state: RoomState, undo: Undo): Pick<RoomState, 'undo' | 'undoOffered'> {
  return { undo: Object.freeze([...state.undo, Object.freeze(undo)]), undoOffered: true };
}

// Taking it back brings the project that was there before.
function clearedBefore(
  state: RoomState,
  next: Project['classes'],
): Pick<RoomState, 'undo' | 'undoOffered'> {
  const { base, classes, nextId, undo } = state;
  if (classes.length === 0) return { undo, undoOffered: false };
  const project = Object.freeze({ base, classes, nextId });
  return withUndo(state, { kind: 'cleared', project, next });
}

function takeBack(state: RoomState): Partial<RoomState> | null {
  const last = state.undo.at(-1);
  if (!last) return null;
  const rest = { undo: Object.freeze(state.undo.slice(0, -1)), undoOffered: false };
  switch (last.kind) {
    case 'classRemoved': {
      const { at, taught } = last;
      const isBack = state.classes.some(({ id }) => id === taught.id); // from another tab
      return isBack
        ? rest
        : { ...rest, classes: Object.freeze(state.classes.toSpliced(at, 0, taught)) };
    }
    case 'cleared': {
      // What was begun since is closed in its turn, so that it can come back, too.
      const { project, next } = last;
      const isNew = state.classes !== next && state.classes.length > 0;
      const undo = isNew && clearedBefore({ ...state, ...rest }, project.classes);
      return { ...rest, ...undo, ...project, nextId: Math.max(state.nextId, project.nextId) };
    }
    default: {
      const ids = new Set(last.places.map(({ example }) => example.id));
      return { ...rest, classes: putBack(without(state.classes, ids), last.places) };
    }
  }
}

// The places are in the order of their classes: each is right when those before it are there again.
function putBack(
  classes: readonly TaughtClass[],
  places: Extract<Undo, { kind: 'removed' }>['places'],
): readonly TaughtClass[] {
  return Object.freeze(
    classes.map((each) => {
      const back = places.filter(({ classId }) => classId === each.id);
      if (back.length === 0) return each;
      const examples = [...each.examples];
      for (const { at, example } of back) examples.splice(at, 0, example);
      return Object.freeze({ ...each, examples: Object.freeze(examples) });
    }),
  );
}

function changed(
  classes: readonly TaughtClass[],
  id: number,
  change: (taught: TaughtClass) => TaughtClass,
): readonly TaughtClass[] {
  return Object.freeze(
    classes.map((each) => (each.id === id ? Object.freeze(change(each)) : each)),
  );
}

function without(
  classes: readonly TaughtClass[],
  ids: ReadonlySet<number>,
): readonly TaughtClass[] {
  return Object.freeze(
    classes.map((each) => {
      const examples = each.examples.filter(({ id }) => !ids.has(id));
      return examples.length === each.examples.length
        ? each
        : Object.freeze({ ...each, examples: Object.freeze(examples) });
    }),
  );
}

function placesOf({ classes }: RoomState, ids: readonly number[]) {
  const wanted = new Set(ids);
  return classes.flatMap(({ id: classId, examples }) =>
    examples.flatMap((example, at) => (wanted.has(example.id) ? { classId, at, example } : [])),
  );
}

/** How many pictures all classes have. */
export function pictureCount({ classes }: Pick<RoomState, 'classes'>): number {
  return classes.reduce((sum, { examples }) => sum + examples.length, 0);
}

/** What a class is learned as: two of the same name are one, and half of a character is none, as in the library. */
export function labelOf({ name }: Pick<TaughtClass, 'name'>): string {
  return name
    .trim()
    .normalize()
    .replace(/\p{Surrogate}/gu, '\ufffd');
}

/** Whether there are pictures of two classes at least. */
export function canLearn({ classes }: Pick<RoomState, 'classes'>): boolean {
  const labels = classes.filter(({ examples }) => examples.length > 0).map(labelOf);
  return new Set(labels).size >= 2;
}

export function exampleOf({ classes }: Pick<RoomState, 'classes'>, id: number | null) {
  if (id === null) return undefined;
  for (const taught of classes) {
    const example = taught.examples.find((each) => each.id === id);
    if (example) return { taught, example };
  }
  return undefined;
}
