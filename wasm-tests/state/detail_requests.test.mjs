// The requests of the detail dialog: one call at a time, the latest wins, none waits, and late answers are dropped.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createDetailRequester } from '../../web/page/detail/actions.ts';
import { initialState } from '../../web/page/state/reduce.ts';
import { createStore } from '../../web/page/store.ts';
import { classificationOf, plainWords, recognisedAs } from './words.mjs';

/** @type {any} */
const shipped = { sha256: 'aa', name: 'Shipped', origin: 'shipped' };
const boxAt = (x) => ({ type: 'boxMoved', box: { x, y: 0, width: 100, height: 100 } });

// A classifier whose calls end when the test says so.
function fakeClassifier() {
  const calls = [];
  return {
    calls,
    ...plainWords,
    classify: (file, options) =>
      new Promise((resolve, reject) => {
        calls.push({
          file,
          options,
          answer: () => resolve({ ...classificationOf(7), seen: options.region ?? null }),
          reject,
        });
        options.signal.addEventListener('abort', () =>
          reject(new DOMException('aborted', 'AbortError')),
        );
      }),
  };
}

function setUp() {
  const classifier = fakeClassifier();
  const store = createStore(initialState('en', [shipped]), () => {});
  const requester = createDetailRequester(store, () => classifier);
  const tell = (event) => {
    store.dispatch(event);
    requester.run();
  };
  tell({ type: 'modelReady', model: shipped });
  tell({ type: 'added', pictures: [1, 2].map((id) => ({ id, name: '', file: `file ${id}` })) });
  for (const id of [1, 2]) {
    tell({ type: 'started', id });
    tell({ type: 'answered', id, result: { width: 640, height: 480, ...recognisedAs([]) } });
  }
  return { calls: classifier.calls, store, requester, tell };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('nothing is asked before a picture is opened, then it is asked once', async () => {
  const { calls, tell, store, requester } = setUp();
  assert.equal(calls.length, 0);
  tell({ type: 'detailOpened', id: 1 });
  const { signal, ...options } = calls[0].options;
  assert.deepEqual(options, {
    topK: 10,
    fit: 'crop',
    heatmap: true,
    view: true,
    lookAgain: true,
    level: 0.6,
  });
  calls[0].answer();
  await settled();
  assert.deepEqual(store.state.detail.answer.predictions, [
    { index: 7, score: 1, labels: { en: 'en 7', zh: 'zh 7' } },
  ]);
  requester.run();
  assert.equal(calls.length, 1);
  tell({ type: 'detailClosed' }); // ends the timer
});

test('while a call is under way, moves ask nothing; when it has ended, only the last one is asked', async () => {
  const { calls, tell, store } = setUp();
  tell({ type: 'detailOpened', id: 1 });
  for (let x = 1; x <= 20; ++x) tell(boxAt(x));
  assert.equal(calls.length, 1);
  calls[0].answer();
  await settled();
  assert.equal(calls.length, 2);
  assert.equal(calls[1].options.region.x, 20);
  assert.equal(calls[1].options.lookAgain, false); // the box says where to look
  assert.equal(store.state.detail.answer.request.region, null); // the earlier answer is shown meanwhile
  calls[1].answer();
  await settled();
  assert.equal(calls.length, 2);
  assert.equal(store.state.detail.answer.request.region.x, 20);
  tell({ type: 'detailClosed' });
});

test('moves do not abort the call under way; another picture and closing do, and its answer is dropped', async () => {
  const { calls, tell, store } = setUp();
  tell({ type: 'detailOpened', id: 1 });
  tell(boxAt(3));
  assert.equal(calls[0].options.signal.aborted, false);
  tell({ type: 'detailTurned', by: 1 });
  assert.equal(calls[0].options.signal.aborted, true);
  await settled();
  assert.equal(calls[1].file, 'file 2');
  assert.equal(store.state.detail.failure, null);
  tell({ type: 'detailClosed' });
  assert.equal(calls[1].options.signal.aborted, true);
  await settled();
  assert.equal(store.state.detail, null);
  assert.equal(calls.length, 2);
});

test('a refusal is shown and not asked again by itself; the next move asks', async () => {
  const { calls, tell, store, requester } = setUp();
  tell({ type: 'detailOpened', id: 1 });
  calls[0].reject(Object.assign(new Error('slow'), { code: 'worker/timeout' }));
  await settled();
  assert.deepEqual(store.state.detail.failure, { code: 'worker/timeout', message: 'slow' });
  requester.run();
  assert.equal(calls.length, 1);
  tell(boxAt(3));
  assert.equal(calls.length, 2);
  tell({ type: 'detailClosed' });
});

test('a model without heat maps is asked again without', async () => {
  const { calls, tell } = setUp();
  tell({ type: 'detailOpened', id: 1 });
  calls[0].reject(Object.assign(new Error('none'), { code: 'model/no-heat-map' }));
  await settled();
  assert.equal(calls[1].options.heatmap, false);
  tell({ type: 'detailClosed' });
});

test('what is found is told only when nothing has moved for a while', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { calls, tell, store } = setUp();
  tell({ type: 'detailOpened', id: 1 });
  calls[0].answer();
  await settled();
  t.mock.timers.tick(600);
  tell(boxAt(3));
  t.mock.timers.tick(600);
  assert.equal(store.state.detail.announced, null);
  calls[1].answer();
  await settled();
  t.mock.timers.tick(700);
  assert.equal(store.state.detail.announced, store.state.detail.answer);
});

test('settled() waits for the call under way', async () => {
  const { calls, tell, requester } = setUp();
  await requester.settled();
  tell({ type: 'detailOpened', id: 1 });
  let over = false;
  const ended = requester.settled().then(() => {
    over = true;
  });
  await settled();
  assert.equal(over, false);
  calls[0].answer();
  await ended;
  tell({ type: 'detailClosed' });
});
