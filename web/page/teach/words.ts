// What is said of the classes and of what was learned, as sentences.
import type { Lesson } from '../../library/types.ts';
import type { Language } from '../state/state.ts';
import { canLearn, labelOf } from './reduce.ts';
import type { Example, Learned, RoomState, TaughtClass, Undo } from './state.ts';
import { failureSentence, type TeachStrings } from './strings.ts';

const mostConfusions = 2;
const few = 5;
const mostOneByOne = 128; // pictures: of more, fifths are hidden whatever a class has
const wide = 0.25; // an interval of the accuracy that people should hear of
const longNameLength = 60;
const keyStride = 10; // of ten thousand embeddings, all numbers take longer than a frame

// The latest result, while what it depends on is the same: thousands of pictures are counted once a change, not once a frame.
function remembered<State, Rest extends unknown[], Result>(
  basisOf: (state: State) => unknown,
  compute: (state: State, ...rest: Rest) => Result,
): (state: State, ...rest: Rest) => Result {
  let before: { basis: unknown; rest: Rest; result: Result } | null = null;
  return (state, ...rest) => {
    const basis = basisOf(state);
    const isSame = before?.basis === basis && rest.every((each, i) => each === before!.rest[i]);
    if (!isSame) before = { basis, rest, result: compute(state, ...rest) };
    return before!.result;
  };
}

/** A name as it is shown: its start, when it is long. */
export function shortName(name: string): string {
  const characters = [...name];
  return characters.length <= longNameLength
    ? name
    : `${characters.slice(0, longNameLength - 1).join('')}…`;
}

/** How right it is, how that was measured, and what it confuses. */
export function lessonText({ lesson, classes }: Learned, strings: TeachStrings): string {
  const { accuracy, interval, right, pictures } = lesson;
  const of100 = right === pictures ? 100 : Math.min(99, Math.round(accuracy * 100));
  const [low, high] = interval.map((each) => Math.round(each * 100)) as [number, number];
  const isFew = pictures <= mostOneByOne && lesson.classes.some((each) => each.pictures < few);
  const how = isFew ? strings.oneByOne : strings.byFifths;
  const confusions = confusionsOf(lesson).slice(0, mostConfusions);
  return strings.sentences(
    strings.claim(strings.right(of100), how),
    high - low > 100 * wide && strings.uncertain(low, high),
    ...confusions.map(({ a, b, count }) => strings.confused(shortName(a), shortName(b), count)),
    confusions.length === 0 && classes.length > 1 && strings.neverConfused,
  );
}

/** Pairs of classes that are taken for each other, the most often first. */
export function confusionsOf({ classes, confusion }: Lesson) {
  const pairs: { a: string; b: string; count: number }[] = [];
  for (let i = 0; i < classes.length; ++i)
    for (let j = i + 1; j < classes.length; ++j) {
      const count = confusion[i]![j]! + confusion[j]![i]!;
      if (count > 0) pairs.push({ a: classes[i]!.label, b: classes[j]!.label, count });
    }
  return pairs.sort((one, other) => other.count - one.count);
}

/** What is missing before anything can be learned; empty when it can be. */
export function missingText(state: RoomState, strings: TeachStrings): string {
  if (canLearn(state)) return '';
  const empty = state.classes.filter(({ examples }) => examples.length === 0);
  return state.classes.length >= 2 && empty.length > 0
    ? strings.needsMore(empty.map(({ name }) => shortName(name)))
    : strings.needsTwo;
}

/** What people should know about their classes: few pictures, the same picture twice, equal and long names. */
export const advice = remembered(({ classes }: Pick<RoomState, 'classes'>) => classes, adviceOn);

