// The page's texts: complete in both languages, chosen by the browser's languages, and the sentence of the status.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { chooseLanguage, languages } from '../../web/page/strings/strings.ts';
import { zh } from '../../web/page/strings/zh.ts';
import { initialState, reduce } from '../../web/page/state/reduce.ts';
import { failureSentence, teachLanguages } from '../../web/page/teach/strings.ts';
import { sentenceOf } from '../../web/page/strings/strings.ts';
import { statusText } from '../../web/page/pictures/status.ts';
import { recognisedAs } from './words.mjs';

const { en } = languages;
const { en: teachEn, zh: teachZh } = teachLanguages;

// Paths of all keys with the kind of what is there: { 'errors.image/empty': 'string' }.
function kindsOf(texts, prefix = '') {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'object' ? kindsOf(value, `${prefix}${key}.`) : [[prefix + key, typeof value]],
  );
}

test('both languages have the same texts', () => {
  assert.deepEqual(Object.fromEntries(kindsOf(zh)), Object.fromEntries(kindsOf(en)));
  assert.deepEqual(Object.fromEntries(kindsOf(teachZh)), Object.fromEntries(kindsOf(teachEn)));
});

test('a failure has a sentence of the place where people teach, or that of the page', () => {
  const sentence = (code) => failureSentence({ code, message: '' }, 'en');
  assert.equal(sentence('teach/bad-project'), teachEn.errors['teach/bad-project']);
  assert.equal(sentence('image/damaged'), en.errors['image/damaged']);
  assert.equal(sentence('toString'), en.otherError);
});

test('no text is empty or left in the other language', () => {
  for (const [ofEnglish, ofChinese] of [
    [en, zh],
    [teachEn, teachZh],
  ])
    for (const [key] of kindsOf(ofEnglish).filter(([, kind]) => kind === 'string')) {
      const [english, chinese] = [ofEnglish, ofChinese].map((texts) =>
        key.split(/\.(?=[^.]*$)/).reduce((part, name) => part[name], texts),
      );
      assert.match(english, /[a-z]/i, key);
      assert.match(chinese, /\p{Script=Han}/u, key);
    }
});

test('the classifier is called a model; a network is what the device is on', () => {
  const texts = ['en', 'zh', 'codes.en', 'codes.zh', 'teach.en', 'teach.zh'].flatMap((name) =>
    readFileSync(new URL(`../../web/page/strings/${name}.ts`, import.meta.url), 'utf8').split('\n'),
  );
  const others = texts.filter(
    (line) => /network|网络/i.test(line) && !/[Ww]ithout a network|没有网络/.test(line),
  );
  assert.deepEqual(others, []);
});

test('every error code of the core that a picture or a model can meet has a sentence', () => {
  const header = readFileSync(new URL('../../src/base/error_codes.h', import.meta.url), 'utf8');
  const codes = [...header.matchAll(/"((?:image|memory|model|infer)\/[a-z-]+)"/g)]
    .map(([, code]) => code)
    .filter((code) => code !== 'model/no-heat-map');
  assert.ok(codes.length >= 20);
  for (const code of codes) assert.ok(Object.hasOwn(en.errors, code), code);
});

test('every reason for a backend has a sentence', () => {
  const source = readFileSync(new URL('../../web/worker/backend.ts', import.meta.url), 'utf8');
  const reasons = [...source.matchAll(/^ {2}'((?:simd|threads)\/[a-z-]+)': /gm)].map(
    ([, reason]) => reason,
  );
  assert.deepEqual(Object.keys(en.backendReasons).sort(), reasons.sort());
});

test('a backend is described in one line', () => {
  assert.equal(en.backend({ simd: 'simd', threads: 1 }), 'one thread, SIMD');
  assert.equal(en.runs(en.backend({ simd: 'relaxed', threads: 2 })), '2 threads, relaxed SIMD.');
  assert.equal(zh.runs(zh.backend({ simd: 'relaxed', threads: 2 })), '2 线程，宽松 SIMD。');
});

