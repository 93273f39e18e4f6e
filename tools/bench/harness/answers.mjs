// Checks that all contenders compute the same scores; only then can their times be compared.

// In float32 contenders add in different orders. This is the tolerance of Glance's own parity tests (scores are 0 to 1).
const float32Tolerance = 1e-3;
// int8 rounds every value, and each quantiser chooses its own ranges. The score of a clearly recognised picture may move by
// a few hundredths.
const int8Tolerance = 0.1;

const bestOf = (scores) => scores.indexOf(scores.reduce((a, b) => Math.max(a, b), -Infinity));

/**
 * What is wrong with a contender's scores, as a sentence, or null.
 * @param {number[]} scores of all classes
 * @param {number[]} expected what onnxruntime computes natively in float32
 * @param {'float32' | 'int8'} precision
 */
export function faultOf(scores, expected, precision) {
  if (scores.length !== expected.length) return `${scores.length} scores, want ${expected.length}`;
  if (!scores.every(Number.isFinite)) return 'a score is not a number';
  const [got, want] = [bestOf(scores), bestOf(expected)];
  if (got !== want) return `best class ${got}, want ${want}`;
  const tolerance = precision === 'float32' ? float32Tolerance : int8Tolerance;
  const difference = largestDifference(scores, expected);
  if (difference > tolerance)
    return `a score differs by ${difference.toPrecision(3)}, at most ${tolerance} is allowed`;
  return null;
}

const largestDifference = (a, b) =>
  a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), 0);
