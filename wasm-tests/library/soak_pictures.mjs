// Pictures of many sizes, some that are refused, and what is asked of them: the i-th of a soak.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './node_core.mjs';

const samples = ['coffee.png', 'chelsea.png', 'camera.png', 'china.jpg', 'flower.jpg'].map((name) =>
  join('.cache/samples', name),
);
const fixtures = [
  'image/orientation_6.jpg',
  'image/progressive.jpg',
  'image/rgb_16.png',
  'classifier/stripe_very_wide.png',
  'classifier/one_pixel.png',
];
const refused = ['image/bomb_20000x20000.png', '../CMakeLists.txt'];

/** After so many pictures the same ones come again, with the same options. */
export const roundLength = 100;

/** @returns {{ files: Uint8Array[], isGood: (i: number) => boolean }} */
export function readPictures() {
  const paths = [
    ...samples,
    ...[...fixtures, ...refused].map((name) => join('native-tests/fixtures', name)),
  ];
  const files = paths.map((path) => new Uint8Array(readFileSync(join(root, path))));
  files.push(files[0].slice(0, files[0].length / 4)); // cut: too little of it is left
  const goodCount = samples.length + fixtures.length;
  return { files, isGood: (i) => i % files.length < goodCount };
}

/** The size of the i-th picture when it comes as pixels instead of a file, which every fifth does. */
export function canvasOf(i) {
  return i % 5 === 3 ? { width: ((37 * i) % 1500) + 1, height: ((53 * i) % 900) + 1 } : undefined;
}

export function optionsOf(i) {
  return {
    topK: (i % 7) + 1,
    language: i % 2 ? 'en' : 'zh',
    heatmap: i % 4 === 1,
    view: i % 10 === 2,
    fit: ['crop', 'squash', 'letterbox'][i % 3],
  };
}
