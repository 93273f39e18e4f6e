// How long the rest takes: right when the pace is steady, calm when it is not, and silent when nobody can tell.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { initialState, reduce } from '../../web/page/state/reduce.ts';
import {
  noRemainingTime,
  secondsLeft,
  timeAfterAnswer,
} from '../../web/page/state/remaining_time.ts';
import { recognisedAs } from './words.mjs';

// What is told after each of `count` answers that come at the moments `momentOf` gives.
function toldSeconds(total, count, momentOf) {
  let time = noRemainingTime;
  return Array.from({ length: count }, (_, i) => {
    time = timeAfterAnswer(time, { batch: 1, remaining: total - i - 1, atMs: momentOf(i) });
    return time.shownS;
  });
}

test('nothing is told before five answers and one second', () => {
  assert.deepEqual(
    toldSeconds(100, 5, (i) => 1000 * i),
    [null, null, null, null, 120],
  );
  assert.deepEqual(
    toldSeconds(100, 8, (i) => 150 * i),
    [null, null, null, null, null, null, null, 15],
  );
});

test('it is told for hundreds of answers a second, too', () => {
  const told = toldSeconds(1000, 999, (i) => 5 * i);
  assert.equal(told[199], null);
  assert.deepEqual([told[200], told[400], told[998]], [4, 3, 1]);
});

test('at a steady pace, what is told is right to its step and never rises', () => {
  const told = toldSeconds(200, 200, (i) => 500 * i);
  told.forEach((seconds, i) => {
    const left = (199 - i) * 0.5;
    if (i >= 4 && i < 199)
      assert.ok(
        seconds >= left - 1e-6 && seconds <= Math.max(1, left + 60),
        `${i}: ${seconds} for ${left}`,
      );
    if (i >= 5 && i < 199)
      assert.ok(seconds <= told[i - 1], `${i}: ${told[i - 1]} then ${seconds}`);
  });
  assert.deepEqual(told.slice(-4), [2, 1, 1, null]);
});

test('single seconds are told for the last ten, fives up to a minute, minutes beyond', () => {
  const told = toldSeconds(500, 500, (i) => 1000 * i).slice(4, -1);
  for (const seconds of told)
    assert.equal(seconds % (seconds <= 10 ? 1 : seconds <= 60 ? 5 : 60), 0, `${seconds}`);
});

test('an uneven pace does not make it jump: bursts of two, some pictures three times as slow', () => {
  const told = toldSeconds(200, 199, (i) => 400 * (i >> 1) + (i % 7 === 0 ? 60 : 0)).slice(8);
  const rises = told.filter((seconds, i) => i > 0 && seconds > told[i - 1]);
  assert.deepEqual(rises, []);
});

test('when the pace really changes, so does what is told', () => {
  const told = toldSeconds(200, 150, (i) => (i < 50 ? 100 * i : 5000 + 1000 * (i - 50)));
  assert.ok(told[49] <= 15);
  assert.equal(told[100], 120);
});

const picture = (id) => ({ id, name: `${id}.png`, file: new Blob() });
const result = { backend: {}, ...recognisedAs([{ index: 1, score: 1, labels: { en: 'hen' } }]) };
const look = (id, atMs) => [
  { type: 'started', id },
  { type: 'answered', id, result, atMs },
];
const after = (events, from = initialState('en', [])) => events.flat().reduce(reduce, from);

test('the state tells it for the pictures that came last, and for no other', () => {
  const added = { type: 'added', pictures: Array.from({ length: 10 }, (_, i) => picture(i + 1)) };
  let state = after([added, ...[1, 2, 3, 4, 5].map((id) => look(id, 500 * id))]);
  assert.equal(secondsLeft(state), 3);
  state = after(
    [6, 7, 8, 9, 10].map((id) => look(id, 500 * id)),
    state,
  );
  assert.equal(secondsLeft(state), null);
  assert.equal(
    secondsLeft(after([{ type: 'added', pictures: [picture(11), picture(12)] }], state)),
    null,
  );
});

test('an answer that nobody waits for leaves the pace alone', () => {
  const state = after([{ type: 'added', pictures: [picture(1)] }, { type: 'cancelled' }]);
  assert.equal(
    reduce(state, /** @type {any} */ ({ type: 'refused', id: 1, failure: {}, atMs: 5 })),
    state,
  );
});
