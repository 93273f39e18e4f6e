// The answers as files: a CSV that a strict reader reads back and no spreadsheet runs, and a JSON document of a fixed shape.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cellOf, csvOf, jsonOf } from '../../web/page/export/answers_file.ts';
import { initialState, reduce } from '../../web/page/state/reduce.ts';
import { languages } from '../../web/page/strings/strings.ts';
import { zh } from '../../web/page/strings/zh.ts';
import { recognisedAs } from './words.mjs';

const preprocessing = {
  input_size: [224, 224],
  resize_shorter: 256,
  filter: 'bicubic',
  mean: [127, 127, 127],
  std: [128, 128, 128],
};
const model = {
  name: 'Net, the "first"',
  sha256: 'a'.repeat(64),
  preprocessing,
  inputWidth: 224,
  inputHeight: 224,
};
const decisive = { x: 10.5, y: 20, width: 240, height: 240 };
const timings = { decode: 1.25, preprocess: 0.5, infer: 10, total: 11.75 };
const predictionsOf = (...pairs) =>
  pairs.map(([index, score, en, zh]) => ({ index, score, labels: { en, zh } }));
const answer = (...pairs) => ({
  width: 640,
  height: 480,
  looks: 9,
  decisive,
  timings,
  notes: [],
  model,
  backend: {},
  ...recognisedAs(predictionsOf(...pairs)),
});

/** @param {import('../../web/page/state/state.ts').Language} language */
function stateOf(language = 'en') {
  const names = ['a.png', '=cmd|calc.png', 'line\nbreak, "quoted".jpg', '猫.png', 'waiting.png'];
  const pictures = names.map((name, i) => ({ id: i + 1, name, file: new Blob(['x'.repeat(i)]) }));
  /** @type {any[]} */
  const events = [
    { type: 'added', pictures },
    { type: 'started', id: 1 },
    {
      type: 'answered',
      id: 1,
      result: answer([7, 0.75, 'cock', '公鸡'], [8, 0.1234567, 'hen', '母鸡']),
    },
    { type: 'started', id: 2 },
    {
      type: 'answered',
      id: 2,
      result: {
        ...answer([9, 1, '@ostrich', '鸵鸟']),
        notes: [{ code: 'note/turned', message: '' }],
      },
    },
    { type: 'started', id: 3 },
    { type: 'refused', id: 3, failure: { code: 'image/damaged', message: 'cut\r\nshort' } },
    { type: 'cancelled' },
    { type: 'added', pictures: [{ id: 6, name: 'later.png', file: new Blob() }] },
  ];
  return events.reduce(reduce, initialState(language, []));
}

// A strict reader of RFC 4180, written for this test: rows of cells.
function readCsv(text) {
  const rows = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/y;
  while (cell.lastIndex < text.length) {
    const [, quoted, plain, end] = cell.exec(text) ?? assert.fail(`not CSV at ${cell.lastIndex}`);
    rows.at(-1).push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\r\n') rows.push([]);
  }
  assert.deepEqual(rows.pop(), [], 'the last row ends with a line break');
  return rows;
}

function recordsOfCsv(text) {
  const [header, ...rows] = readCsv(text.slice(1));
  for (const row of rows) assert.equal(row.length, header.length);
  return rows.map((row) => Object.fromEntries(row.map((value, i) => [header[i], value])));
}

test('a strict reader reads back a row for each settled picture, and none for those that wait', () => {
  const records = recordsOfCsv(csvOf(stateOf()));
  assert.deepEqual(
    records.map(({ file, status }) => [file, status]),
    [
      ['a.png', 'done'],
      ["'=cmd|calc.png", 'done'],
      ['line\nbreak, "quoted".jpg', 'failed'],
      ['猫.png', 'cancelled'],
      ['waiting.png', 'cancelled'],
    ],
  );
});

test('an answered picture has size, labels with index and score, model, SHA-256, preprocessing and times', () => {
  const [first] = recordsOfCsv(csvOf(stateOf()));
  assert.deepEqual(first, {
    file: 'a.png',
    status: 'done',
    width: '640',
    height: '480',
    bytes: '0',
    answer: 'cock',
    answer_score: '0.750000',
    answer_group: '',
    unknown: 'false',
    index_1: '7',
    label_1: 'cock',
    score_1: '0.750000',
    index_2: '8',
    label_2: 'hen',
    score_2: '0.123457',
    model: 'Net, the "first"',
    model_sha256: 'a'.repeat(64),
    input_width: '224',
    input_height: '224',
    preprocessing: JSON.stringify(preprocessing),
    decode_ms: '1.25',
    preprocess_ms: '0.50',
    infer_ms: '10.00',
    total_ms: '11.75',
    notes: '',
    error_code: '',
    error_message: '',
  });
});

test('a failed picture has its code and message, and no label', () => {
  const failed = recordsOfCsv(csvOf(stateOf()))[2];
  assert.deepEqual([failed.error_code, failed.error_message], ['image/damaged', 'cut\r\nshort']);
  assert.deepEqual([failed.width, failed.label_1, failed.model, failed.total_ms], ['', '', '', '']);
});

