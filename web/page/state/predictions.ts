// Answers of the classifier as the page keeps them: with words in every language of the page, and the groups that they lie in.
import type { Classification, Classifier } from '../../library/types.ts';
import type { LabelledPrediction, Recognised, Settings } from './state.ts';
import { type Vocabulary, vocabularyOf } from './vocabulary.ts';

/** The note of an answer that was made from what could be read of a damaged picture. */
export const damageCode = 'note/damaged';

/** @returns what is wrong with the picture, in English, such as "the lower 30 % is missing"; null when nothing is known to be */
export function damageOf({ notes }: Pick<Classification, 'notes'>): string | null {
  const note = notes.find(({ code }) => code === damageCode);
  return note ? note.message.replace('the file is damaged: ', '') : null;
}

/** What a classifier is asked for its words. */
export type WordSource = Pick<Classifier, 'labelOf' | 'namesOf' | 'groups'>;

/** @param classifier the one that made the answer */
export function recognised(
  { predictions, answer }: Pick<Classification, 'predictions' | 'answer'>,
  classifier: WordSource,
): Recognised {
  const vocabulary = vocabularyOf(classifier);
  const best = predictions[0]?.index;
  const path = answer.unknown ? [] : pathOf(answer, vocabulary);
  const ofBest = best === undefined ? [] : vocabulary.groupsOfClass(best);
  const { score, index, group, unknown } = answer;
  return {
    predictions: predictions.map(({ index, score }): LabelledPrediction => ({
      index,
      score,
      labels: vocabulary.labelsOf(index),
    })),
    answer: { labels: labelsOf(answer, vocabulary), score, index, group, unknown },
    path,
    groups: [...new Set([...path, ...ofBest])],
    names: best === undefined ? [] : vocabulary.namesOf(best),
  };
}

type Answer = Classification['answer'];

function pathOf({ index, group }: Answer, vocabulary: Vocabulary) {
  if (index !== null) return vocabulary.groupsOfClass(index);
  return group === null ? [] : vocabulary.groupsFrom(group);
}

function labelsOf({ index, group }: Answer, vocabulary: Vocabulary) {
  if (index !== null) return vocabulary.labelsOf(index);
  return (group !== null && vocabulary.groupsFrom(group).at(-1)?.labels) || {};
}

/**
 * The classes that are shown.
 * @param predictions best first
 */
export function shownPredictions<T>(
  predictions: readonly T[],
  { topK }: Pick<Settings, 'topK'>,
): T[] {
  return predictions.slice(0, topK);
}
