// Which model is in use: at the start of a visit, when another is chosen or given, refused, lost or forgotten.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { createLoader } from '../../web/page/models/loader.ts';
import { createStoredModels } from '../../web/page/models/stored_models.ts';
import { initialState } from '../../web/page/state/reduce.ts';
import { createStore } from '../../web/page/store.ts';
import { fakeDatabase } from './fake_database.mjs';
import { plainWords } from './words.mjs';

const hashOf = (name) => Buffer.from(name.padEnd(32, '.')).toString('hex');
/** @returns {any} */
const described = (name) => ({
  name,
  architecture: '',
  license: '',
  source: {},
  sha256: hashOf(name),
  byteLength: 1,
  inputHeight: 1,
  inputWidth: 1,
  classes: 1,
  languages: ['en'],
});
const shipped = ['first', 'second'].map((name) =>
  Object.freeze({ ...described(name), origin: 'shipped' }),
);
const fileOf = (name) => new File([name], `${name}.safetensors`);
const refusal = (code) => Object.assign(new Error('refused'), { code });
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

let database;
let visit;

// A visit to the page. The name of a model is what is in its file; `starts` may hold a promise to wait for, by name.
function begin() {
  const starts = new Map();
  const closed = [];
  const store = createStore(initialState('en', /** @type {any} */ (shipped)), () => {});
  const result = { store, starts, closed, used: null, resumed: 0 };
  /** @returns {Promise<any>} */
  async function start({ model, sha256, signal }) {
    const name = model instanceof Blob ? await model.text() : model.name;
    if (sha256 && sha256 !== hashOf(name)) throw refusal('asset/wrong-content');
    const abort = new Promise((_, reject) =>
      signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))),
    );
    await Promise.race([starts.get(name), abort]);
    if (name.startsWith('bad')) throw refusal('model/truncated');
    const weights = () => new Blob([name]);
    return {
      model: described(name),
      ...plainWords,
      weights,
      close: () => closed.push(name),
    };
  }
  const use = (classifier) => {
    result.used = classifier.model.name;
  };
  const resume = () => ++result.resumed;
  return Object.assign(result, {
    loader: createLoader(store, { start, use, stored: createStoredModels(database), resume }),
  });
}

beforeEach(async () => {
  database = fakeDatabase();
  visit = begin();
  await visit.loader.begin();
});

async function nextVisit() {
  visit = begin();
  await visit.loader.begin();
}

const inUse = () => visit.store.state.model?.name;
const notification = () => visit.store.state.notification;
const offered = () => visit.store.state.offered.map(({ name, origin }) => `${name} ${origin}`);
const offer = (name) => visit.store.state.offered.find((each) => each.name === name);
const take = (...names) => visit.loader.takeAll(names.map(fileOf));

test('the first visit starts with the default model', () => {
  assert.equal(inUse(), 'first');
  assert.equal(visit.used, 'first');
  assert.equal(notification(), null);
});

test('a given file is used, remembered, and used again on the next visit', async () => {
  await take('own');
  assert.equal(inUse(), 'own');
  assert.deepEqual(notification(), { kind: 'inUse', name: 'own', stored: true });
  await nextVisit();
  assert.equal(inUse(), 'own');
  assert.deepEqual(offered(), ['first shipped', 'second shipped', 'own stored']);
  assert.equal(notification(), null);
});

test('a chosen model is used again on the next visit', async () => {
  await take('own');
  await visit.loader.choose(offer('second'));
  await nextVisit();
  assert.equal(inUse(), 'second');
  await visit.loader.choose(offer('own'));
  assert.equal(inUse(), 'own');
});

for (const [how, change] of /** @type {[string, () => Promise<void>][]} */ ([
  ['chosen', () => visit.loader.choose(offer('second'))],
  ['given', () => take('own')],
  ['given, and shipped,', () => take('second')],
])) {
  test(`a model that is ${how} is used at once, but what is said of it waits for the storage`, async () => {
    const { write } = database;
    let store = (/** @type {any} */ _value) => {};
    const stored = new Promise((resolve) => {
      store = resolve;
    });
    database.write = async (changes) => {
      await stored;
      return write(changes);
    };
    const changing = change();
    await settled();
    assert.notEqual(inUse(), 'first');
    assert.equal(notification(), null);
    store(undefined);
    await changing;
    assert.equal(notification().kind, 'inUse');
    const now = inUse();
    await nextVisit();
    assert.equal(inUse(), now);
  });
}

