// The page's state: what each event does to the models, and to the pictures that depend on them.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { stalePictures, isBusy, nextPicture } from '../../web/page/state/pictures.ts';
import { modelChoices, chosenModel } from '../../web/page/state/models.ts';
import { phaseOf, reduce, initialState } from '../../web/page/state/reduce.ts';

/** @returns {any} */
const model = (name, origin) => Object.freeze({ sha256: `${name}-hash`, name, origin });
const [shipped, second] = [model('shipped', 'shipped'), model('second', 'shipped')];
const own = model('own', 'visit');
const failure = { code: 'model/truncated', message: 'cut short' };

const after = (events, from = initialState('en', [shipped, second])) => events.reduce(reduce, from);
/** @returns {any} */
const arriving = ({ sha256, name }) => ({ type: 'modelLoading', sha256, name, total: 10 });
/** @returns {any} */
const arrived = (each) => ({ type: 'modelReady', model: { ...each, origin: 'visit' } });
const added = (id, more) => ({ type: 'added', pictures: [{ id, name: `${id}.png` }], ...more });
const answered = (id) => [
  { type: 'started', id },
  { type: 'answered', id, result: { backend: {} } },
];
const failed = (id, code) => [
  { type: 'started', id },
  { type: 'refused', id, failure: { code } },
];
const offers = (state) => state.offered.map(({ name, origin }) => `${name} ${origin}`);
const ready = [arriving(shipped), arrived(shipped)];

test('progress is kept while a model arrives, and only then', () => {
  const state = after([arriving(shipped), { type: 'modelProgressed', loaded: 6, total: 12 }]);
  assert.deepEqual(state.loading, {
    sha256: 'shipped-hash',
    name: 'shipped',
    loaded: 6,
    total: 12,
  });
  const done = reduce(state, arrived(shipped));
  assert.equal(done.loading, null);
  assert.equal(reduce(done, { type: 'modelProgressed', loaded: 7, total: 12 }), done);
});

test('the one in use stays in use while another arrives, and when that is refused', () => {
  let state = after([...ready, arriving(own)]);
  assert.equal(state.model.name, 'shipped');
  assert.equal(phaseOf(state), 'ready');
  state = reduce(state, { type: 'modelRefused', name: 'own.safetensors', failure });
  assert.equal(state.model.name, 'shipped');
  assert.equal(state.loading, null);
  assert.deepEqual(state.notification, { kind: 'refused', name: 'own.safetensors', failure });
  assert.deepEqual(offers(state), ['shipped shipped', 'second shipped']);
});

test('a model that arrives is offered, and told of when its choice is stored, if it is still in use', () => {
  const first = after(ready);
  assert.equal(first.notification, null);
  const state = after([arriving(own), arrived(own)], first);
  assert.deepEqual(offers(state), ['shipped shipped', 'second shipped', 'own visit']);
  assert.equal(state.notification, null);
  const chosen = { type: 'modelChosen', sha256: own.sha256 };
  assert.deepEqual(after([chosen], state).notification, { kind: 'inUse', name: 'own' });
  assert.equal(after([arrived(second), chosen], state).notification, null);
});

test('a shipped model that is given as a file is still the shipped one', () => {
  assert.deepEqual(offers(after([...ready, arrived(second)])), [
    'shipped shipped',
    'second shipped',
  ]);
});

test('remembered models of earlier visits are offered after the shipped ones, each once', () => {
  const state = after([
    { type: 'modelsListed', models: [model('shipped', 'stored'), model('old', 'stored')] },
  ]);
  assert.deepEqual(offers(state), ['shipped shipped', 'second shipped', 'old stored']);
});

test('that a model is remembered is told, or why it is not', () => {
  const state = after([...ready, arrived(own)]);
  const yes = reduce(state, { type: 'modelStored', model: own });
  assert.equal(offers(yes).at(-1), 'own stored');
  assert.deepEqual(yes.notification, { kind: 'inUse', name: 'own', stored: true });
  const no = reduce(state, { type: 'modelNotStored', model: own, failure });
  assert.equal(offers(no).at(-1), 'own visit');
  assert.deepEqual(no.notification, { kind: 'inUse', name: 'own', stored: false, failure });
});

test('nothing is told of a model that was remembered when another is in use already', () => {
  const state = after([
    ...ready,
    arrived(own),
    arrived(second),
    { type: 'modelStored', model: own },
  ]);
  assert.equal(state.notification, null);
  assert.equal(offers(state).at(-1), 'own stored');
});

test('that a file was refused stays to be read when the model before it is remembered only then', () => {
  const refused = { type: 'modelRefused', name: 'empty', failure };
  const late = [
    { type: 'modelStored', model: own },
    { type: 'modelChosen', sha256: own.sha256 },
  ];
  const { notification } = after([...ready, arrived(own), refused, ...late]);
  assert.deepEqual(notification, { kind: 'refused', name: 'empty', failure });
});

