// Heat maps in the page have the colours of the command line's, and lie where they belong.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { colorRamp, controlPoints } from '../../web/page/view/detail/color_ramp.ts';
import { heatPixels } from '../../web/page/view/detail/heat_pixels.ts';

const pixelAt = (pixels, width, x, y) => [
  ...pixels.subarray(4 * (y * width + x), 4 * (y * width + x) + 3),
];

test('the colours are those of the core', () => {
  const source = readFileSync(
    new URL('../../src/postprocess/color_ramp.cc', import.meta.url),
    'utf8',
  );
  const points = [...source.matchAll(/^ +\{(\d+), (\d+), (\d+)\},$/gm)].map(([, ...color]) =>
    color.map(Number),
  );
  assert.deepEqual(controlPoints, points);
});

test('the ramp meets its points, and each step is lighter than the one before', () => {
  assert.deepEqual([colorRamp[0], colorRamp[255]], [controlPoints[0], controlPoints[8]]);
  assert.equal(colorRamp.length, 256);
  const luminance = ([red, green, blue]) =>
    0.2126 * red ** 2.2 + 0.7152 * green ** 2.2 + 0.0722 * blue ** 2.2;
  for (let i = 8; i < 256; i += 8)
    assert.ok(luminance(colorRamp[i]) > luminance(colorRamp[i - 8]), String(i));
});

test('each cell has its own colour in its middle, and the edge goes on beyond the outermost middles', () => {
  const map = { width: 2, height: 2, values: Float32Array.of(0, 1, 0.2, 0.4) };
  const pixels = heatPixels(map, 8, 8);
  assert.deepEqual(pixelAt(pixels, 8, 0, 0), colorRamp[0]);
  assert.deepEqual(pixelAt(pixels, 8, 7, 0), colorRamp[255]);
  assert.deepEqual(pixelAt(pixels, 8, 0, 7), colorRamp[51]);
  assert.deepEqual(pixelAt(pixels, 8, 7, 7), colorRamp[102]);
});

test('between two cells the value grows evenly', () => {
  const pixels = heatPixels({ width: 2, height: 1, values: [0, 1] }, 4, 1);
  assert.deepEqual(
    [0, 1, 2, 3].map((x) => pixelAt(pixels, 4, x, 0)),
    [0, 64, 191, 255].map((i) => colorRamp[i]),
  );
});

test('what is not between 0 and 1 counts as the nearer end', () => {
  const pixels = heatPixels({ width: 2, height: 1, values: [-3, 7] }, 2, 1);
  assert.deepEqual(
    [pixelAt(pixels, 2, 0, 0), pixelAt(pixels, 2, 1, 0)],
    [colorRamp[0], colorRamp[255]],
  );
});