test('a file that is refused changes nothing but what is told', async () => {
  await take('bad');
  assert.equal(inUse(), 'first');
  assert.deepEqual(notification(), {
    kind: 'refused',
    name: 'bad.safetensors',
    failure: { code: 'model/truncated', message: 'refused' },
  });
  assert.deepEqual(offered(), ['first shipped', 'second shipped']);
  await nextVisit();
  assert.equal(inUse(), 'first');
});

test('a shipped model that is given as a file is not stored', async () => {
  await take('second');
  assert.equal(inUse(), 'second');
  assert.deepEqual(offered(), ['first shipped', 'second shipped']);
  await nextVisit();
  assert.equal(inUse(), 'second');
});

test('of several files the last good one stays in use, and all good ones are stored', async () => {
  await take('one', 'bad', 'two');
  assert.equal(inUse(), 'two');
  await nextVisit();
  assert.deepEqual(offered().slice(2), ['one stored', 'two stored']);
});

test('a newer wish ends the one before, and the files that were to follow it', async () => {
  visit.starts.set('slow', new Promise(() => {}));
  const taking = take('slow', 'late');
  await settled();
  assert.equal(visit.store.state.loading.name, 'slow.safetensors');
  await visit.loader.choose(offer('second'));
  await taking;
  assert.equal(inUse(), 'second');
  assert.deepEqual(offered(), ['first shipped', 'second shipped']);
});

test('a model that is ready when nobody wants it any longer is closed', async () => {
  /** @type {(value?: any) => void} */
  let finish = () => {};
  visit.starts.set(
    'slow',
    new Promise((resolve) => {
      finish = resolve;
    }),
  );
  const taking = take('slow');
  await settled();
  finish();
  visit.loader.choose(offer('second'));
  await taking;
  await settled();
  assert.equal(inUse(), 'second');
  assert.deepEqual(visit.closed, ['slow']);
});

test('giving up, or choosing the one in use, leaves that in use', async () => {
  visit.starts.set('slow', new Promise(() => {}));
  for (const giveUp of [() => visit.loader.cancel(), () => visit.loader.choose(offer('first'))]) {
    const taking = take('slow');
    await settled();
    giveUp();
    await taking;
    assert.equal(inUse(), 'first');
    assert.equal(visit.store.state.loading, null);
  }
});

test('a model that cannot be remembered works for this visit, and can be chosen again in it', async () => {
  database.fault = new DOMException('no room', 'QuotaExceededError');
  await take('own');
  assert.equal(inUse(), 'own');
  assert.equal(notification().stored, false);
  assert.equal(notification().failure.code, 'storage/full');
  await visit.loader.choose(offer('second'));
  await visit.loader.choose(offer('own'));
  assert.equal(inUse(), 'own');
  database.fault = null;
  await nextVisit();
  assert.deepEqual(offered(), ['first shipped', 'second shipped']);
});

test('a remembered model whose bytes have changed is dropped, and the default one starts', async () => {
  await take('own');
  await database.write([
    { store: 'weights', key: hashOf('own'), value: new TextEncoder().encode('owm').buffer },
  ]);
  await nextVisit();
  assert.equal(inUse(), 'first');
  assert.deepEqual(notification(), { kind: 'lost', name: 'own' });
  assert.deepEqual(offered(), ['first shipped', 'second shipped']);
  await nextVisit();
  assert.equal(notification(), null);
});

test('a remembered model whose bytes are gone is dropped; the one in use stays', async () => {
  await take('own');
  await visit.loader.choose(offer('second'));
  await database.write([{ store: 'weights', key: hashOf('own') }]);
  await visit.loader.choose(offer('own'));
  assert.equal(inUse(), 'second');
  assert.deepEqual(notification(), { kind: 'lost', name: 'own' });
});

