// What becomes of the state when something happens where people teach. Pure.
import {
  emptyRoom,
  noLearning,
  noRecording,
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
    ...(project ? withProject(state, project) : {}),
    isReady: true,
  }),
  replaced(state, { project }) {
    const { kept } = state;
    return { ...emptyRoom, ...project, isReady: true, kept, ...clearedBefore(state) };
  },
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
    return { ...emptyRoom, isReady: true, kept, nextId, ...clearedBefore(state) };
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

function withProject(state: RoomState, { base, classes, nextId }: Project): Partial<RoomState> {
  const { kept } = state;
  return { ...emptyRoom, kept, recording: noRecording, base, classes, nextId };
}

function addExamples(
  state: RoomState,
  classId: number,
  fresh: readonly Omit<Example, 'id'>[],
): Partial<RoomState> | null {
  if (!state.classes.some(({ id }) => id === classId)) return null; // removed while they were read
  const examples = fresh.map((each, i) => Object.freeze({ ...each, id: state.nextId + i }));
  return {
    nextId: state.nextId + examples.length,
    classes: changed(state.classes, classId, (each) => ({
      ...each,
      examples: Object.freeze([...each.examples, ...examples]),
    })),
  };
}

function withUndo(state: RoomState, undo: Undo): Pick<RoomState, 'undo' | 'undoOffered'> {
  return { undo: Object.freeze([...state.undo, Object.freeze(undo)]), undoOffered: true };
}

// Taking it back brings the project that was there before.
function clearedBefore(state: RoomState): Pick<RoomState, 'undo' | 'undoOffered'> {
  const { base, classes, nextId, undo } = state;
  if (classes.length === 0) return { undo, undoOffered: false };
  return withUndo(state, { kind: 'cleared', project: Object.freeze({ base, classes, nextId }) });
}

function takeBack(state: RoomState): Partial<RoomState> | null {
  const last = state.undo.at(-1);
  if (!last) return null;
  const rest = { undo: Object.freeze(state.undo.slice(0, -1)), undoOffered: false };
  switch (last.kind) {
    case 'classRemoved':
      return { ...rest, classes: Object.freeze(state.classes.toSpliced(last.at, 0, last.taught)) };
    case 'cleared':
      return { ...rest, ...last.project, nextId: Math.max(state.nextId, last.project.nextId) };
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

/** What a class is learned as: two of the same name are one. */
export function labelOf({ name }: Pick<TaughtClass, 'name'>): string {
  return name.trim().normalize();
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