function adviceOn(
  { classes }: Pick<RoomState, 'classes'>,
  strings: TeachStrings,
): readonly string[] {
  const named = (are: (count: number) => boolean) =>
    classes.filter(({ examples }) => are(examples.length)).map(({ name }) => shortName(name));
  const one = named((count) => count === 1);
  const some = named((count) => count > 1 && count < few);
  const labels = classes.map(labelOf);
  const twice = labels.filter((label, i) => labels.indexOf(label) < i);
  const twins = twinsOf(classes);
  return [
    ...[...new Set(twice)].map((label) => strings.sameName(shortName(label))),
    ...classes
      .filter(({ name }) => [...name].length > longNameLength)
      .map(({ name }) => strings.longName(shortName(name), [...name].length)),
    ...(twins.count > 0
      ? [strings.twins(twins.count, shortName(twins.a), shortName(twins.b))]
      : []),
    ...(one.length > 0 ? [strings.onePicture(one)] : []),
    ...(some.length > 0 ? [strings.fewPictures(some)] : []),
  ];
}

// Equal embeddings are of the same picture. Equal ones have equal keys; of most others some of the numbers suffice to tell.
function keyOf({ embedding }: Example): number {
  let sum = 0;
  for (let i = 0; i < embedding.length; i += keyStride) sum += embedding[i]! * (i + 1);
  return sum;
}

function areEqual({ embedding: one }: Example, { embedding: other }: Example): boolean {
  return one.every((each, i) => each === other[i]);
}

/** Pictures that are in two classes: how many, and the names of two such classes. */
export function twinsOf(classes: readonly TaughtClass[]) {
  const homes = new Map<number, { taught: TaughtClass; example: Example }>();
  const twins = { count: 0, a: '', b: '' };
  for (const taught of classes)
    for (const example of taught.examples) {
      const key = keyOf(example);
      const home = homes.get(key);
      if (!home) homes.set(key, { taught, example });
      else if (labelOf(home.taught) !== labelOf(taught) && areEqual(home.example, example))
        Object.assign(twins, { count: twins.count + 1, a: home.taught.name, b: taught.name });
    }
  return twins;
}

/** What the latest change was that can be taken back. */
export function undoText(undo: Undo, { undoTexts }: TeachStrings): string {
  switch (undo.kind) {
    case 'classRemoved':
      return undoTexts.classRemoved(shortName(undo.taught.name));
    case 'cleared':
      return undoTexts.cleared(undo.project.classes.length);
    default:
      return undoTexts[undo.kind](undo.places.length);
  }
}

export function noticeText(
  { notice }: RoomState,
  strings: TeachStrings,
  language: Language,
): string {
  const { notices } = strings;
  if (!notice) return '';
  switch (notice.kind) {
    case 'restored':
      return notices.restored(notice.classes, notice.pictures);
    case 'opened':
    case 'saved':
    case 'otherBase':
      return notices[notice.kind](notice.name);
    case 'leftOut':
      return notices.leftOut(notice.count);
    case 'notOpened':
    case 'notSaved':
    case 'notTried':
      return notices[notice.kind](failureSentence(notice.failure, language));
    default:
      return notices[notice.kind];
  }
}

/** The doubtful pictures first, the surest of them first of all; then the newest. */
export function inOrder(examples: readonly Example[], learned: Learned | null): readonly Example[] {
  const doubtOf = ({ id }: Example) => {
    const mistake = learned?.mistakes.get(id);
    return mistake?.doubtful ? mistake.score : 0;
  };
  return examples.toReversed().sort((a, b) => doubtOf(b) - doubtOf(a));
}

/** How many pictures of the classes as they are may be in the wrong one. */
export function doubtfulCount({ classes, learned }: RoomState): number {
  return learned ? doubtsAmong(learned, classes) : 0;
}

const doubtsAmong = remembered(
  (learned: Learned) => learned,
  ({ mistakes }, classes: readonly TaughtClass[]) => {
    const doubts = [...mistakes].filter(([, { doubtful }]) => doubtful).map(([id]) => id);
    const there = new Set(classes.flatMap(({ examples }) => examples.map(({ id }) => id)));
    return doubts.filter((id) => there.has(id)).length;
  },
);

/** The pictures of a cell of the confusion matrix. */
export function examplesOfCell({ classes, learned, cell }: RoomState): readonly Example[] {
  if (!cell || !learned) return [];
  const { label, predicted } = cell;
  const isThere = ({ id }: Example) => (learned.mistakes.get(id)?.predicted ?? label) === predicted;
  return classes
    .filter((each) => labelOf(each) === label)
    .flatMap(({ examples }) => examples.filter(isThere));
}
