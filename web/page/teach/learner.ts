// Learns by itself a moment after each change. The classes go to a teacher of the library, which is told only what has changed;
// a change while it learns ends that lesson, and the next one begins.
import { createFrugalTeacher } from '../../library/teacher.ts';
import type { Classifier, Lesson, Teacher } from '../../library/types.ts';
import { createPauses } from '../../shared/pauses.ts';
import { failureOf } from '../state/state.ts';
import { canLearn, labelOf } from './reduce.ts';
import type { Example, Learned, Mistake, RoomState, TaughtClass } from './state.ts';
import type { RoomStore } from './store.ts';

const changesSettleMs = 350;

export interface Learner {
  /** Learns now, whatever was stopped. */
  now(): void;
  /** Ends the lesson that is going on. */
  cancel(): void;
}

/** @param classifierNow of the base network */
export function createLearner(store: RoomStore, classifierNow: () => Promise<Classifier>): Learner {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: AbortController | null = null;
  let pupils: Pupils | null = null;

  store.follow((state, before) => {
    const changed = state.classes !== before.classes;
    const readAll = state.reading === null && before.reading !== null;
    if (!changed && !readAll) return;
    current?.abort();
    clearTimeout(timer);
    timer = setTimeout(() => void learn(), changesSettleMs);
  });

  async function learn(): Promise<void> {
    current?.abort();
    const { classes, reading } = store.state;
    if (reading || !canLearn(store.state) || isLearned(store.state))
      return store.dispatch({ type: 'learningEnded' });
    const mine = (current = new AbortController());
    const { signal } = mine;
    store.dispatch({ type: 'learningStarted' });
    try {
      const learned = await lessonOf(classes, signal);
      if (current === mine && !signal.aborted) store.dispatch({ type: 'learned', learned });
    } catch (error) {
      if (current !== mine || signal.aborted) return;
      store.dispatch({ type: 'learningStopped', failure: failureOf(error) });
    } finally {
      if (current === mine) current = null;
    }
  }

  async function lessonOf(classes: readonly TaughtClass[], signal: AbortSignal): Promise<Learned> {
    const classifier = await classifierNow();
    if (pupils?.classifier !== classifier) pupils = createPupils(classifier);
    await pupils.fit(classes, signal);
    const none = classes.find((each) => each.none && each.examples.length > 0);
    const lesson = await pupils.teacher.teach({
      ...(none && { noneLabel: labelOf(none) }),
      signal,
      onProgress: (share) => store.dispatch({ type: 'learningProgressed', share }),
    });
    const weights = pupils.teacher.export();
    return { lesson, weights, classes, mistakes: mistakesOf(lesson, pupils) };
  }

  return {
    now() {
      clearTimeout(timer);
      void learn();
    },
    cancel() {
      clearTimeout(timer);
      current?.abort();
      current = null;
      store.dispatch({ type: 'learningStopped' });
    },
  };
}

/** Whether the latest lesson is of the classes as they are. */
export function isLearned({ learned, classes }: RoomState): boolean {
  if (!learned || learned.classes.length !== classes.length) return false;
  return classes.every((each, i) => {
    const before = learned.classes[i]!;
    return each.examples === before.examples && labelOf(each) === labelOf(before);
  });
}

// The teacher of a classifier, and which of its pictures is which.
type Pupils = ReturnType<typeof createPupils>;

function createPupils(classifier: Classifier) {
  const teacher: Teacher = createFrugalTeacher(classifier);
  const taught = new Map<Example, { number: number; label: string }>();
  const examples = new Map<number, Example>(); // by the teacher's number

  function forget(example: Example, number: number): void {
    teacher.remove(number);
    taught.delete(example);
    examples.delete(number);
  }

  async function add(example: Example, label: string): Promise<void> {
    const number = await teacher.add(example.embedding, label);
    taught.set(example, { number, label });
    examples.set(number, example);
  }

  return {
    classifier,
    teacher,
    examples,
    /** Brings the teacher to these classes. Rejects with AbortError. */
    async fit(classes: readonly TaughtClass[], signal: AbortSignal): Promise<void> {
      const wanted = new Map(
        classes.flatMap((each) => {
          const label = labelOf(each);
          return each.examples.map((example) => [example, label] as const);
        }),
      );
      for (const [example, { number, label }] of [...taught])
        if (wanted.get(example) !== label) forget(example, number);
      const pause = createPauses();
      for (const [example, label] of wanted) {
        if (taught.has(example)) continue;
        await add(example, label);
        await pause();
        signal.throwIfAborted();
      }
    },
  };
}

function mistakesOf(lesson: Lesson, { examples }: Pupils): ReadonlyMap<number, Mistake> {
  const doubtful = new Set(lesson.doubtful.map(({ picture }) => picture));
  const entries = lesson.mistakes.map(({ picture, predicted, score }) => {
    const mistake = { predicted, score, doubtful: doubtful.has(picture) };
    return [examples.get(picture)!.id, mistake] as const;
  });
  return new Map(entries);
}
