// Which pictures the table shows, and in which order.
import type { Column, Language, Picture, Settings, State, Table } from '../state/state.ts';
import { sentenceOf, type Strings } from '../strings/strings.ts';

export function rowsOf(
  {
    pictures,
    table,
    settings,
    language,
  }: Pick<State, 'pictures' | 'table' | 'settings' | 'language'>,
  strings: Strings,
): readonly Picture[] {
  return sorted(filtered(pictures, table.filter, settings, strings), table, language);
}

// A picture fits when the text is in its name, in one of its labels or in its error, in upper or lower case.
function filtered(
  pictures: readonly Picture[],
  filter: string,
  settings: Settings,
  strings: Strings,
): readonly Picture[] {
  const wanted = folded(filter.trim());
  if (wanted === '') return pictures;
  return pictures.filter((picture) =>
    textsOf(picture, settings, strings).some((text) => folded(text).includes(wanted)),
  );
}

function textsOf(picture: Picture, { language, topK }: Settings, strings: Strings): string[] {
  const { name, failure, result, status } = picture;
  if (failure) return [name, sentenceOf(failure, strings), failure.code];
  if (result)
    return [name, ...result.predictions.slice(0, topK).map(({ labels }) => labels[language] ?? '')];
  return [name, strings.status[status]];
}

function folded(text: string): string {
  return text.normalize('NFKC').toLocaleLowerCase();
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

const keys: Readonly<Record<Column, (picture: Picture, language: Language) => Key>> = {
  name: ({ name }) => name,
  size: ({ file }) => file.size,
  label: ({ result }, language) => result?.predictions[0]?.labels[language],
  score: ({ result }) => result?.predictions[0]?.score,
  time: ({ result }) => result?.timings.total,
};

const collators = new Map<Language, Intl.Collator>();

// 2.png comes before 10.png.
function collatorFor(language: Language): Intl.Collator {
  const collator = collators.get(language) ?? new Intl.Collator(language, { numeric: true });
  collators.set(language, collator);
  return collator;
}
