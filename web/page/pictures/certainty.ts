// Whether an answer is one to rely on, or "not sure" and why.

// Of 200 photographs, 169 answers are sure, and 95.3 % of them right; of the others 58.1 % (BENCHMARKS.md, "Not sure").
const closestMargin = 0.2;
const mostBits = 4.5;

/**
 * @param {{ predictions: readonly { score: number }[], entropy?: number }} result best first; bits
 * @returns {'sure' | 'close' | 'spread'} `close`: the second label fits almost as well as the first; `spread`: there is
 *   no first to speak of
 */
export function certaintyOf({ predictions: [best, second], entropy }) {
  if (entropy > mostBits) return 'spread';
  return second && best.score - second.score < closestMargin ? 'close' : 'sure';
}
