// What the page says of models, and how it tames the texts of strangers' files.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { languages } from '../../web/page/strings/strings.ts';
import { zh } from '../../web/page/strings/zh.ts';
import { describedBy, tidy } from '../../web/page/models/description.ts';
import { notificationDetail, notificationText } from '../../web/page/models/notification.ts';
import { plainWords } from './words.mjs';

const { en } = languages;
const model = { name: 'Lite' };
const failure = { code: 'model/truncated', message: 'bytes are missing' };
const say = (state, texts = en) =>
  notificationText({ loading: null, model, notification: null, ...state }, texts);
const detail = (state) =>
  notificationDetail({ loading: null, model, notification: null, ...state });

test('nothing to say is nothing', () => {
  assert.equal(say({}), '');
  assert.equal(say({ model: null, loading: { name: 'Lite' } }), '');
});

test('a model that arrives is told of before older news', () => {
  const state = {
    loading: { name: 'net.safetensors' },
    notification: { kind: 'refused', name: 'old', failure },
  };
  assert.equal(say(state), 'Loading net.safetensors…');
  assert.equal(detail(state), '');
});

test('a refusal says why and what stays, in both languages', () => {
  const notification = { kind: 'refused', name: 'net.safetensors', failure };
  assert.equal(
    say({ notification }),
    'net.safetensors was not used. The file is cut short. Copy it again. Lite stays in use.',
  );
  assert.equal(
    say({ notification }, zh),
    '没有使用 net.safetensors。文件不完整，请重新复制。继续使用 Lite。',
  );
  assert.equal(
    say({ notification, model: null }),
    'net.safetensors was not used. The file is cut short. Copy it again.',
  );
  assert.equal(detail({ notification }), 'bytes are missing (model/truncated)');
});

test('a model in use says whether it is remembered, and why not', () => {
  const notification = { kind: 'inUse', name: 'Net' };
  assert.equal(say({ notification }), 'Net answers from now on.');
  assert.equal(
    say({ notification: { ...notification, stored: true } }),
    'Net answers from now on. It is remembered on this device.',
  );
  assert.equal(
    say({
      notification: {
        ...notification,
        stored: false,
        failure: { code: 'storage/full', message: '' },
      },
    }),
    'Net answers from now on. It is not remembered, so choose the file again next time. The browser has no room left for it.',
  );
});

test('every kind of news has its sentence', () => {
  for (const texts of [en, zh]) {
    for (const kind of ['inUse', 'refused', 'lost', 'unconverted', 'forgotten', 'notForgotten']) {
      assert.match(say({ notification: { kind, name: 'Net', failure } }, texts), /Net/);
    }
  }
});

for (const [name, command] of [
  ['net.pth', 'tools/convert_model.py net.pth -o net.safetensors'],
  ['my net.v2.onnx', "tools/convert_model.py 'my net.v2.onnx' -o 'my net.v2.safetensors'"],
  ["it's; rm.pt", "tools/convert_model.py 'it'\\''s; rm.pt' -o 'it'\\''s; rm.safetensors'"],
]) {
  test(`${name} gets the command that converts it`, () => {
    assert.equal(detail({ notification: { kind: 'unconverted', name } }), command);
  });
}

test('texts of strangers become short, one line, and keep their direction', () => {
  assert.equal(tidy('  a\nb\t\u202ec\u2066d '), 'a b c d');
  assert.equal(tidy('\u0000'), '');
  assert.equal(tidy('x'.repeat(61)), `${'x'.repeat(59)}…`);
  assert.equal(tidy('花'.repeat(60)), '花'.repeat(60));
  assert.equal(tidy('👩‍🔬'), '👩‍🔬');
});

test('a model is described with its first labels, as many as it has', () => {
  /** @type {any} */
  const classifier = {
    model: {
      name: 'a\nb',
      license: '',
      source: { file: 'x'.repeat(200) },
      classes: 2,
      sha256: 'aa',
    },
    ...plainWords,
  };
  const described = describedBy(classifier);
  assert.deepEqual(described.examples, { en: ['en 0', 'en 1'], zh: ['zh 0', 'zh 1'] });
  assert.equal(described.name, 'a b');
  assert.equal(described.source.file.length, 160);
  assert.equal(described.origin, 'visit');
});

test('sizes and languages are written as people write them', () => {
  assert.equal(en.bytes(18_585_016), '18.6 MB');
  assert.equal(en.bytes(1836), '1.8 kB');
  assert.equal(en.labelCount(1000, ['en', 'zh']), '1,000, in English and Chinese');
  assert.equal(zh.labelCount(5, ['en']), '5 个，语言：英语');
  assert.equal(en.labelCount(5, ['not a language!']), '5, in not a language!');
});

test('a restart says what has changed', () => {
  const state = {
    model: { name: 'Lite', inputWidth: 160, inputHeight: 160 },
    backend: { simd: 'relaxed', threads: 2 },
    notification: { kind: 'restarted', name: 'Lite' },
  };
  assert.equal(say(state), 'Lite now looks at 160 × 160 pixels, on 2 threads, relaxed SIMD.');
  assert.equal(say(state, zh), 'Lite 现在以 160 × 160 像素识别，2 线程，宽松 SIMD。');
});
