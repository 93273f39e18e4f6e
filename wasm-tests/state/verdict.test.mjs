// What the page says of a picture: a class, a group or nothing; and the words that it keeps of a classifier's answer.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isBestClass, verdictOf } from '../../web/page/pictures/verdict.ts';
import { recognised, shownPredictions } from '../../web/page/state/predictions.ts';
import { languages } from '../../web/page/strings/strings.ts';
import { zh } from '../../web/page/strings/zh.ts';
import { cats } from './words.mjs';

const { en } = languages;
const predictions = [
  { index: 1, label: '', score: 0.5 },
  { index: 0, label: '', score: 0.41 },
  { index: 3, label: '', score: 0.05 },
];
const answered = (more) =>
  recognised(
    {
      predictions,
      answer: { label: '', score: 0.5, index: null, group: null, unknown: false, ...more },
    },
    cats,
  );

test('a group has its name and the probability of its classes', () => {
  const result = answered({ group: 'cat', score: 0.91 });
  assert.deepEqual(verdictOf(result, 'en', en), {
    unknown: false,
    word: 'cat',
    percent: '91%',
    guess: '',
    sentence: 'cat, 91%',
  });
  assert.equal(verdictOf(result, 'zh', zh).sentence, '猫，91%');
  assert.equal(isBestClass(result), false);
});

test('a class has its label', () => {
  const result = answered({ index: 1 });
  assert.equal(verdictOf(result, 'en', en).sentence, 'tiger cat, 50%');
  assert.ok(isBestClass(result));
});

test('an answer that is not sure says so, and names the best guess', () => {
  const result = answered({ unknown: true });
  assert.deepEqual(verdictOf(result, 'en', en), {
    unknown: true,
    word: 'Not sure',
    percent: '',
    guess: 'The best guess is “tiger cat” with 50%.',
    sentence: 'Not sure. The best guess is “tiger cat” with 50%.',
  });
  assert.equal(isBestClass(result), false);
});

test('an answer keeps the groups that it lies in, the widest first, in every language', () => {
  const idsOf = (groups) => groups.map(({ id }) => id);
  assert.deepEqual(idsOf(answered({ group: 'cat' }).path), ['animal', 'cat']);
  assert.deepEqual(idsOf(answered({ index: 1 }).path), ['animal', 'cat']);
  assert.deepEqual(answered({ unknown: true }).path, []);
  assert.deepEqual(
    answered({ group: 'cat' }).path.map(({ labels }) => labels),
    [
      { en: 'animal', zh: '动物' },
      { en: 'cat', zh: '猫' },
    ],
  );
});

test('it can be found by the groups of the answer and of the best class, and by every name of that class', () => {
  const { groups, names } = answered({ group: 'vehicle', score: 0.6 });
  assert.deepEqual(
    groups.map(({ id }) => id),
    ['vehicle', 'animal', 'cat'],
  );
  assert.deepEqual(names, ['tiger cat', 'striped cat', '虎斑猫']);
});

test('the best classes are shown, at most so many as wanted', () => {
  const indexes = (topK) => shownPredictions(predictions, { topK }).map(({ index }) => index);
  assert.deepEqual(indexes(2), [1, 0]);
  assert.deepEqual(indexes(10), [1, 0, 3]);
});
