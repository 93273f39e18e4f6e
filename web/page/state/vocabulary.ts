// The words of a classifier in every language of the page. Each is made once, because thousands of answers repeat them.
import type { Classifier } from '../../library/types.ts';
import { languageCodes } from './settings.ts';
import type { Labels, NamedGroup } from './state.ts';

type WordSource = Pick<Classifier, 'labelOf' | 'namesOf' | 'groups'>;

export interface Vocabulary {
  /** Of a class. */
  labelsOf(index: number): Labels;
  /** Every name of a class in every language. */
  namesOf(index: number): readonly string[];
  /** The groups that a class lies in, the widest first; none when it lies in none. */
  groupsOfClass(index: number): readonly NamedGroup[];
  /** A group after those that it lies in, the widest first; none when there is no such group. */
  groupsFrom(id: string): readonly NamedGroup[];
}

const vocabularies = new WeakMap<WordSource, Vocabulary>();

export function vocabularyOf(classifier: WordSource): Vocabulary {
  const known = vocabularies.get(classifier) ?? makeVocabulary(classifier);
  vocabularies.set(classifier, known);
  return known;
}

function makeVocabulary(classifier: WordSource): Vocabulary {
  const inLanguages = languageCodes.map((code) => [code, classifier.groups(code)] as const);
  const groups = new Map(
    classifier.groups().map(({ id, parent }, i): [string, NamedGroup] => {
      const labels = inLanguages.map(([code, translated]) => [code, translated[i]?.label]);
      return [id, { id, parent, labels: Object.fromEntries(labels) }];
    }),
  );
  const groupsFrom = remember((id: string): readonly NamedGroup[] => {
    const group = groups.get(id);
    if (!group) return none;
    return [...(group.parent === null ? none : groupsFrom(group.parent)), group];
  });
  const innermost = new Map<number, readonly NamedGroup[]>(); // by class
  for (const { id, classes } of classifier.groups())
    for (const index of classes)
      if (groupsFrom(id).length > (innermost.get(index)?.length ?? 0))
        innermost.set(index, groupsFrom(id));
  return {
    groupsFrom,
    groupsOfClass: (index) => innermost.get(index) ?? none,
    labelsOf: remember((index) =>
      Object.fromEntries(languageCodes.map((code) => [code, classifier.labelOf(index, code)])),
    ),
    namesOf: remember((index) => [
      ...new Set(languageCodes.flatMap((code) => classifier.namesOf(index, code))),
    ]),
  };
}

const none: readonly NamedGroup[] = Object.freeze([]);

function remember<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key) as Value;
  };
}
