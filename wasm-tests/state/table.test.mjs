// The table of many pictures: when it is shown, what order and filter do to it, which rows are in the document.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { languages } from '../../web/page/strings/strings.ts';
import { zh as zhTexts } from '../../web/page/strings/zh.ts';
import { initialState, reduce } from '../../web/page/state/reduce.ts';
import { layoutOf } from '../../web/page/state/table.ts';
import { rowsOf } from '../../web/page/table/rows.ts';
import { piecesOf, rowAfterKey, rowsInView } from '../../web/page/table/window.ts';
import { recognisedAs } from './words.mjs';

const { en } = languages;
const after = (events, from = initialState('en', [])) => events.flat().reduce(reduce, from);
const picture = (id, name = `${id}.png`, bytes = 1) => ({ id, name, file: { size: bytes } });
const added = (count, from = 1) => ({
  type: 'added',
  pictures: Array.from({ length: count }, (_, i) => picture(from + i)),
});
const choose = (value) => ({ type: 'settingChanged', name: 'layout', value });
const sortBy = (by) => ({ type: 'sortedBy', by });
const filterBy = (text) => ({ type: 'filtered', text });

test('more than twelve pictures at once are a table, twelve are cards, and later ones change nothing', () => {
  assert.equal(layoutOf(after([])), 'cards');
  assert.equal(layoutOf(after([added(12), added(12, 20)])), 'cards');
  assert.equal(layoutOf(after([added(13)])), 'table');
  assert.equal(layoutOf(after([added(13), added(1, 20)])), 'table');
});

test('when they have been cleared, the next few are cards again', () => {
  const cleared = after([added(13), { type: 'cancelled' }, { type: 'cleared' }]);
  assert.equal(layoutOf(after([added(2, 20)], cleared)), 'cards');
});

test('what somebody has chosen is kept, whatever comes', () => {
  assert.equal(layoutOf(after([choose('cards'), added(500)])), 'cards');
  assert.equal(layoutOf(after([choose('table'), added(1)])), 'table');
});

const answer = (score, label, zh, total, others = []) => ({
  backend: {},
  timings: { total },
  width: 1,
  height: 1,
  ...recognisedAs([
    { index: 1, score, labels: { en: label, zh } },
    ...others.map((other) => ({ index: 2, score: 0, labels: { en: other, zh: '别的' } })),
  ]),
});
const done = (id, ...facts) => [
  { type: 'started', id },
  { type: 'answered', id, result: answer(...facts) },
];
const failed = (id) => [
  { type: 'started', id },
  { type: 'refused', id, failure: { code: 'image/damaged', message: '' } },
];

const five = after([
  {
    type: 'added',
    pictures: [
      picture(1, 'img10.png', 30),
      picture(2, 'img9.png', 10),
      picture(3, 'Img1.png', 20),
      picture(4, 'é.png', 20),
      picture(5, 'z.png', 5),
    ],
  },
  done(1, 0.5, 'zebra', '斑马', 9),
  done(2, 0.9, 'apple', '苹果', 30, ['Granny Smith']),
  failed(3),
  done(4, 0.7, 'Bear', '熊', 12),
]);
const idsOf = (...events) => rowsOf(after(events, five), en).map(({ id }) => id);

test('unsorted and unfiltered it is the list of pictures itself', () => {
  assert.equal(rowsOf(five, en), five.pictures);
});

for (const [by, first, second] of [
  ['name', [4, 3, 2, 1, 5], [5, 1, 2, 3, 4]],
  ['size', [1, 3, 4, 2, 5], [5, 2, 3, 4, 1]],
  ['label', [2, 4, 1, 3, 5], [1, 4, 2, 3, 5]],
  ['score', [2, 4, 1, 3, 5], [1, 4, 2, 3, 5]],
  ['time', [2, 4, 1, 3, 5], [1, 4, 2, 3, 5]],
]) {
  test(`by ${by}: one way, the other way, and as they came; without a ${by} they are last, equal ones as they came`, () => {
    assert.deepEqual(idsOf(sortBy(by)), first);
    assert.deepEqual(idsOf(sortBy(by), sortBy(by)), second);
    assert.deepEqual(idsOf(sortBy(by), sortBy(by), sortBy(by)), [1, 2, 3, 4, 5]);
  });
}

