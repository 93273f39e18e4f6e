// The sample pictures that the page offers: each as it is, as scripts for a page from disk, and small. The page fetches
// one when somebody chooses it. Their licences ask for credit, which stands in web/page/input/sample_pictures.ts.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { pieceFiles } from './pieces.mjs';
import '../../register_typescript.mjs';

const { samples } = await import('../../../web/page/input/sample_pictures.ts');

/** @param {string} folder @returns {string | undefined} the first sample that is not in it, as a path */
export function missingSample(folder) {
  return samples.map(({ file }) => join(folder, file)).find((path) => !existsSync(path));
}

/**
 * @param {string} root of the checkout
 * @param {string | undefined} folder without one the page offers none
 * @returns {{ name: string, content: Buffer, pieces: { name: string, content: string }[],
 *   thumbnail: { name: string, content: Buffer } }[]}
 */
export function readSamples(root, folder) {
  return folder === undefined ? [] : samples.map(({ file }) => readSample(root, folder, file));
}

function readSample(root, folder, file) {
  const stem = file.replace(/\.\w+$/, '');
  const content = readFileSync(join(folder, file));
  const small = readFileSync(join(root, 'web/samples', `${stem}.jpg`));
  return {
    name: `samples/${file}`,
    content,
    pieces: pieceFiles(`offline/samples/${stem}`, content),
    thumbnail: { name: `samples/small/${stem}.jpg`, content: small },
  };
}
