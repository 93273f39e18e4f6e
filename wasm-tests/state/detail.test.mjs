// Looking closer: what each event does, which request is asked, and which answers are too late.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  hasHeatMaps,
  heatIndexOf,
  mappedIndexOf,
  neighboursOf,
  pictureOf,
  requestOf,
} from '../../web/page/state/detail.ts';
import { initialState, reduce } from '../../web/page/state/reduce.ts';
import { recognisedAs } from './words.mjs';

/** @type {any} */
const shipped = { sha256: 'aa', name: 'Shipped', origin: 'shipped' };
/** @type {any} */
const another = { sha256: 'bb', name: 'Other' };
const predictions = [
  [7, 0.5],
  [8, 0.3],
  [9, 0.1],
].map(([index, score]) => ({ index, score, labels: { en: `${index}`, zh: `${index}` } }));
const result = { width: 640, height: 480, ...recognisedAs(predictions) };
const whole = { x: 0, y: 0, width: 640, height: 480 };
const box = { x: 10, y: 20, width: 100, height: 100 };

const pictures = (...ids) => ({
  type: 'added',
  pictures: ids.map((id) => ({ id, name: `${id}.png`, file: new Blob() })),
});
const answered = (id) => [
  { type: 'started', id },
  { type: 'answered', id, result },
];
/** @returns {any} */
const opened = (id) => ({ type: 'detailOpened', id });
const after = (...events) => events.flat().reduce(reduce, initialState('en', [shipped]));
const start = () =>
  after(
    { type: 'modelReady', model: shipped },
    pictures(1, 2, 3),
    answered(1),
    answered(2),
    answered(3),
    opened(2),
  );
const then = (state, ...events) => events.reduce(reduce, state);
/** @returns {any} */
const look = (state, more = {}) => ({
  type: 'detailAnswered',
  request: requestOf(state),
  result: { ...result, ...more },
});

test('only a picture that has an answer is opened', () => {
  const state = after({ type: 'modelReady', model: shipped }, pictures(1, 2), answered(1));
  assert.equal(reduce(state, opened(2)), state);
  assert.equal(pictureOf(reduce(state, opened(1))).id, 1);
});

test('at first the whole picture is asked about as the model wants it, with the map of the best label', () => {
  assert.deepEqual(requestOf(start()), {
    id: 2,
    model: 'aa',
    fit: 'crop',
    region: null,
    heat: true,
  });
  assert.equal(start().detail.heat, null);
});

test('nothing is asked when no picture is open or the one that was is gone', () => {
  assert.equal(requestOf(reduce(start(), { type: 'detailClosed' })), null);
  assert.equal(requestOf(reduce(start(), { type: 'removed', id: 2 })), null);
});

test('a fit, a box and a label are part of the request', () => {
  const state = then(
    start(),
    { type: 'fitChosen', fit: 'squash' },
    { type: 'boxMoved', box },
    { type: 'heatChosen', heat: 8 },
  );
  assert.deepEqual(requestOf(state), { id: 2, model: 'aa', fit: 'squash', region: box, heat: 8 });
});

test('a box of the whole picture is none, and the same box again changes nothing', () => {
  const boxed = reduce(start(), { type: 'boxMoved', box });
  assert.equal(reduce(boxed, { type: 'boxMoved', box: { ...box } }), boxed);
  assert.equal(reduce(boxed, { type: 'boxMoved', box: whole }).detail.region, null);
  assert.equal(reduce(boxed, { type: 'boxReset' }).detail.region, null);
});

test('an answer about an earlier box is shown, one about another picture or of another model is not', () => {
  const boxed = reduce(start(), { type: 'boxMoved', box });
  const earlier = look(boxed);
  const further = reduce(boxed, { type: 'boxMoved', box: { ...box, x: 11 } });
  assert.deepEqual(reduce(further, earlier).detail.answer.request, earlier.request);
  const turned = reduce(further, { type: 'detailTurned', by: 1 });
  assert.equal(reduce(turned, earlier), turned);
  const other = reduce(further, { type: 'modelReady', model: another });
  assert.equal(reduce(other, earlier), other);
  const closed = reduce(further, { type: 'detailClosed' });
  assert.equal(reduce(closed, earlier), closed);
});

