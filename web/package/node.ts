// The npm package's entry for Node 20 and newer: the same library, with threads of Node in place of the browser's
// workers, and files of the disk.
import { availableParallelism } from 'node:os';

import { create } from '../library/create.ts';
import { nodeAssets } from './node_assets.ts';
import { readLocalModel } from './node_model.ts';

export { GlanceError } from '../shared/errors.ts';

const manifest = GLANCE_MANIFEST;
const mostWorkersByDefault = 4;

/** @type {import('../library/types.ts').shippedModels} */
export const shippedModels = Object.freeze(
  manifest.models.map(({ description }) => Object.freeze(description)),
);

/** @type {import('../library/types.ts').createClassifier} */
export async function createClassifier(options = {}) {
  const { workers = Math.min(mostWorkersByDefault, availableParallelism()) } = options;
  const release = { manifest, assets: new URL('.', import.meta.url), open: nodeAssets };
  return create(release, { ...options, workers, model: await readLocalModel(options.model) });
}
