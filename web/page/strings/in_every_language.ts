// Predictions with their labels in all languages of the page, so that a change of language needs no second look.
import { languages } from './language.ts';

/**
 * @param {import('../../library/glance.ts').Prediction[]} predictions
 * @param {import('../../library/glance.ts').Classifier} classifier the one that made them
 * @returns {{ index: number, score: number, labels: Record<string, string> }[]}
 */
export function inEveryLanguage(predictions, classifier) {
  const labelsOf = (index) =>
    Object.keys(languages).map((language) => [language, classifier.labelOf(index, language)]);
  return predictions.map(({ index, score }) => ({
    index,
    score,
    labels: Object.fromEntries(labelsOf(index)),
  }));
}