test('a refusal is kept until the next answer, and the last answer stays', () => {
  const failure = { code: 'worker/timeout', message: 'slow' };
  const seen = then(start(), look(start()));
  const refused = reduce(seen, { type: 'detailFailed', request: requestOf(seen), failure });
  assert.equal(refused.detail.failure, failure);
  assert.equal(refused.detail.answer, seen.detail.answer);
  assert.equal(reduce(refused, look(refused)).detail.failure, null);
});

test('a model without heat maps is asked without, and another model with again', () => {
  const failure = { code: 'model/no-heat-map', message: 'none' };
  const state = then(start(), { type: 'heatChosen', heat: 'best' });
  const refused = reduce(state, { type: 'detailFailed', request: requestOf(state), failure });
  assert.equal(hasHeatMaps(refused), false);
  assert.equal(requestOf(refused).heat, false);
  assert.deepEqual([refused.detail.heat, refused.detail.failure], [null, null]);
  const other = reduce(refused, { type: 'modelReady', model: another });
  assert.equal(requestOf(other).heat, true);
});

test('the map is of the best label or of the chosen one', () => {
  const best = then(start(), { type: 'heatChosen', heat: 'best' }, look(start()));
  assert.deepEqual(
    [heatIndexOf(best.detail), mappedIndexOf({ ...best.detail.answer, heatmap: {} })],
    [7, 7],
  );
  const chosen = reduce(best, { type: 'heatChosen', heat: 9 });
  assert.equal(heatIndexOf(chosen.detail), 9);
  assert.equal(
    mappedIndexOf({
      ...reduce(chosen, look(chosen)).detail.answer,
      heatmap: /** @type {any} */ ({}),
    }),
    9,
  );
  assert.equal(mappedIndexOf(chosen.detail.answer), null);
});

test('a chosen label that is not shown any longer gives way to the best', () => {
  const chosen = then(start(), { type: 'heatChosen', heat: 9 });
  assert.equal(reduce(chosen, look(chosen)).detail.heat, 9);
  assert.equal(
    reduce(chosen, look(chosen, { predictions: predictions.slice(0, 2) })).detail.heat,
    'best',
  );
  const fewer = reduce(chosen, { type: 'settingChanged', name: 'topK', value: 2 });
  assert.equal(reduce(fewer, look(fewer)).detail.heat, 'best');
});

test('turning goes through the pictures that are answered, keeps how one looks, and stops at the ends', () => {
  const state = then(
    start(),
    { type: 'fitChosen', fit: 'squash' },
    { type: 'boxMoved', box },
    { type: 'heatChosen', heat: 8 },
    { type: 'opacityChosen', opacity: 0.3 },
  );
  const turned = reduce(state, { type: 'detailTurned', by: 1 });
  const { id, fit, region, heat, opacity } = turned.detail;
  assert.deepEqual(
    { id, fit, region, heat, opacity },
    { id: 3, fit: 'squash', region: null, heat: 'best', opacity: 0.3 },
  );
  assert.equal(reduce(turned, { type: 'detailTurned', by: 1 }), turned);
  assert.deepEqual(neighboursOf(turned), { previous: 2, next: undefined, position: 3, count: 3 });
});

test('events for a dialog that is closed change nothing', () => {
  const closed = reduce(start(), { type: 'detailClosed' });
  for (const event of /** @type {any[]} */ ([
    { type: 'detailClosed' },
    { type: 'detailTurned', by: 1 },
    { type: 'fitChosen', fit: 'squash' },
    { type: 'boxMoved', box },
    { type: 'boxReset' },
    { type: 'heatChosen', heat: 7 },
    { type: 'opacityChosen', opacity: 1 },
    { type: 'detailAnnounced' },
  ]))
    assert.equal(reduce(closed, event), closed, event.type);
});
