// Answers of the classifier: with labels in every language of the page, what of them is shown, and how sure they are.
import type { Classifier, Prediction } from '../../library/types.ts';
import { languageCodes } from './settings.ts';
import type { LabelledPrediction, Settings } from './state.ts';

/** The note of an answer that was made from what could be read of a damaged picture. */
export const damageCode = 'note/damaged';

// Measured on 200 photographs: 169 answers are sure, and 95.3 % of those are right; of the other answers 58.1 % are right
// (BENCHMARKS.md, "Not sure").
const smallestMargin = 0.2;
const largestEntropyBits = 4.5;

/** @param classifier the one that made the predictions */
export function withLabels(
  predictions: readonly Prediction[],
  classifier: Pick<Classifier, 'labelOf'>,
): LabelledPrediction[] {
  return predictions.map(({ index, score }) => ({
    index,
    score,
    labels: Object.fromEntries(
      languageCodes.map((language) => [language, classifier.labelOf(index, language)]),
    ),
  }));
}

/**
 * The labels that are shown; none when none reaches the threshold.
 * @param predictions best first
 */
export function shownPredictions<T extends { readonly score: number }>(
  predictions: readonly T[],
  { topK, threshold }: Pick<Settings, 'topK' | 'threshold'>,
): T[] {
  return predictions.slice(0, topK).filter(({ score }) => score >= threshold);
}

/**
 * Whether an answer can be relied on. `close`: the second label fits almost as well as the first; `spread`: many labels fit,
 * none of them well.
 * @param result predictions best first; entropy in bits
 */
export function certaintyOf({
  predictions: [best, second],
  entropy,
}: {
  readonly predictions: readonly { readonly score: number }[];
  readonly entropy?: number;
}): 'sure' | 'close' | 'spread' {
  if (entropy !== undefined && entropy > largestEntropyBits) return 'spread';
  return best && second && best.score - second.score < smallestMargin ? 'close' : 'sure';
}
