// From logits to probabilities.

/** Softmax. */
export function softmax(logits) {
  const highest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const exponentials = Array.from(logits, (logit) => Math.exp(logit - highest));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((value) => value / sum);
}

/** The best class of all scores: { index, score }. */
export function best(scores) {
  const score = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  return { index: scores.indexOf(score), score };
}
