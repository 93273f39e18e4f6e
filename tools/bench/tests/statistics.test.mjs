// Medians, quantiles and ratios, by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { median, medianRatio, quantile } from '../harness/statistics.mjs';

test('the median of an odd count is the middle value, of an even count the mean of both', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 2]), 2.5);
});

test('a quantile lies between its neighbours in proportion', () => {
  assert.equal(quantile([10, 20, 30, 40, 50], 0.95), 48);
  assert.equal(quantile([7], 0.95), 7);
});

test('the input keeps its order, and nothing has no median', () => {
  const values = [3, 1, 2];
  median(values);
  assert.deepEqual(values, [3, 1, 2]);
  assert.ok(Number.isNaN(median([])));
});

test('a round that slows both sides down leaves the ratio as it is', () => {
  assert.equal(medianRatio([20, 60, 20], [10, 30, 10]), 2);
  assert.throws(() => medianRatio([1, 2], [1]), /as many/);
});
