// Which pictures the table shows, and in which order. Those without what a column is about come last, whichever way it
// is sorted; equal ones stay in the order in which they came.
import { sentenceOf } from '../strings/strings.ts';

/**
 * @param {import('../state/state.ts').State} state
 * @param {typeof import('../strings/en.ts').en} strings
 * @returns {readonly import('../state/state.ts').Picture[]}
 */
export function rowsOf({ pictures, table, settings, language }, strings) {
  return sorted(filtered(pictures, table.filter, settings, strings), table, language);
}

// A picture fits when its name, one of its labels, or what went wrong has the text, in whatever case.
function filtered(pictures, filter, settings, strings) {
  const wanted = folded(filter.trim());
  if (wanted === '') return pictures;
  return pictures.filter((picture) =>
    textsOf(picture, settings, strings).some((text) => folded(text).includes(wanted)),
  );
}

function textsOf({ name, status, result, failure }, { language, topK }, strings) {
  if (status === 'done')
    return [name, ...result.predictions.slice(0, topK).map(({ labels }) => labels[language] ?? '')];
  if (status === 'failed') return [name, sentenceOf(failure, strings), failure.code];
  return [name, strings.status[status]];
}

function folded(text) {
  return text.normalize('NFKC').toLocaleLowerCase();
}

function sorted(pictures, { by, descending }, language) {
  if (by === null) return pictures;
  const compare = isText.has(by) ? textComparer(language) : (a, b) => a - b;
  const keyed = pictures.map((picture) => ({ picture, key: keys[by](picture, language) }));
  return keyed
    .sort(
      (a, b) =>
        lastWithout(a.key, b.key) ?? (descending ? compare(b.key, a.key) : compare(a.key, b.key)),
    )
    .map(({ picture }) => picture);
}

function lastWithout(a, b) {
  if (a !== undefined && b !== undefined) return null;
  return Number(a === undefined) - Number(b === undefined);
}

const best = ({ result }) => result?.predictions[0];
const keys = {
  name: ({ name }) => name,
  size: ({ file }) => file.size,
  label: (picture, language) => best(picture)?.labels[language],
  score: (picture) => best(picture)?.score,
  time: ({ result }) => result?.timings.total,
};

const isText = new Set(['name', 'label']);
const collators = new Map();

// 2.png comes before 10.png.
function textComparer(language) {
  const collator = collators.get(language) ?? new Intl.Collator(language, { numeric: true });
  collators.set(language, collator);
  return collator.compare;
}
