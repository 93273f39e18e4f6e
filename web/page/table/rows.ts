// Which pictures the table shows, and in which order.
import { isUnsure } from '../state/pictures.ts';
import type { Column, Language, Picture, State, Table } from '../state/state.ts';
import type { Strings } from '../strings/strings.ts';
import { found } from './search.ts';

export function rowsOf(
  {
    pictures,
    table,
    settings,
    language,
  }: Pick<State, 'pictures' | 'table' | 'settings' | 'language'>,
  strings: Strings,
): readonly Picture[] {
  const fitting = found(pictures, table.filter, settings, strings);
  return sorted(table.unsure ? fitting.filter(isUnsure) : fitting, table, language);
}

type Key = string | number | undefined;

// Pictures without a value in the column come last in either direction. Equal ones stay in the order in which they were added.
function sorted(
  pictures: readonly Picture[],
  { by, descending }: Table,
  language: Language,
): readonly Picture[] {
  if (by === null) return pictures;
  const sign = descending ? -1 : 1;
  const collator = collatorFor(language);
  const compare = (a: Key, b: Key): number => {
    if (a === undefined || b === undefined)
      return Number(a === undefined) - Number(b === undefined);
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
    return sign * collator.compare(String(a), String(b));
  };
  return pictures
    .map((picture) => ({ picture, key: keys[by](picture, language) }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ picture }) => picture);
}

// An answer that is not sure has no word to sort by.
function namedAnswer(result: Picture['result']) {
  return result && !result.answer.unknown ? result.answer : undefined;
}

const keys: Readonly<Record<Column, (picture: Picture, language: Language) => Key>> = {
  name: ({ name }) => name,
  size: ({ file }) => file.size,
  label: ({ result }, language) => namedAnswer(result)?.labels[language],
  score: ({ result }) => namedAnswer(result)?.score,
  time: ({ result }) => result?.timings.total,
};

const collators = new Map<Language, Intl.Collator>();

// 2.png comes before 10.png.
function collatorFor(language: Language): Intl.Collator {
  const collator = collators.get(language) ?? new Intl.Collator(language, { numeric: true });
  collators.set(language, collator);
  return collator;
}
