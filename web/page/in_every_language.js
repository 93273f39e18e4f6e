// Predictions with their labels in all languages of the page, so that a change of language needs no second look.
import { languages } from './language.js';

/**
 * @param {import('../glance.js').Prediction[]} predictions
 * @param {import('../glance.js').Classifier} classifier the one that made them
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
