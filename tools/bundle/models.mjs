// The weight files that a release ships, with what each says of itself.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

import { readDocument, sourceOf } from '../../web/worker/model_document.js';
import { pieceFiles, sha256Of } from './pieces.mjs';

/**
 * @param {string} path of a weight file
 * @returns {{ name: string, weights: Buffer, pieces: { name: string, content: string }[],
 *   description: import('../../web/glance.js').ModelDescription }} throws when it cannot be shipped, with the reason
 */
export function readModel(path) {
  const file = basename(path);
  if (!/^[\w.-]+$/.test(file)) throw new Error(`${file}: a shipped file is named by letters, digits, '.', '-' and '_'`);
  const weights = readFileSync(path);
  const pieces = pieceFiles(`offline/models/${file.replace(/\.safetensors$/, '')}`, weights);
  return { name: `models/${file}`, weights, pieces, description: describe(file, weights) };
}

function describe(file, weights) {
  const document = documentOf(file, weights);
  const { name, architecture = '', license = '', labels, preprocess } = document;
  const [inputHeight, inputWidth] = preprocess.input_size;
  const languages = Object.keys(labels).sort();
  return {
    name, architecture, license, inputHeight, inputWidth, classes: labels[languages[0]].length, languages,
    source: sourceOf(document), sha256: sha256Of(weights), byteLength: weights.length,
  };
}

function documentOf(file, weights) {
  try {
    return readDocument(weights);
  } catch (error) {
    throw new Error(`${file} is not a weight file of Glance (models/FORMAT.md): ${error.message}`);
  }
}