test('a remembered model that the core refuses is told of and kept; the default one starts', async () => {
  await createStoredModels(database).keep(
    { ...described('bad'), examples: {}, origin: 'visit' },
    new Blob(['bad']),
  );
  await nextVisit();
  assert.equal(inUse(), 'first');
  assert.equal(notification().kind, 'refused');
  assert.equal(offered().at(-1), 'bad stored');
});

test('forgetting the model in use brings the default one, for the next visit too', async () => {
  await take('own');
  await visit.loader.forget(offer('own'));
  assert.equal(inUse(), 'first');
  assert.deepEqual(offered(), ['first shipped', 'second shipped']);
  await nextVisit();
  assert.equal(inUse(), 'first');
  assert.deepEqual(offered(), ['first shipped', 'second shipped']);
});

test('forgetting another model leaves the one in use', async () => {
  await take('own');
  await visit.loader.choose(offer('second'));
  await visit.loader.forget(offer('own'));
  assert.equal(inUse(), 'second');
  assert.deepEqual(notification(), { kind: 'forgotten', name: 'own' });
});

test('a model that the browser does not let go of is still offered, and that is told', async () => {
  await take('own');
  database.fault = new DOMException('not now', 'UnknownError');
  await visit.loader.forget(offer('own'));
  assert.equal(notification().kind, 'notForgotten');
  assert.equal(offered().at(-1), 'own stored');
});

test('forgotten and given again, a model is remembered again', async () => {
  await take('own');
  await visit.loader.forget(offer('own'));
  await take('own');
  await nextVisit();
  assert.equal(inUse(), 'own');
});

test('a file given before the storage has answered is what the visit starts with', async () => {
  visit = begin();
  await Promise.all([visit.loader.begin(), take('own')]);
  assert.equal(inUse(), 'own');
});

test('a bad file given at the start does not keep the page from starting', async () => {
  visit = begin();
  await Promise.all([visit.loader.begin(), take('bad')]);
  assert.equal(inUse(), 'first');
  assert.equal(notification().kind, 'refused');
});

test('the default model that cannot be loaded is an error; a retry, or a file, repairs it', async () => {
  for (const repair of [() => visit.loader.startWithDefault(), () => take('own')]) {
    visit = begin();
    visit.starts.set('first', Promise.reject(refusal('asset/unreachable')));
    await visit.loader.begin();
    assert.equal(visit.store.state.failure.code, 'asset/unreachable');
    visit.starts.clear();
    await repair();
    assert.equal(visit.store.state.failure, null);
    assert.ok(inUse());
  }
});

test('pictures that waited are told to go on, whatever became of the model', async () => {
  for (const act of [
    () => take('own'),
    () => take('bad'),
    () => visit.loader.choose(offer('second')),
    () => visit.loader.cancel(),
  ]) {
    const before = visit.resumed;
    await act();
    assert.ok(visit.resumed > before, String(act));
  }
});

test('the model in use is started again from its own bytes, and answers until then', async () => {
  await take('own');
  visit.starts.set(
    'own',
    new Promise((resolve) => {
      visit.release = resolve;
    }),
  );
  const restarting = visit.loader.restart();
  await settled();
  assert.equal(visit.store.state.loading.name, 'own');
  assert.equal(inUse(), 'own');
  visit.release();
  await restarting;
  assert.deepEqual(notification(), { kind: 'restarted', name: 'own' });
  assert.equal(visit.store.state.loading, null);
  assert.deepEqual(offered(), ['first shipped', 'second shipped', 'own stored']);
});

test('a restart that fails leaves everything as it is, and is told', async () => {
  await take('own');
  visit.starts.set('own', Promise.reject(refusal('memory/exhausted')));
  await visit.loader.restart();
  assert.equal(inUse(), 'own');
  assert.deepEqual(notification(), {
    kind: 'notRestarted',
    name: 'own',
    failure: { code: 'memory/exhausted', message: 'refused' },
  });
});

test('nothing is started again while a model is arriving', async () => {
  visit.starts.set('slow', new Promise(() => {}));
  take('slow');
  await settled();
  await visit.loader.restart();
  assert.equal(visit.store.state.loading.name, 'slow.safetensors');
});