for (const [preferred, language] of /** @type {any[][]} */ ([
  [['zh-CN', 'en'], 'zh'],
  [['zh-Hant-TW'], 'zh'],
  [['de', 'zh'], 'zh'],
  [['en-GB', 'zh'], 'en'],
  [['de', 'fr'], 'en'],
  [[], 'en'],
  [['toString'], 'en'],
])) {
  test(`${JSON.stringify(preferred)} gets ${language}`, () => {
    assert.equal(chooseLanguage(preferred), language);
  });
}

test('percentages are short, and never 0 % of something', () => {
  assert.deepEqual([1, 0.9996, 0.953, 0.1, 0.0996, 0.032, 0.001, 0.0004, 0].map(en.percent), [
    '100%',
    '100%',
    '95%',
    '10%',
    '10%',
    '3.2%',
    '0.1%',
    '< 0.1%',
    '0.0%',
  ]);
});

const failure = { code: 'image/damaged', message: 'cut short' };
const result = recognisedAs([{ index: 1, score: 0.5, labels: { en: 'hen', zh: '母鸡' } }]);
const unsure = { ...result, answer: { ...result.answer, index: null, unknown: true } };
const loaded = { type: 'modelReady', model: { sha256: 'aa', name: 'Shipped' } };
const added = (...ids) => ({
  type: 'added',
  pictures: ids.map((id) => ({ id, name: `${id}.png` })),
});
const outcome = (id, event) => [
  { type: 'started', id },
  { id, ...event },
];
const done = (id) => outcome(id, { type: 'answered', result });
const doubtful = (id) => outcome(id, { type: 'answered', result: unsure });
const failed = (id) => outcome(id, { type: 'refused', failure });
const status = (texts, ...events) =>
  statusText(events.flat().reduce(reduce, initialState(texts === zh ? 'zh' : 'en', [])), texts);

test('the status says how things are', () => {
  assert.equal(status(en), 'Getting ready…');
  assert.equal(status(en, loaded), 'Ready.');
  assert.equal(status(en, loaded, added(1)), 'Looking at the picture…');
  assert.equal(status(en, loaded, added(1, 2)), 'Looking at 2 pictures…');
  assert.equal(
    status(en, { type: 'loadFailed', failure: { code: 'asset/unreachable' } }),
    'The page could not get ready. A part of it could not be loaded.',
  );
});

test('the status tells the answer for one picture, and counts for many', () => {
  assert.equal(status(en, loaded, added(1), done(1)), '1.png: hen, 50%');
  assert.equal(status(zh, loaded, added(1), done(1)), '1.png：母鸡，50%');
  assert.equal(status(en, loaded, added(1), failed(1)), '1.png: The picture is damaged.');
  assert.equal(status(en, loaded, added(1), { type: 'cancelled' }), '1.png: Cancelled');
  assert.equal(
    status(en, loaded, added(1, 2, 3), done(1), failed(2), { type: 'cancelled' }),
    '1 named, 1 could not be read, 1 cancelled.',
  );
});

test('the status says doubt in the words of the cards, and counts it', () => {
  assert.equal(
    status(en, loaded, added(1), doubtful(1)),
    '1.png: Not sure. The best guess is “hen” with 50%.',
  );
  assert.equal(status(zh, loaded, added(1), doubtful(1)), '1.png：不确定。最可能的是“母鸡”，50%。');
  const three = [loaded, added(1, 2, 3), done(1), doubtful(2), done(3)];
  assert.equal(status(en, ...three), '2 named, 1 not sure.');
  assert.equal(status(zh, ...three), '认出 2 张，1 张不确定。');
});

test('a code without a sentence of its own gets the general one', () => {
  assert.equal(sentenceOf({ code: 'call/bad-argument' }, en), en.otherError);
  assert.equal(sentenceOf({ code: 'toString' }, en), en.otherError);
});
