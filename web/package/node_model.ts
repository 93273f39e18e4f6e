// Weights that a caller of the Node entry names by a path.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

import { GlanceError } from '../shared/errors.ts';

/**
 * @param {import('../library/types.ts').ClassifierOptions['model']} model a string without scheme is a path
 * @returns {Promise<import('../library/types.ts').ClassifierOptions['model']>} the file, or `model` when it is none of the
 *   disk's; rejects with file/unreadable
 */
export async function readLocalModel(model) {
  const path = pathOf(model);
  if (path === null) return model;
  try {
    return new File([await readFile(path)], basename(path));
  } catch (error) {
    throw new GlanceError('file/unreadable', `${path} could not be read: ${error.message}`);
  }
}

function pathOf(model) {
  if (typeof model !== 'string' && !(model instanceof URL)) return null;
  if (String(model).startsWith('file:')) return fileURLToPath(model);
  return /^[a-z][a-z0-9+.-]+:/i.test(String(model)) ? null : String(model);
}
