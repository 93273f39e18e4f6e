// The public library, dist/glance.js. Its types and documentation are in glance.d.ts.
import { create } from './library/create.js';

export { GlanceError } from './library/errors.js';

/** @type {import('./glance.d.ts').createClassifier} */
export function createClassifier(options) {
  // GLANCE_MANIFEST is put in by tools/bundle.mjs: names, sizes and SHA-256 of the files beside this one.
  return create({ assets: new URL('.', import.meta.url), manifest: GLANCE_MANIFEST }, options);
}
