// Quantiles of short lists of numbers.

/** The value below which a `share` (0 to 1) of the values lies, interpolated between neighbours; NaN for an empty list. */
export function quantile(values, share) {
  if (values.length === 0) return NaN;
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
  return below + (above - below) * (position - Math.floor(position));
}

export const median = (values) => quantile(values, 0.5);

/** The median of numerators[i] / denominators[i]. A busy moment slows both of a round and cancels out. */
export function medianRatio(numerators, denominators) {
  if (numerators.length !== denominators.length)
    throw new Error('ratios need as many numerators as denominators');
  return median(numerators.map((value, i) => value / denominators[i]));
}
