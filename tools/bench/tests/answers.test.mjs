// A contender that computes something else ends the run.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultOf } from '../harness/answers.mjs';

const expected = [0.02, 0.9, 0.08];

test('float32 may differ by rounding only', () => {
  assert.equal(faultOf([0.0201, 0.8999, 0.08], expected, 'float32'), null);
  assert.match(String(faultOf([0.03, 0.89, 0.08], expected, 'float32')), /differs by 0\.01/);
});

test('int8 may differ by a few hundredths', () => {
  assert.equal(faultOf([0.03, 0.87, 0.1], expected, 'int8'), null);
  assert.match(String(faultOf([0.02, 0.7, 0.28], expected, 'int8')), /differs by 0\.2/);
});

test('another best class, another number of classes and a NaN are faults', () => {
  assert.match(String(faultOf([0.9, 0.02, 0.08], expected, 'int8')), /best class 0, want 1/);
  assert.match(String(faultOf([0.1, 0.9], expected, 'int8')), /2 scores, want 3/);
  assert.match(String(faultOf([NaN, 0.9, 0.08], expected, 'int8')), /not a number/);
});
