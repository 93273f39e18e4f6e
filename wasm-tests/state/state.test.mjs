// The page's state: what each event does to it.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { batchOf, isBusy, nextPicture } from '../../web/page/state/pictures.ts';
import { initialState, phaseOf, reduce } from '../../web/page/state/reduce.ts';
import { recognisedAs } from './words.mjs';

const failure = { code: 'image/damaged', message: 'cut short' };
const result = {
  backend: { threads: 1 },
  ...recognisedAs([{ index: 1, score: 1, labels: { en: 'hen', zh: '母鸡' } }]),
};
const pictures = (...ids) => ids.map((id) => ({ id, name: `${id}.png`, file: new Blob() }));

const after = (events, from = initialState('en', [shipped])) => events.reduce(reduce, from);
/** @type {any} */
const shipped = { sha256: 'aa', name: 'Shipped', origin: 'shipped' };
/** @type {any} */
const loaded = { type: 'modelReady', model: { ...shipped, origin: 'visit' } };
const added = (...ids) => ({ type: 'added', pictures: pictures(...ids) });
/** @returns {any} */
const started = (id) => ({ type: 'started', id });
/** @returns {any} */
const answered = (id) => ({ type: 'answered', id, result });
/** @returns {any} */
const refused = (id) => ({ type: 'refused', id, failure });
const ids = (state) => state.pictures.map(({ id }) => id);
const statusOf = (state, id) => state.pictures.find((picture) => picture.id === id).status;

test('a state and all that is in it is frozen', () => {
  const state = after([loaded, added(1), started(1), answered(1)]);
  for (const part of [state, state.pictures, state.pictures[0], state.offered, state.offered[0]])
    assert.ok(Object.isFrozen(part));
});

test('an unknown event is a mistake', () => {
  for (const type of ['nonsense', 'toString', '__proto__']) {
    assert.throws(
      () => reduce(initialState('en', [shipped]), /** @type {any} */ ({ type })),
      /unknown event/,
    );
  }
});

test('phases: loading, ready, busy, ready; error, and back by a retry', () => {
  const phases = (...events) => events.map((_, i) => phaseOf(after(events.slice(0, i + 1))));
  assert.equal(phaseOf(after([])), 'loading');
  assert.deepEqual(phases(loaded, added(1), started(1), answered(1)), [
    'ready',
    'busy',
    'busy',
    'ready',
  ]);
  assert.deepEqual(
    phases({ type: 'loadFailed', failure }, { type: 'modelLoading', ...shipped }, loaded),
    ['error', 'loading', 'ready'],
  );
});

test('pictures that come while the page loads wait, and the page is still loading', () => {
  const state = after([added(1, 2)]);
  assert.equal(phaseOf(state), 'loading');
  assert.equal(phaseOf(reduce(state, loaded)), 'busy');
});

test('the newest pictures come first, those of one choice stay in order', () => {
  assert.deepEqual(ids(after([added(1, 2), added(3, 4)])), [3, 4, 1, 2]);
});

test('pictures are looked at in the order in which they came', () => {
  let state = after([added(1, 2), added(3)]);
  for (const id of [1, 2, 3]) {
    assert.equal(nextPicture(state).id, id);
    state = after([started(id), answered(id)], state);
  }
  assert.equal(nextPicture(state), undefined);
});

test('a picture goes from waiting to running to done or failed', () => {
  const state = after([loaded, added(1, 2), started(1), answered(1), started(2), refused(2)]);
  assert.deepEqual([statusOf(state, 1), statusOf(state, 2)], ['done', 'failed']);
  assert.equal(state.pictures[0].result, result);
  assert.equal(state.pictures[1].failure, failure);
  assert.equal(state.backend, result.backend);
});

test('answers for pictures that were removed or cancelled change nothing', () => {
  const removed = after([added(1), started(1), { type: 'removed', id: 1 }]);
  assert.equal(reduce(removed, answered(1)).pictures, removed.pictures);
  const cancelled = after([added(1), started(1), { type: 'cancelled' }]);
  assert.equal(statusOf(after([answered(1)], cancelled), 1), 'cancelled');
  assert.equal(reduce(cancelled, refused(1)), cancelled);
});

test('cancel stops what waits and runs, and leaves what is done', () => {
  const state = after([added(1, 2, 3), started(1), answered(1), started(2), { type: 'cancelled' }]);
  assert.deepEqual(
    [1, 2, 3].map((id) => statusOf(state, id)),
    ['done', 'cancelled', 'cancelled'],
  );
  assert.equal(isBusy(state), false);
});

test('the batch counts the pictures that came since the page was last idle', () => {
  let state = after([loaded, added(1, 2), started(1), answered(1)]);
  assert.deepEqual(batchOf(state), { settled: 1, total: 2 });
  state = after([added(3), started(2), refused(2)], state);
  assert.deepEqual(batchOf(state), { settled: 2, total: 3 });
  state = after([started(3), answered(3), added(4)], state);
  assert.deepEqual(batchOf(state), { settled: 0, total: 1 });
});

test('remove takes one, clear takes all that are settled', () => {
  assert.deepEqual(ids(after([added(1, 2), { type: 'removed', id: 1 }])), [2]);
  assert.deepEqual(ids(after([added(1, 2), started(1), answered(1), { type: 'cleared' }])), [2]);
});

test('what changes nothing gives the same state', () => {
  const state = after([added(1)]);
  for (const event of [
    { type: 'removed', id: 9 },
    { type: 'cleared' },
    { type: 'dragged', over: false },
    started(9),
    refused(1),
  ])
    assert.equal(reduce(state, event), state, event.type);
});

test('dragging is kept', () => {
  assert.equal(after([{ type: 'dragged', over: true }]).dragging, true);
});
