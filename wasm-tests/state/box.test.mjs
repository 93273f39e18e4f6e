// The box on a picture: moved, pulled and drawn, it stays whole pixels and inside of the picture.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  between,
  isWhole,
  middleOf,
  moved,
  resized,
  stepOf,
  wholeOf,
} from '../../web/page/state/box.ts';
import { carriedOver, placeOn, sheetOf } from '../../web/page/detail/sheet.ts';

const picture = { width: 640, height: 480 }; // the smallest box has sides of 40
const box = { x: 100, y: 100, width: 200, height: 100 };
const boxOf = (x, y, width, height) => ({ x, y, width, height });

/** @type {import('../../web/page/state/box.ts').Corner[]} */
const corners = ['nw', 'ne', 'sw', 'se'];

test('a box moves by whole pixels and stops at the edges with its size', () => {
  assert.deepEqual(moved(box, { x: 10.4, y: -10.6 }, picture), boxOf(110, 89, 200, 100));
  assert.deepEqual(moved(box, { x: -999, y: -999 }, picture), boxOf(0, 0, 200, 100));
  assert.deepEqual(moved(box, { x: 999, y: 999 }, picture), boxOf(440, 380, 200, 100));
});

test('a corner that is pulled leaves the one across from it where it is', () => {
  assert.deepEqual(resized(box, 'se', { x: 20, y: 30 }, picture), boxOf(100, 100, 220, 130));
  assert.deepEqual(resized(box, 'nw', { x: 20, y: 30 }, picture), boxOf(120, 130, 180, 70));
  assert.deepEqual(resized(box, 'ne', { x: 20, y: 30 }, picture), boxOf(100, 130, 220, 70));
  assert.deepEqual(resized(box, 'sw', { x: 20, y: 30 }, picture), boxOf(120, 100, 180, 130));
});

test('a corner stops at the edges of the picture and before the box is too small', () => {
  assert.deepEqual(resized(box, 'se', { x: 999, y: 999 }, picture), boxOf(100, 100, 540, 380));
  assert.deepEqual(resized(box, 'nw', { x: -999, y: -999 }, picture), boxOf(0, 0, 300, 200));
  assert.deepEqual(resized(box, 'se', { x: -999, y: -999 }, picture), boxOf(100, 100, 40, 40));
  assert.deepEqual(resized(box, 'nw', { x: 999, y: 999 }, picture), boxOf(260, 160, 40, 40));
});

test('a box may be drawn in every direction, and is never too small or outside', () => {
  const from = { x: 300, y: 200 };
  assert.deepEqual(between(from, { x: 400, y: 280 }, picture), boxOf(300, 200, 100, 80));
  assert.deepEqual(between(from, { x: 200, y: 120 }, picture), boxOf(200, 120, 100, 80));
  assert.deepEqual(between(from, { x: 400, y: 120 }, picture), boxOf(300, 120, 100, 80));
  assert.deepEqual(between(from, from, picture), boxOf(300, 200, 40, 40));
  assert.deepEqual(
    between({ x: 639, y: 479 }, { x: 640, y: 480 }, picture),
    boxOf(600, 440, 40, 40),
  );
  assert.deepEqual(between({ x: -5, y: -5 }, { x: -9, y: -9 }, picture), boxOf(0, 0, 40, 40));
});

test('every box of a picture of one row is inside of it', () => {
  const row = { width: 100, height: 1 };
  for (const corner of corners) {
    const { y, height } = resized(middleOf(row), corner, { x: 3, y: 3 }, row);
    assert.deepEqual([y, height], [0, 1]);
  }
  assert.deepEqual(between({ x: 50, y: 1 }, { x: 90, y: 1 }, row), boxOf(50, 0, 40, 1));
});

test('random pulls and moves never leave the picture', () => {
  let seed = 7;
  const random = (most) => {
    seed = (seed * 48271) % 2147483647;
    return seed % most;
  };
  let wandering = middleOf(picture);
  for (let i = 0; i < 2000; ++i) {
    const by = { x: random(800) - 400, y: random(800) - 400 };
    const corner = corners[random(4)];
    wandering = random(2) ? moved(wandering, by, picture) : resized(wandering, corner, by, picture);
    const { x, y, width, height } = wandering;
    assert.ok([x, y, width, height].every(Number.isInteger), JSON.stringify(wandering));
    assert.ok(
      x >= 0 && y >= 0 && width >= 40 && height >= 40 && x + width <= 640 && y + height <= 480,
      JSON.stringify(wandering),
    );
  }
});

test('the middle is half as wide and as high; the whole is whole', () => {
  assert.deepEqual(middleOf(picture), boxOf(160, 120, 320, 240));
  assert.ok(
    isWhole(wholeOf(picture), picture) &&
      isWhole(null, picture) &&
      !isWhole(middleOf(picture), picture),
  );
});

test('arrow keys go a fortieth of the longer side, other keys nowhere', () => {
  assert.deepEqual(stepOf('ArrowLeft', picture), { x: -16, y: 0 });
  assert.deepEqual(stepOf('ArrowDown', picture), { x: 0, y: 16 });
  assert.deepEqual(stepOf('ArrowUp', { width: 3, height: 5 }), { x: 0, y: -1 });
  assert.equal(stepOf('Enter', picture), null);
  assert.equal(stepOf('toString', picture), null);
});

test('the sheet is the picture, but for the letterbox, which needs room for its bars', () => {
  assert.deepEqual(sheetOf(picture, 'crop', 1), boxOf(0, 0, 640, 480));
  assert.deepEqual(sheetOf(picture, 'squash', 1), boxOf(0, 0, 640, 480));
  assert.deepEqual(sheetOf(picture, 'letterbox', 1), boxOf(0, -80, 640, 640));
  assert.deepEqual(sheetOf({ width: 100, height: 300 }, 'letterbox', 2), boxOf(-250, 0, 600, 300));
});

test('places are parts of the sheet', () => {
  assert.deepEqual(placeOn(boxOf(0, 0, 640, 480), boxOf(0, -80, 640, 640)), {
    left: 0,
    top: 0.125,
    width: 1,
    height: 0.75,
  });
});

test('what was seen of a box moves and grows with it', () => {
  const seen = boxOf(120, 110, 80, 80);
  assert.deepEqual(carriedOver(seen, box, box), seen);
  assert.deepEqual(
    carriedOver(seen, box, moved(box, { x: 5, y: 7 }, picture)),
    boxOf(125, 117, 80, 80),
  );
  assert.deepEqual(carriedOver(seen, box, boxOf(100, 100, 400, 200)), boxOf(140, 120, 160, 160));
});
