// Medians and the like of short lists of numbers.

/** The value that a share (0 to 1) of the sorted values lies below, interpolated between neighbours. NaN of nothing. */
export function quantile(values, share) {
  if (values.length === 0) return NaN;
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
  return below + (above - below) * (position - Math.floor(position));
}

export const median = (values) => quantile(values, 0.5);

/** Round by round, so that what slows a whole round down cancels out: the median of numerators[i] / denominators[i]. */
export function medianRatio(numerators, denominators) {
  if (numerators.length !== denominators.length)
    throw new Error('ratios need as many numerators as denominators');
  return median(numerators.map((value, i) => value / denominators[i]));
}
