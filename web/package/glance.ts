// The npm package's entry for browsers and their workers. As web/library/glance.ts, but every file is found by itself, so that a
// bundler may move and rename it.
import { create } from '../library/create.ts';
import { GlanceError } from '../shared/errors.ts';
import { servedAssets } from '../library/assets.ts';
import { places } from './places.ts';

export { GlanceError };

// GLANCE_MANIFEST is put in by tools/release/bundle/package.mjs.
const manifest = GLANCE_MANIFEST;

/** @type {import('../library/types.ts').shippedModels} */
export const shippedModels = Object.freeze(
  manifest.models.map(({ description }) => Object.freeze(description)),
);

/** @type {import('../library/types.ts').createClassifier} */
export function createClassifier(options) {
  return create({ manifest, open }, options);
}

/** @returns {import('../library/assets.ts').Assets} `base` is the folder that the caller named */
function open(base) {
  const urlOf = base ? (name) => new URL(name, base) : (name) => places[name]();
  if (urlOf(manifest.worker.name).protocol === 'file:') refuseDisk();
  return servedAssets(base, manifest, urlOf);
}

function refuseDisk() {
  const remedy = 'serve it, or take the page of the release (dist/), which also works from disk';
  throw new GlanceError(
    'asset/unreachable',
    `a page that was opened from disk may not read the files of the npm package: ${remedy}`,
  );
}
