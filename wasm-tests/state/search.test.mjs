// What a text finds among answered pictures, which groups are offered to search by, and the filter of those that are not sure.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { recognised } from '../../web/page/state/predictions.ts';
import { initialState, reduce } from '../../web/page/state/reduce.ts';
import { languages } from '../../web/page/strings/strings.ts';
import { zh } from '../../web/page/strings/zh.ts';
import { rowsOf } from '../../web/page/table/rows.ts';
import { hintsFor } from '../../web/page/table/search.ts';
import { cats } from './words.mjs';

const { en } = languages;
const [catamaran, hotDog, beagle, wolf] = [2, 3, 4, 5];

const resultOf = (index, answer = {}) => ({
  backend: {},
  timings: { total: 1 },
  ...recognised(
    {
      predictions: [{ index, label: '', score: 0.9 }],
      answer: { label: '', score: 0.9, index, group: null, unknown: false, ...answer },
    },
    cats,
  ),
});
const pictures = [
  ['1 dog.jpg', resultOf(hotDog)],
  ['2.jpg', resultOf(beagle)],
  ['3.jpg', resultOf(1, { index: null, group: 'cat' })],
  ['4.jpg', resultOf(catamaran)],
  ['5.jpg', resultOf(beagle, { index: null, unknown: true })],
  ['6.jpg', resultOf(wolf)],
];
const events = [
  { type: 'added', pictures: pictures.map(([name], id) => ({ id, name, file: new Blob() })) },
  ...pictures.flatMap(([, result], id) => [
    { type: 'started', id },
    { type: 'answered', id, result },
  ]),
];
const state = /** @type {any[]} */ (events).reduce(reduce, initialState('en', []));
const found = (text, from = state, strings = en) =>
  rowsOf(reduce(from, { type: 'filtered', text }), strings).map(({ id }) => id + 1);

test('a group finds the answers and best classes that lie in it, and nothing that is only called so', () => {
  assert.deepEqual(found('dog'), [2, 5]);
  assert.deepEqual(found('狗'), [2, 5]);
  assert.deepEqual(found(' DOG '), [2, 5]);
  assert.deepEqual(found('dogs'), [2, 5]);
  assert.deepEqual(found('cat'), [3]);
  assert.deepEqual(found('animal'), [2, 3, 5, 6]);
  assert.deepEqual(found('动物'), [2, 3, 5, 6]);
});

test('other texts find words that begin with them: labels, their synonyms, groups, and any part of a file name', () => {
  assert.deepEqual(found('red hot'), [1]); // a synonym
  assert.deepEqual(found('striped'), [3]);
  assert.deepEqual(found('hou'), [2, 5]); // hound
  assert.deepEqual(found('ound'), []);
  assert.deepEqual(found('cata'), [4]);
  assert.deepEqual(found('6.j'), [6]);
  assert.deepEqual(found('not sure'), [5]);
  assert.deepEqual(found('比格'), [2, 5]);
  assert.deepEqual(found('(bird'), []);
});

test('in Chinese a word may begin anywhere', () => {
  const inChinese = reduce(state, { type: 'settingChanged', name: 'language', value: 'zh' });
  assert.deepEqual(found('斑猫', inChinese, zh), [3]);
  assert.deepEqual(found('不确定', inChinese, zh), [5]);
});

test('groups that occur are offered, those with most pictures first, and none that says no more than a smaller one', () => {
  const hints = (text, language = /** @type {const} */ ('en')) =>
    hintsFor(state.pictures, text, language, 8).map(
      ({ group, count }) => `${group.labels[language]} ${count}`,
    );
  assert.deepEqual(hints(''), ['animal 4', 'hound 2', 'food 1', 'cat 1', 'vehicle 1']);
  assert.deepEqual(hints('c'), ['cat 1']);
  assert.deepEqual(hints('交', /** @type {any} */ ('zh')), ['交通工具 1']);
  assert.deepEqual(hintsFor(state.pictures, '', 'en', 1).length, 1);
  assert.deepEqual(hintsFor([], '', 'en', 8), []);
});

test('the groups of a list of pictures are counted once, however often hints are asked for', () => {
  let count = 0;
  const result = {
    get groups() {
      ++count;
      return [{ id: 'dog', parent: null, labels: { en: 'dog' } }];
    },
  };
  const list = /** @type {any[]} */ ([{ result }, { result }]);
  for (const text of ['', 'd', 'do', 'x']) hintsFor(list, text, 'en', 8);
  assert.equal(count, 2);
  assert.equal(hintsFor([...list], 'd', 'en', 8)[0].count, 2); // another list, such as after an answer
  assert.equal(count, 4);
});

test('a group that is typed is offered although a smaller one has the same pictures', () => {
  const [first] = hintsFor(state.pictures, 'dog', 'en', 8);
  assert.deepEqual([first?.group.id, first?.count], ['dog', 2]);
});

test('only the pictures that are not sure are shown, also among those that a text finds, until all are again', () => {
  const only = reduce(state, { type: 'unsureChosen', only: true });
  assert.deepEqual(found('', only), [5]);
  assert.deepEqual(found('dog', only), [5]);
  assert.deepEqual(found('cat', only), []);
  assert.equal(reduce(only, { type: 'unsureChosen', only: true }), only);
  assert.equal(found('', reduce(only, { type: 'unsureChosen', only: false })).length, 6);
});

test('by answer, what is not sure comes last either way', () => {
  const sorted = reduce(state, { type: 'sortedBy', by: 'score' });
  assert.equal(found('', sorted).at(-1), 5);
  assert.equal(found('', reduce(sorted, { type: 'sortedBy', by: 'score' })).at(-1), 5);
});
