// The public library, dist/glance.js. Its types and documentation are in glance.d.ts.
import { create } from './create.ts';

export { GlanceError } from '../shared/errors.ts';

// GLANCE_MANIFEST is put in by tools/bundle.mjs: names, sizes and SHA-256 of the files beside this one.
const manifest = GLANCE_MANIFEST;

/** @type {import('./types.ts').shippedModels} */
export const shippedModels = Object.freeze(
  manifest.models.map(({ description }) => Object.freeze(description)),
);

/** @type {import('./types.ts').createClassifier} */
export function createClassifier(options) {
  return create({ assets: new URL('.', import.meta.url), manifest }, options);
}
