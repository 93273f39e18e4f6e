// Stored models: what is kept comes back, what is forgotten does not, and descriptions that are not valid are left out.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { createStoredModels } from '../../web/page/models/stored_models.ts';
import { fakeDatabase } from './fake_database.mjs';

const described = (letter) => ({
  name: `Net ${letter}`,
  architecture: '',
  license: 'MIT',
  source: {},
  sha256: letter.repeat(64),
  byteLength: 3,
  inputHeight: 1,
  inputWidth: 1,
  classes: 2,
  languages: ['en'],
  examples: { en: ['a'] },
  origin: 'visit',
});
const [netA, netB] = [described('a'), described('b')];
const weights = new Blob([Uint8Array.of(1, 2, 3)]);
let database;
let storedModels;
let clock;

beforeEach(() => {
  clock = 0;
  database = fakeDatabase();
  storedModels = createStoredModels(database, () => ++clock);
});

const names = async () => (await storedModels.list()).models.map(({ name }) => name);

test('at first there is nothing', async () => {
  assert.deepEqual(await storedModels.list(), { models: [], chosen: undefined });
  assert.equal(await storedModels.read(netA.sha256), null);
});

test('what is kept comes back as remembered and chosen, the oldest first', async () => {
  await storedModels.keep(netB, weights);
  await storedModels.keep(netA, weights);
  const { models, chosen } = await storedModels.list();
  assert.deepEqual(models, [
    { ...netB, origin: 'stored' },
    { ...netA, origin: 'stored' },
  ]);
  assert.equal(chosen, netA.sha256);
  assert.deepEqual(
    new Uint8Array(await (await storedModels.read(netB.sha256)).arrayBuffer()),
    Uint8Array.of(1, 2, 3),
  );
});

test('another model can be chosen, a shipped one too', async () => {
  await storedModels.keep(netA, weights);
  await storedModels.choose('c'.repeat(64));
  assert.equal((await storedModels.list()).chosen, 'c'.repeat(64));
});

test('what is forgotten is gone, with its weights', async () => {
  await storedModels.keep(netA, weights);
  await storedModels.keep(netB, weights);
  await storedModels.forget(netA.sha256);
  assert.deepEqual(await names(), ['Net b']);
  assert.equal(await storedModels.read(netA.sha256), null);
  assert.equal(database.stores.get('weights').size, 1);
});

for (const [what, stored] of [
  ['nothing', null],
  ['a text', 'Net'],
  ['an empty object', {}],
  ['no SHA-256', { ...netA, keptAt: 1, sha256: undefined }],
  ['a SHA-256 that is none', { ...netA, keptAt: 1, sha256: '../x' }],
  ['a name that is a number', { ...netA, keptAt: 1, name: 7 }],
  ['languages that are a text', { ...netA, keptAt: 1, languages: 'en' }],
  ['no source', { ...netA, keptAt: 1, source: null }],
  ['a list of other things', { ...netA, keptAt: 1, languages: [1] }],
]) {
  test(`a description that is or has ${what} is left out`, async () => {
    await storedModels.keep(netB, weights);
    await database.write([{ store: 'descriptions', key: 'x', value: stored ?? false }]);
    assert.deepEqual(await names(), ['Net b']);
  });
}

test('weights that are no bytes are gone', async () => {
  await database.write([{ store: 'weights', key: netA.sha256, value: 'bytes' }]);
  assert.equal(await storedModels.read(netA.sha256), null);
});

test('without storage there are no memories, and whoever wants to keep one is told why not', async () => {
  for (const [fault, code] of /** @type {any[][]} */ ([
    [new DOMException('no room', 'QuotaExceededError'), 'storage/full'],
    [new DOMException('not allowed', 'SecurityError'), 'storage/unavailable'],
    [new TypeError('indexedDB is undefined'), 'storage/unavailable'],
  ])) {
    database.fault = fault;
    assert.deepEqual(await storedModels.list(), { models: [], chosen: undefined });
    for (const call of [
      storedModels.keep(netA, weights),
      storedModels.read(netA.sha256),
      storedModels.choose('x'),
      storedModels.forget('x'),
    ]) {
      await assert.rejects(call, { name: 'GlanceError', code, message: new RegExp(fault.name) });
    }
  }
});
