// What the page keeps of a model. Its texts may come from a stranger's file: they are cut short, and lose the characters that
// would reverse or break the sentence they stand in. What comes back from storage may be anything, and is checked.
import type { Classifier, ModelDescription } from '../../library/types.ts';
import { languageCodes } from '../state/settings.ts';
import type { WordSource } from '../state/predictions.ts';
import type { Labels, Model } from '../state/state.ts';
import { vocabularyOf } from '../state/vocabulary.ts';

const longestName = 60;
const longestText = 160;
const exampleCount = 3;

/** The description of a model in use: of this visit, until it is known to be shipped or stored. */
export function describedBy(classifier: Pick<Classifier, 'model'> & WordSource): Model {
  const { model } = classifier;
  const source = Object.entries(model.source).map(([key, text]) => [key, tidy(text, longestText)]);
  const examples = languageCodes.map((language) => [language, firstLabels(classifier, language)]);
  return Object.freeze({
    ...model,
    name: tidy(model.name),
    license: tidy(model.license, longestText),
    source: Object.fromEntries(source),
    origin: 'visit',
    examples: Object.fromEntries(examples),
    widest: widestOf(classifier),
  });
}

function widestOf(classifier: WordSource): NonNullable<Model['widest']> {
  const widest = classifier.groups().filter(({ parent }) => parent === null);
  const vocabulary = vocabularyOf(classifier);
  return {
    ids: widest.map(({ id }) => id),
    labels: widest.map(({ id }) => tidyLabels(vocabulary.groupsFrom(id).at(-1)?.labels ?? {})),
  };
}

function tidyLabels(labels: Labels): Labels {
  return Object.fromEntries(
    Object.entries(labels).map(([language, label]) => [language, label && tidy(label)]),
  );
}

function firstLabels(
  classifier: Pick<Classifier, 'model' | 'labelOf'>,
  language: string,
): string[] {
  const count = Math.min(exampleCount, classifier.model.classes);
  return Array.from({ length: count }, (_, index) =>
    tidy(classifier.labelOf(index, language) ?? ''),
  );
}

/** The text on one line, in its own direction, with at most `longest` characters. */
export function tidy(text: string, longest = longestName): string {
  const plain = text.replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu, ' ').trim();
  const characters = Array.from(plain);
  return characters.length <= longest ? plain : `${characters.slice(0, longest - 1).join('')}…`;
}

/** A description as it is stored. */
export type StoredDescription = ModelDescription & {
  examples: NonNullable<Model['examples']>;
  /** Milliseconds: when it was stored. */
  keptAt: number;
};

const wantedTypes = {
  name: 'string',
  architecture: 'string',
  license: 'string',
  source: 'object',
  byteLength: 'number',
  inputHeight: 'number',
  inputWidth: 'number',
  classes: 'number',
  keptAt: 'number',
  examples: 'object',
};

/** Another release, or another page of the same origin, may have stored it. */
export function isStoredDescription(stored: unknown): stored is StoredDescription {
  if (typeof stored !== 'object' || stored === null) return false;
  const fields = stored as Readonly<Record<string, unknown>>;
  return (
    typeof fields['sha256'] === 'string' &&
    /^[0-9a-f]{64}$/.test(fields['sha256']) &&
    Object.entries(wantedTypes).every(
      ([key, type]) => typeof fields[key] === type && fields[key] !== null,
    ) &&
    Array.isArray(fields['languages']) &&
    fields['languages'].every((language) => typeof language === 'string')
  );
}