test('the CSV begins with a byte order mark, and lines end with CR LF', () => {
  const text = csvOf(stateOf());
  assert.equal(text.codePointAt(0), 0xfeff);
  assert.ok(text.endsWith('\r\n'));
});

test('with no picture there is only the header', () => {
  assert.equal(readCsv(csvOf(initialState('en', [])).slice(1)).length, 1);
});

for (const start of ['=', '+', '-', '@', '\t', '\r']) {
  test(`a text that begins with ${JSON.stringify(start)} cannot be a formula`, () => {
    assert.equal(readCsv(`${cellOf(`${start}1+1`)}\r\n`)[0][0], `'${start}1+1`);
  });
}

test('numbers and texts with such a character elsewhere stay as they are', () => {
  assert.deepEqual([-0.5, 'a=b', 'x-y', '', undefined, 0].map(cellOf), [
    '-0.5',
    'a=b',
    'x-y',
    '',
    '',
    '0',
  ]);
});

test('quotes, commas and line breaks are quoted, as RFC 4180 has it', () => {
  assert.deepEqual(['a,b', 'say "hi"', 'two\nlines', 'plain'].map(cellOf), [
    '"a,b"',
    '"say ""hi"""',
    '"two\nlines"',
    'plain',
  ]);
});

test('labels are in the language of the page', () => {
  assert.equal(recordsOfCsv(csvOf(stateOf('zh')))[0].label_1, '公鸡');
  assert.equal(JSON.parse(jsonOf(stateOf('zh'))).pictures[0].predictions[0].label, '公鸡');
});

test('as many labels are saved as the settings show, however small their scores', () => {
  const fewer = reduce(stateOf(), { type: 'settingChanged', name: 'topK', value: 1 });
  const state = reduce(fewer, { type: 'settingChanged', name: 'level', value: 0.9 });
  const { pictures } = JSON.parse(jsonOf(state));
  assert.deepEqual(
    pictures[0].predictions.map(({ label }) => label),
    ['cock'],
  );
  assert.equal(Object.hasOwn(recordsOfCsv(csvOf(state))[0], 'label_2'), false);
});

test('the JSON document names each model once, and has the records of the command line', () => {
  const { models, pictures, ...rest } = JSON.parse(jsonOf(stateOf()));
  assert.deepEqual(rest, { format: 'glance-answers', version: 1, language: 'en' });
  assert.deepEqual(models, [
    { name: model.name, sha256: model.sha256, preprocessing, input: { width: 224, height: 224 } },
  ]);
  assert.deepEqual(pictures[0], {
    file: 'a.png',
    bytes: 0,
    status: 'done',
    width: 640,
    height: 480,
    looks: 9,
    decisive,
    timings_ms: timings,
    notes: [],
    model: 0,
    answer: { label: 'cock', score: 0.75, index: 7, group: null, unknown: false },
    predictions: [
      { index: 7, label: 'cock', score: 0.75 },
      { index: 8, label: 'hen', score: 0.1234567 },
    ],
  });
  assert.deepEqual(pictures[1].notes, ['note/turned']);
  assert.deepEqual(pictures[2], {
    file: 'line\nbreak, "quoted".jpg',
    bytes: 2,
    status: 'failed',
    error: { code: 'image/damaged', message: 'cut\r\nshort' },
  });
  assert.deepEqual(pictures[3], { file: '猫.png', bytes: 3, status: 'cancelled' });
  assert.equal(pictures.length, 5);
});

test('the same weights at another resolution are another model', () => {
  const small = {
    ...answer([1, 1, 'hen', '鸡']),
    model: { ...model, inputWidth: 160, inputHeight: 160 },
  };
  /** @type {any[]} */
  const events = [
    { type: 'started', id: 6 },
    { type: 'answered', id: 6, result: small },
  ];
  const state = events.reduce(reduce, stateOf());
  const { models, pictures } = JSON.parse(jsonOf(state));
  assert.deepEqual(models.map(({ input }) => input.width).sort(), [160, 224]);
  assert.equal(models[pictures[0].model].input.width, 160);
});

test('what is not sure says so, as the page does, and gives its best guess as the first label', () => {
  languages.zh = zh; // as loaded
  const unsure = answer([920, 0.31, 'prison', '监狱']);
  unsure.answer = { ...unsure.answer, score: 0.31, index: null, unknown: true };
  /** @type {any[]} */
  const events = [
    { type: 'started', id: 6 },
    { type: 'answered', id: 6, result: unsure },
  ];
  for (const [language, label] of /** @type {const} */ ([
    ['en', 'Not sure'],
    ['zh', '不确定'],
  ])) {
    const state = events.reduce(reduce, stateOf(language));
    const [first] = JSON.parse(jsonOf(state)).pictures;
    assert.deepEqual(first.answer, { label, score: 0.31, index: null, group: null, unknown: true });
    assert.equal(first.predictions[0].index, 920);
    const [row] = recordsOfCsv(csvOf(state));
    assert.deepEqual([row.answer, row.unknown], [label, 'true']);
  }
});