test('a lost model is no longer offered, and what is told of it outlives the start with another', () => {
  const old = model('old', 'stored');
  const state = after([
    { type: 'modelsListed', models: [old] },
    arriving(old),
    { type: 'modelLost', model: old },
    ...ready,
  ]);
  assert.deepEqual(offers(state), ['shipped shipped', 'second shipped']);
  assert.deepEqual(state.notification, { kind: 'lost', name: 'old' });
});

test('a forgotten model is no longer offered, but can be seen while it is in use', () => {
  const state = after([
    ...ready,
    arrived(own),
    { type: 'modelStored', model: own },
    { type: 'modelForgotten', model: own },
  ]);
  assert.deepEqual(offers(state), ['shipped shipped', 'second shipped']);
  assert.equal(chosenModel(state).name, 'own');
  assert.deepEqual(
    modelChoices(reduce(state, arrived(shipped))).map(({ name }) => name),
    ['shipped', 'second'],
  );
});

test('the chosen model is the one that arrives, else the one in use', () => {
  const state = after(ready);
  assert.equal(chosenModel(after([])), undefined);
  assert.equal(chosenModel(state).name, 'shipped');
  assert.equal(chosenModel(reduce(state, arriving(second))).name, 'second');
  assert.equal(
    chosenModel(after([arriving(second), { type: 'loadCancelled' }], state)).name,
    'shipped',
  );
  assert.equal(chosenModel(reduce(state, { ...arriving(own), sha256: null })).name, 'shipped');
});

test('what was told is gone when it is dismissed, or when another model arrives', () => {
  const state = after([...ready, { type: 'modelUnconverted', name: 'net.pth' }]);
  assert.deepEqual(state.notification, { kind: 'unconverted', name: 'net.pth' });
  assert.equal(reduce(state, { type: 'notificationDismissed' }).notification, null);
  assert.equal(reduce(state, arriving(second)).notification, null);
});

test('the whole SHA-256 is shown until another model is chosen', () => {
  const state = after([...ready, { type: 'hashShown', as: 'whole' }]);
  assert.equal(state.hash, 'whole');
  assert.equal(reduce(state, arriving(second)).hash, 'short');
});

for (const [name, end] of /** @type {any[][]} */ ([
  ['it is there', arrived(own)],
  ['it is refused', { type: 'modelRefused', name: 'own', failure }],
  ['it is given up', { type: 'loadCancelled' }],
  ['it is lost', { type: 'modelLost', model: own }],
])) {
  test(`pictures that came with a model wait until ${name}`, () => {
    const state = after([...ready, arriving(own), added(1, { waitForModel: true }), added(2)]);
    assert.equal(nextPicture(state).id, 2);
    const waiting = after(answered(2), state);
    assert.equal(nextPicture(waiting), undefined);
    assert.equal(isBusy(waiting), true);
    assert.equal(nextPicture(reduce(waiting, end)).id, 1);
  });
}

test('answers of another model are asked for again, as one batch; files that cannot be decoded are not', () => {
  const pictures = [added(1), added(2), added(3), added(4)];
  const outcomes = [
    ...answered(1),
    ...failed(2, 'image/damaged'),
    ...failed(3, 'infer/not-finite'),
    ...answered(4),
  ];
  let state = after([...ready, ...pictures, ...outcomes]);
  assert.deepEqual(stalePictures(state), []);
  state = after([arrived(own), added(5), ...answered(5)], state);
  assert.deepEqual(
    stalePictures(state).map(({ id }) => id),
    [4, 3, 1],
  );
  const { batch } = state;
  state = reduce(state, { type: 'staleRetried' });
  assert.deepEqual(
    state.pictures.map(({ id, status }) => `${id} ${status}`),
    ['5 done', '4 waiting', '3 waiting', '2 failed', '1 waiting'],
  );
  assert.deepEqual(state.pictures.filter((each) => each.batch === batch + 1).length, 3);
  assert.equal(state.pictures.find(({ id }) => id === 1).result, null);
});

test('answers of the same model at another input size may be asked for again', () => {
  const sized = (side) => ({
    ...arrived({ ...shipped, inputWidth: side, inputHeight: side }),
    restarted: true,
  });
  const state = after([sized(224), added(1), ...answered(1)]);
  assert.deepEqual(stalePictures(state), []);
  const smaller = reduce(state, sized(160));
  assert.deepEqual(smaller.notification, { kind: 'restarted', name: 'shipped' });
  assert.deepEqual(
    stalePictures(smaller).map(({ id }) => id),
    [1],
  );
  assert.deepEqual(stalePictures(after([{ type: 'staleRetried' }, ...answered(1)], smaller)), []);
});
