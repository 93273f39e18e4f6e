// The settings: which values they may have, what of an earlier visit is believed, and what is remembered.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { settingsActions } from '../../web/page/settings/actions.ts';
import { storedSettings } from '../../web/page/settings/stored_settings.ts';
import { initialState, reduce } from '../../web/page/state/reduce.ts';
import { changedSettings, defaultSettings, validSettings } from '../../web/page/state/settings.ts';
import { createStore } from '../../web/page/store.ts';
import { GlanceError } from '../../web/shared/errors.ts';

/** @returns {any} */
const set = (name, value) => ({ type: 'settingChanged', name, value });
const after = (...events) => events.reduce(reduce, initialState('zh', []));

test('settings are the defaults, in the language of the browser, with what was remembered', () => {
  assert.deepEqual(initialState('zh', []).settings, { ...defaultSettings, language: 'zh' });
  const { settings, language } = initialState('zh', [], { language: 'en', topK: 3 });
  assert.deepEqual(settings, { ...defaultSettings, topK: 3 });
  assert.equal(language, 'en');
});

test('a setting is changed alone, and the settings stay frozen', () => {
  const { settings } = after(set('level', 0.75));
  assert.deepEqual(settings, { ...defaultSettings, language: 'zh', level: 0.75 });
  assert.ok(Object.isFrozen(settings));
});

// The page in English, whose Chinese texts come or fail when the test says so.
function pageWithTexts() {
  const store = createStore(initialState('en', []), () => {});
  const asked = [];
  const loadTexts = (language) =>
    new Promise((resolve, reject) => asked.push({ language, resolve, reject }));
  const stored = { read: () => ({}), write() {} };
  const defaults = { ...defaultSettings, language: /** @type {const} */ ('en') };
  const actions = settingsActions(store, stored, defaults, loadTexts, () => {});
  return { store, asked, actions };
}

test('a language is changed when its texts have come; all else at once', async () => {
  const { store, asked, actions } = pageWithTexts();
  actions.changeSetting('topK', 3);
  assert.equal(store.state.settings.topK, 3);
  actions.changeSetting('language', 'zh');
  assert.equal(store.state.language, 'en');
  asked[0].resolve();
  await Promise.resolve();
  assert.equal(store.state.language, 'zh');
  actions.resetSettings();
  assert.deepEqual(
    asked.map(({ language }) => language),
    ['zh', 'en'],
  );
  asked[1].resolve();
  await Promise.resolve();
  assert.equal(store.state.language, 'en');
});

test('texts that cannot be loaded leave the language, and the page says so', async () => {
  const { store, asked, actions } = pageWithTexts();
  actions.changeSetting('language', 'zh');
  asked[0].reject(new GlanceError('asset/unreachable', 'glance-zh.js is not beside the page'));
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal(store.state.language, 'en');
  const { kind, failure } = /** @type {any} */ (store.state.inputs.notice);
  assert.deepEqual([kind, failure.code], ['languageFailed', 'asset/unreachable']);
});

test('the language of the state is that of the settings', () => {
  const state = after(set('language', 'en'));
  assert.deepEqual([state.language, state.settings.language], ['en', 'en']);
});

test('the same value again gives the same state', () => {
  const state = after(set('topK', 7));
  assert.equal(reduce(state, set('topK', 7)), state);
  assert.equal(reduce(state, { type: 'settingsReset', defaults: state.settings }), state);
});

test('a reset takes all defaults, the language of the browser too', () => {
  /** @type {typeof defaultSettings} */
  const defaults = { ...defaultSettings, language: 'zh' };
  const state = reduce(after(set('topK', 1), set('language', 'en'), set('theme', 'dark')), {
    type: 'settingsReset',
    defaults,
  });
  assert.deepEqual(state.settings, defaults);
  assert.equal(state.language, 'zh');
});

const good = {
  language: ['en', 'zh'],
  topK: [1, 10],
  level: [0.3, 0.6, 0.95],
  theme: ['system', 'light', 'dark'],
  resolution: [null, 224, 192, 160, 128],
  threads: [null, 1, 2, 4],
  layout: ['auto', 'cards', 'table'],
};
const bad = {
  language: ['fr', null, 'toString'],
  topK: [0, 11, 2.5, '5', NaN, null],
  level: [0.29, 0.96, NaN, '0.5', null],
  theme: ['', 'blue', 3],
  resolution: [0, 225, '224', undefined],
  threads: [0, 3, '1', Infinity],
  layout: ['list', null, true],
};

for (const name of Object.keys(defaultSettings)) {
  test(`${name}: its values are taken, everything else is a mistake of the program and not believed when stored`, () => {
    for (const value of good[name]) {
      assert.equal(after(set(name, value)).settings[name], value);
      assert.deepEqual(validSettings({ [name]: value }), { [name]: value });
    }
    for (const value of bad[name]) {
      assert.throws(() => after(set(name, value)), /cannot be/);
      assert.deepEqual(validSettings({ [name]: value }), {});
    }
  });
}

test('a setting that does not exist is a mistake of the program', () => {
  for (const name of ['sound', 'toString', '__proto__'])
    assert.throws(() => after(set(name, 1)), /cannot be/);
});

test('of anything that was stored, only settings are believed', () => {
  for (const stored of [null, undefined, 'x', 3, [], true, () => {}])
    assert.deepEqual(validSettings(stored), {});
  assert.deepEqual(validSettings({ topK: 2, theme: 'pink', sound: 'loud' }), { topK: 2 });
  assert.deepEqual(validSettings(Object.create({ topK: 2 })), {});
});

function fakeStorage(items = {}) {
  return {
    items,
    getItem: (key) => items[key] ?? null,
    setItem: (key, value) => void (items[key] = value),
    removeItem: (key) => void delete items[key],
  };
}

test('what differs from the defaults is remembered, and nothing else', () => {
  const storage = fakeStorage();
  const stored = storedSettings(() => storage);
  stored.write({ ...defaultSettings, topK: 3, threads: 2 }, defaultSettings);
  assert.deepEqual(stored.read(), { topK: 3, threads: 2 });
  assert.deepEqual(changedSettings({ ...defaultSettings, topK: 3 }, defaultSettings), { topK: 3 });
  stored.write(defaultSettings, defaultSettings);
  assert.deepEqual(storage.items, {});
});

test('a storage that is refused, full or holds nonsense is as none', () => {
  const refused = storedSettings(() => {
    throw new DOMException('forbidden', 'SecurityError');
  });
  const full = storedSettings(() => ({
    ...fakeStorage(),
    setItem() {
      throw new DOMException('full', 'QuotaExceededError');
    },
  }));
  for (const stored of [refused, full]) {
    stored.write({ ...defaultSettings, topK: 3 }, defaultSettings);
    assert.deepEqual(stored.read(), {});
  }
  for (const text of ['{', 'null', '[1]', '"x"', '{"topK":99}']) {
    assert.deepEqual(
      storedSettings(() => fakeStorage({ 'glance-settings': text })).read(),
      {},
      text,
    );
  }
});
