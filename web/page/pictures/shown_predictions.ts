// Which of the best labels are shown.

/**
 * @template {{ score: number }} T
 * @param {readonly T[]} predictions best first
 * @param {{ topK: number, threshold: number }} settings
 * @returns {T[]} none when none reaches the threshold
 */
export function shownPredictions(predictions, { topK, threshold }) {
  return predictions.slice(0, topK).filter(({ score }) => score >= threshold);
}
