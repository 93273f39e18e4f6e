// The queue gives pictures to the classifier, as many at once as it has workers, and brings every outcome into the state.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createPictureQueue } from '../../web/page/pictures/actions.ts';
import { initialState } from '../../web/page/state/reduce.ts';
import { isBusy } from '../../web/page/state/pictures.ts';
import { createStore } from '../../web/page/store.ts';
import { classificationOf, plainWords } from './words.mjs';

/** @returns {any} */
const picture = (id) => ({ id, name: `${id}.png`, file: `file ${id}` });

// A classifier whose calls end when the test says so, in the order in which they were made.
function fakeClassifier(workers) {
  const calls = [];
  return {
    calls,
    workers,
    ...plainWords,
    classify: (file, { topK, lookAgain, signal }) =>
      new Promise((resolve, reject) => {
        calls.push({
          file,
          topK,
          lookAgain,
          answer: (index) => resolve(classificationOf(index)),
          reject,
        });
        signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      }),
  };
}

const setUp = (...ids) => setUpWith(1, ...ids);

function setUpWith(workers, ...ids) {
  const classifier = fakeClassifier(workers);
  const store = createStore(initialState('en', []), () => {});
  const queue = createPictureQueue(store, () => (store.state.model ? classifier : null));
  store.dispatch({ type: 'added', pictures: ids.map(picture) });
  return { classifier, store, queue };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const statuses = (store) => store.state.pictures.map(({ status }) => status);
const load = (store) =>
  store.dispatch({ type: 'modelReady', model: { sha256: 'aa', name: 'Shipped' } });

test('nothing is asked while the classifier is not ready', async () => {
  const { classifier, store, queue } = setUp(1);
  queue.run();
  await settled();
  assert.equal(classifier.calls.length, 0);
  load(store);
  queue.run();
  assert.equal(classifier.calls[0].file, 'file 1');
});

test('pictures are asked one after the other, with labels in every language', async () => {
  const { classifier, store, queue } = setUp(1, 2);
  load(store);
  queue.run();
  queue.run();
  assert.deepEqual(statuses(store), ['running', 'waiting']);
  assert.equal(classifier.calls.length, 1);
  assert.equal(classifier.calls[0].lookAgain, true);
  classifier.calls[0].answer(7);
  await settled();
  assert.deepEqual(store.state.pictures[0].result.predictions, [
    { index: 7, score: 1, labels: { en: 'en 7', zh: 'zh 7' } },
  ]);
  assert.deepEqual(statuses(store), ['done', 'running']);
});

test('a refusal is kept with its code, and the next picture is asked', async () => {
  const { classifier, store, queue } = setUp(1, 2);
  load(store);
  queue.run();
  classifier.calls[0].reject(Object.assign(new Error('cut short'), { code: 'image/damaged' }));
  await settled();
  assert.deepEqual(store.state.pictures[0].failure, {
    code: 'image/damaged',
    message: 'cut short',
  });
  assert.equal(classifier.calls.length, 2);
});

test('cancelling ends the call that runs; later pictures are asked again', async () => {
  const { classifier, store, queue } = setUp(1, 2);
  load(store);
  queue.run();
  store.dispatch({ type: 'cancelled' });
  queue.cancel();
  await settled();
  assert.deepEqual(statuses(store), ['cancelled', 'cancelled']);
  assert.equal(isBusy(store.state), false);
  store.dispatch({ type: 'added', pictures: [picture(3)] });
  queue.run();
  assert.equal(classifier.calls.at(-1).file, 'file 3');
});

test('removing the picture that runs ends its call and goes on; another one leaves it alone', async () => {
  const { classifier, store, queue } = setUp(1, 2, 3);
  load(store);
  queue.run();
  queue.cancel(2);
  store.dispatch({ type: 'removed', id: 2 });
  await settled();
  assert.deepEqual(statuses(store), ['running', 'waiting']);
  queue.cancel(1);
  store.dispatch({ type: 'removed', id: 1 });
  await settled();
  assert.deepEqual(statuses(store), ['running']);
  assert.equal(classifier.calls.at(-1).file, 'file 3');
});

test('as many pictures are asked at once as there are workers, and cancelling ends them all', async () => {
  const { classifier, store, queue } = setUpWith(2, 1, 2, 3, 4);
  load(store);
  queue.run();
  assert.deepEqual(statuses(store), ['running', 'running', 'waiting', 'waiting']);
  classifier.calls[1].answer(7);
  await settled();
  assert.deepEqual(statuses(store), ['running', 'done', 'running', 'waiting']);
  store.dispatch({ type: 'cancelled' });
  queue.cancel();
  await queue.settled();
  assert.deepEqual(statuses(store), ['cancelled', 'done', 'cancelled', 'cancelled']);
  assert.equal(classifier.calls.length, 3);
});

test('a changed model waits for all the looks that are under way', async () => {
  const { classifier, store, queue } = setUpWith(2, 1, 2);
  load(store);
  queue.run();
  let over = false;
  const all = queue.settled().then(() => {
    over = true;
  });
  classifier.calls[0].answer(1);
  await settled();
  assert.equal(over, false);
  classifier.calls[1].answer(2);
  await all;
});

test('a picture that was cancelled is looked at again; the late end of its first look changes nothing', async () => {
  const { classifier, store, queue } = setUpWith(2, 1);
  load(store);
  queue.run();
  store.dispatch({ type: 'cancelled' });
  queue.cancel();
  store.dispatch({ type: 'retried' });
  queue.run();
  await settled();
  assert.deepEqual(statuses(store), ['running']);
  queue.cancel(1);
  store.dispatch({ type: 'cancelled' });
  store.dispatch({ type: 'retried', id: 1 });
  queue.run();
  await settled();
  classifier.calls.at(-1).answer(3);
  await settled();
  assert.deepEqual(statuses(store), ['done']);
  assert.equal(store.state.pictures[0].result.predictions[0].index, 3);
});