test('another column begins anew', () => {
  assert.deepEqual(idsOf(sortBy('name'), sortBy('name'), sortBy('label')), [2, 4, 1, 3, 5]);
});

test('labels are sorted as the language of the page sorts them', () => {
  const zh = after(
    [{ type: 'settingChanged', name: 'language', value: 'zh' }, sortBy('label')],
    five,
  );
  const want = ['斑马', '苹果', '熊'].sort(new Intl.Collator('zh').compare);
  assert.deepEqual(
    rowsOf(zh, zhTexts)
      .slice(0, 3)
      .map(({ result }) => result.predictions[0].labels.zh),
    want,
  );
});

test('a filter finds file names, any label, what went wrong, in whatever case', () => {
  assert.deepEqual(idsOf(filterBy('IMG')), [1, 2, 3]);
  assert.deepEqual(idsOf(filterBy(' granny ')), [2]);
  assert.deepEqual(
    idsOf({ type: 'settingChanged', name: 'topK', value: 1 }, filterBy('granny')),
    [],
  ); // not shown then
  assert.deepEqual(idsOf(filterBy('image/damaged')), [3]);
  assert.deepEqual(idsOf(filterBy('The picture is damaged')), [3]);
  assert.deepEqual(idsOf(filterBy('waiting')), [5]);
  assert.deepEqual(idsOf(filterBy('e\u0301.png')), [4]); // written with a combining accent
  assert.deepEqual(idsOf(filterBy('nothing has this')), []);
  assert.deepEqual(idsOf(filterBy('apple'), filterBy('')), [1, 2, 3, 4, 5]);
});

test('filter and order work together', () => {
  assert.deepEqual(idsOf(filterBy('img'), sortBy('size')), [1, 3, 2]);
});

test('the rows in the window are in the document, and eight more on each side', () => {
  const view = { height: 600, rowHeight: 60, count: 500 };
  assert.deepEqual(rowsInView({ ...view, top: -300 }), { first: 0, end: 13 });
  assert.deepEqual(rowsInView({ ...view, top: 6030 }), { first: 92, end: 119 });
  assert.deepEqual(rowsInView({ ...view, top: 29400 }), { first: 482, end: 500 });
  assert.deepEqual(rowsInView({ ...view, top: 90000 }), { first: 492, end: 500 }); // scrolled further than it is long
  assert.deepEqual(rowsInView({ ...view, top: 0, count: 3 }), { first: 0, end: 3 });
});

test('pieces are all rows, in order, each a row or part of a space', () => {
  const total = (pieces) => pieces.reduce((sum, piece) => sum + (piece.space ?? 1), 0);
  for (const kept of [-1, 0, 5, 9, 10, 15, 19, 20, 60, 99]) {
    const pieces = piecesOf({ first: 10, end: 20, kept, count: 100 });
    assert.equal(total(pieces), 100, `kept ${kept}`);
    const rows = pieces.filter((piece) => 'row' in piece).map(({ row }) => row);
    assert.deepEqual(
      rows,
      rows.toSorted((a, b) => a - b),
    );
    if (kept >= 0) assert.ok(rows.includes(kept));
    assert.ok(pieces.every((piece) => !('space' in piece) || piece.space !== 0));
  }
  assert.deepEqual(piecesOf({ first: 10, end: 12, kept: 20, count: 30 }), [
    { space: 10 },
    { row: 10 },
    { row: 11 },
    { space: 8 },
    { row: 20 },
    { space: 9 },
  ]);
  assert.deepEqual(piecesOf({ first: 0, end: 0, kept: -1, count: 0 }), []);
});

test('keys lead from row to row, and not beyond the first and the last', () => {
  const place = { row: 50, count: 100, page: 10 };
  const keys = ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'a', 'toString'];
  assert.deepEqual(
    keys.map((key) => rowAfterKey(key, place)),
    [51, 49, 60, 40, 0, 99, null, null],
  );
  assert.deepEqual(
    keys.slice(0, 6).map((key) => rowAfterKey(key, { row: 0, count: 1, page: 10 })),
    [0, 0, 0, 0, 0, 0],
  );
});
