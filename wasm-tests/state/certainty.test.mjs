// When an answer is "not sure", and which labels are shown.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { certaintyOf } from '../../web/page/state/predictions.ts';
import { shownPredictions } from '../../web/page/state/predictions.ts';

const scored = (...scores) => scores.map((score, index) => ({ index, score }));

for (const [scores, entropy, certainty] of /** @type {any[][]} */ ([
  [[0.95, 0.01], 0.4, 'sure'],
  [[0.39, 0.36], 2.5, 'close'],
  [[0.5, 0.31], 2, 'close'],
  [[0.6, 0.3], 2, 'sure'],
  [[0.3, 0.02], 6.5, 'spread'],
  [[0.1, 0.09], 7, 'spread'],
  [[1], 0, 'sure'],
  [[0.95, 0.01], undefined, 'sure'],
  [[0.39, 0.36], undefined, 'close'],
])) {
  test(`scores of ${scores.join(', ')} and ${entropy} bits are ${certainty}`, () => {
    assert.equal(certaintyOf({ predictions: scored(...scores), entropy }), certainty);
  });
}

test('the best labels that reach the threshold are shown, at most so many as wanted', () => {
  const predictions = scored(0.5, 0.2, 0.1, 0.05);
  const indexes = (settings) => shownPredictions(predictions, settings).map(({ index }) => index);
  assert.deepEqual(indexes({ topK: 3, threshold: 0 }), [0, 1, 2]);
  assert.deepEqual(indexes({ topK: 10, threshold: 0 }), [0, 1, 2, 3]);
  assert.deepEqual(indexes({ topK: 10, threshold: 0.1 }), [0, 1, 2]);
  assert.deepEqual(indexes({ topK: 2, threshold: 0.05 }), [0, 1]);
  assert.deepEqual(indexes({ topK: 5, threshold: 0.6 }), []);
});
