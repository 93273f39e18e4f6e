// Which pictures are looked at once more when somebody asks for it.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { batchOf, retriablePictures } from '../../web/page/state/pictures.ts';
import { initialState, reduce } from '../../web/page/state/reduce.ts';
import { recognisedAs } from './words.mjs';

const ids = [1, 2, 3, 4, 5];
const pictures = ids.map((id) => ({ id, name: `${id}.png`, file: new Blob() }));
const result = { backend: {}, ...recognisedAs([{ index: 1, score: 1, labels: { en: 'hen' } }]) };
const refused = (id, code) => [
  { type: 'started', id },
  { type: 'refused', id, failure: { code, message: '' } },
];
const after = (events, from = initialState('en', [])) => events.flat().reduce(reduce, from);
const statuses = (state) => state.pictures.map(({ status }) => status);

const mixed = after([
  { type: 'added', pictures },
  { type: 'started', id: 1 },
  { type: 'answered', id: 1, result },
  refused(2, 'image/damaged'),
  refused(3, 'worker/timeout'),
  refused(4, 'memory/exhausted'),
  { type: 'cancelled' },
]);

test('those may succeed that were cancelled, or met a broken worker or too little memory', () => {
  assert.deepEqual(
    retriablePictures(mixed).map(({ id }) => id),
    [3, 4, 5],
  );
});

test('they wait again, as a batch of their own, and the others stay as they are', () => {
  const state = reduce(mixed, { type: 'retried' });
  assert.deepEqual(statuses(state), ['done', 'failed', 'waiting', 'waiting', 'waiting']);
  assert.deepEqual(batchOf(state), { settled: 0, total: 3 });
  assert.equal(state.pictures[2].failure, null);
  assert.equal(state.pictures[0], mixed.pictures[0]);
});

test('one picture is looked at again whatever came of it, but not when it has an answer', () => {
  assert.deepEqual(statuses(reduce(mixed, { type: 'retried', id: 2 })), [
    'done',
    'waiting',
    'failed',
    'failed',
    'cancelled',
  ]);
  assert.equal(reduce(mixed, { type: 'retried', id: 1 }), mixed);
  assert.equal(reduce(mixed, { type: 'retried', id: 9 }), mixed);
});

test('while others are being looked at, it joins them', () => {
  const state = after(
    [
      { type: 'retried', id: 3 },
      { type: 'retried', id: 4 },
    ],
    mixed,
  );
  assert.deepEqual(batchOf(state), { settled: 0, total: 2 });
});

test('with nothing to try again, nothing changes', () => {
  const state = initialState('en', []);
  assert.equal(reduce(state, { type: 'retried' }), state);
});
