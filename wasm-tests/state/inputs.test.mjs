// The ways in: which this browser has, the sentence about what came, and a sample on its way.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { languages } from '../../web/page/strings/strings.ts';
import { zh } from '../../web/page/strings/zh.ts';
import { initialState, reduce } from '../../web/page/state/reduce.ts';
import { noticeText } from '../../web/page/input/notice.ts';
import { samples } from '../../web/page/input/sample_pictures.ts';

const { en } = languages;
const after = (...events) => events.reduce(reduce, initialState('en', []));
const folder = (more) => ({
  kind: 'folder',
  folder: 'holiday',
  pictures: 0,
  others: 0,
  unreadable: [],
  ...more,
});

test('at first there are no ways but the file input, and nothing to say', () => {
  const { inputs } = after();
  assert.deepEqual(inputs, {
    folders: false,
    clipboard: false,
    samples: [],
    fetching: null,
    notice: null,
  });
});

test('what is found and noticed is kept, frozen', () => {
  const { inputs } = after(
    { type: 'inputsFound', folders: true, clipboard: false, samples: [{ name: 'samples/a.png' }] },
    { type: 'noticed', notice: { kind: 'nothingToPaste' } },
  );
  assert.deepEqual(
    [inputs.folders, inputs.clipboard, inputs.samples.length, inputs.notice.kind],
    [true, false, 1, 'nothingToPaste'],
  );
  for (const part of [inputs, inputs.samples, inputs.notice]) assert.ok(Object.isFrozen(part));
});

test('the same notice again changes nothing', () => {
  const state = after();
  assert.equal(reduce(state, { type: 'noticed', notice: null }), state);
});

test('a sample is on its way until it comes or fails; a wish takes the last notice away', () => {
  const wanted = after(
    { type: 'noticed', notice: { kind: 'nothingToPaste' } },
    { type: 'sampleRequested', file: 'samples/a.png' },
  );
  assert.deepEqual([wanted.inputs.fetching, wanted.inputs.notice], ['samples/a.png', null]);
  assert.equal(reduce(wanted, { type: 'sampleFetched' }).inputs.fetching, null);
  const { inputs } = reduce(wanted, {
    type: 'sampleFailed',
    failure: { code: 'asset/unreachable', message: '' },
  });
  assert.equal(inputs.fetching, null);
  assert.equal(
    noticeText(inputs.notice, en),
    'The picture could not be fetched. A part of it could not be loaded.',
  );
});

for (const [notice, sentence] of [
  [null, ''],
  [{ kind: 'searching', folder: 'holiday' }, 'Looking through “holiday”…'],
  [folder({ pictures: 37 }), '37 pictures from “holiday”.'],
  [folder({ pictures: 1, others: 1 }), '1 picture from “holiday”; 1 other file left out.'],
  [folder({ others: 12 }), 'There are no pictures in “holiday”, only 12 other files.'],
  [folder(), '“holiday” is empty.'],
  [
    folder({ pictures: 2, unreadable: ['holiday/secret'] }),
    '2 pictures from “holiday”. “holiday/secret” could not be read.',
  ],
  [
    folder({ pictures: 2, unreadable: ['a', 'b', 'c'] }),
    '2 pictures from “holiday”. “a” and 2 more could not be read.',
  ],
  [{ kind: 'nothingToPaste' }, 'There is no picture on the clipboard.'],
]) {
  test(`notice: ${sentence || 'nothing'}`, () => assert.equal(noticeText(notice, en), sentence));
}

test('a folder that could not be read at all is not called empty', () => {
  assert.equal(noticeText(folder({ unreadable: ['holiday'] }), en), '“holiday” could not be read.');
  assert.equal(noticeText(folder({ unreadable: ['holiday'] }), zh), '无法读取“holiday”。');
});

test('every sample has a name in both languages, and credit', () => {
  for (const { name, by, license } of samples) {
    for (const strings of [en, zh]) {
      assert.match(strings.samples[name], /./);
      const whole = strings.trySample(strings.samples[name], { by, license });
      assert.ok(whole.includes(by) && whole.includes(license), whole);
    }
  }
});
