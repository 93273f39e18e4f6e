// Which pictures a text finds. The name of a group, in any language, finds every picture whose answer or best class lies in that
// group, and no other: "dog" finds a beagle, but no hot dog. Any other text finds the words that begin with it.
import { verdictOf } from '../pictures/verdict.ts';
import { shownPredictions } from '../state/predictions.ts';
import type { Language, NamedGroup, Picture, Settings } from '../state/state.ts';
import { sentenceOf, type Strings } from '../strings/strings.ts';

export function found(
  pictures: readonly Picture[],
  text: string,
  settings: Settings,
  strings: Strings,
): readonly Picture[] {
  const wanted = folded(text.trim());
  if (wanted === '') return pictures;
  const isWanted = (group: NamedGroup) => isCalled(group, wanted);
  const inGroup = pictures.filter(({ result }) => result?.groups.some(isWanted));
  if (inGroup.length > 0) return inGroup;
  const begins = wordStart(wanted);
  return pictures.filter(
    (picture) =>
      textsOf(picture, strings).some((each) => folded(each).includes(wanted)) ||
      wordsOf(picture, settings, strings).some((word) => begins.test(folded(word))),
  );
}

/** Whether a group has this name in one of the languages, or is one of several that are called so in English: "dogs". */
function isCalled({ labels }: NamedGroup, wanted: string): boolean {
  return Object.values(labels).some((label) => {
    const name = folded(label ?? '');
    return name === wanted || pluralsOf(name).includes(wanted);
  });
}

function pluralsOf(name: string): string[] {
  return [`${name}s`, `${name}es`, name.replace(/y$/, 'ies')];
}

// Chinese has no spaces between words: there a word begins anywhere.
function wordStart(wanted: string): RegExp {
  return new RegExp(`(?<![a-z0-9])${wanted.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}`, 'u');
}

// Found wherever the text stands in them.
function textsOf({ name, failure, status, result }: Picture, strings: Strings): string[] {
  if (failure) return [name, sentenceOf(failure, strings), failure.code];
  return result ? [name] : [name, strings.status[status]];
}

function wordsOf({ result }: Picture, settings: Settings, strings: Strings): string[] {
  if (!result) return [];
  const { language } = settings;
  return [
    verdictOf(result, language, strings).word,
    ...shownPredictions(result.predictions, settings).map(({ labels }) => labels[language] ?? ''),
    ...result.groups.flatMap(({ labels }) => labels[language] ?? ''),
    ...result.names,
  ];
}

export interface Hint {
  readonly group: NamedGroup;
  /** How many pictures lie in it. */
  readonly count: number;
}

/**
 * The groups that occur, those with most pictures first: those whose name begins with what is typed, or, when nothing is typed
 * yet, those that say most. A group says nothing when a smaller one has the same pictures.
 */
export function hintsFor(
  pictures: readonly Picture[],
  text: string,
  language: Language,
  most: number,
): Hint[] {
  const wanted = folded(text.trim());
  const begins = wordStart(wanted);
  const all = groupsIn(pictures);
  const fitting = all.filter(({ group }) => begins.test(folded(group.labels[language] ?? '')));
  return (wanted === '' ? fitting.filter(saysMost) : fitting).slice(0, most);
}

const counted = new WeakMap<readonly Picture[], readonly Hint[]>();

// Counted once for each list of pictures, which is another list with every answer: typing in the filter, sorting and choosing
// rows leave it.
function groupsIn(pictures: readonly Picture[]): readonly Hint[] {
  const known = counted.get(pictures) ?? countedGroups(pictures);
  counted.set(pictures, known);
  return known;
}

function countedGroups(pictures: readonly Picture[]): readonly Hint[] {
  const counts = new Map<string, number>();
  const groups = new Map<string, NamedGroup>();
  for (const { result } of pictures)
    for (const group of result?.groups ?? []) {
      counts.set(group.id, (counts.get(group.id) ?? 0) + 1);
      groups.set(group.id, group);
    }
  const hints = [...groups.values()].map((group) => ({ group, count: counts.get(group.id)! }));
  return hints.sort((a, b) => b.count - a.count);
}

// Whether no smaller group has the same pictures.
function saysMost({ group, count }: Hint, _: number, all: readonly Hint[]): boolean {
  return !all.some((each) => each.group.parent === group.id && each.count === count);
}

function folded(text: string): string {
  return text.normalize('NFKC').toLocaleLowerCase();
}
