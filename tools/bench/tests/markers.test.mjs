// The generated part of a document is replaced; what people wrote stays.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { replacePart } from '../harness/markers.mjs';

test('a document without the part gets it at its end', () => {
  assert.match(
    replacePart('# Title\n', 'times', 'new'),
    /^# Title\n\n<!-- times: written by `make bench` -->\nnew\n<!-- times: end -->\n$/,
  );
});

test('what stands around the part stays, and writing twice changes nothing', () => {
  const first = `${replacePart('before\n', 'times', 'old')}after\n`;
  const second = replacePart(first, 'times', 'new');
  assert.match(second, /^before\n/);
  assert.match(second, /after\n$/);
  assert.ok(second.includes('new') && !second.includes('old'));
  assert.equal(replacePart(second, 'times', 'new'), second);
});

test('a part without its end is not guessed at', () => {
  const broken = replacePart('', 'times', 'old').replace('<!-- times: end -->', '');
  assert.throws(() => replacePart(broken, 'times', 'new'), /no beginning or no end/);
});
