// Which dialogue is open.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { initialState, reduce } from '../../web/page/state/reduce.ts';

/** @returns {any} */
const opened = (name) => ({ type: 'dialogOpened', name });
/** @type {any} */
const closed = { type: 'dialogClosed' };

/** @returns {any} */
const closedBy = (name) => ({ type: 'dialogClosed', name });

test('none is open at first, one at a time afterwards', () => {
  const states = [opened('settings'), opened('about'), closed].map(
    (
      (state) => (event) =>
        (state = reduce(state, event))
    )(initialState('en', [])),
  );
  assert.deepEqual(
    states.map(({ dialog }) => dialog),
    ['settings', 'about', null],
  );
});

test('a dialogue that is told to be closed late leaves another one open', () => {
  const state = reduce(initialState('en', []), opened('about'));
  assert.equal(reduce(state, closedBy('settings')), state);
  assert.equal(reduce(state, closedBy('about')).dialog, null);
});

test('opening what is open and closing what is closed changes nothing', () => {
  const state = initialState('en', []);
  assert.equal(reduce(state, closed), state);
  const open = reduce(state, opened('about'));
  assert.equal(reduce(open, opened('about')), open);
});
