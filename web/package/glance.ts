// The npm package's entry for browsers and their workers. As web/library/glance.ts, but every file is found by itself, so that a
// bundler may move and rename it.
import { servedAssets } from '../library/assets.ts';
import type { Assets, Manifest } from '../library/assets.ts';
import { create } from '../library/create.ts';
import type { Classifier, ClassifierOptions, ModelDescription } from '../library/types.ts';
import { GlanceError } from '../shared/errors.ts';
import { fileUrls } from './file_urls.ts';

export { GlanceError };
export { findDuplicates, findSimilar } from '../library/likeness.ts';
export { createTeacher } from '../library/teacher.ts';
export type * from '../library/types.ts';

/** tools/release/bundle puts it in. */
declare const GLANCE_MANIFEST: Manifest;

export const shippedModels: readonly ModelDescription[] = Object.freeze(
  GLANCE_MANIFEST.models.map(({ description }) => Object.freeze(description)),
);

export function createClassifier(options?: ClassifierOptions): Promise<Classifier> {
  return create({ manifest: GLANCE_MANIFEST, open }, options);
}

/** @param base the folder that the caller named */
function open(base: URL | undefined, manifest: Manifest): Assets {
  const urlOf = (name: string) => (base ? new URL(name, base) : fileUrl(name));
  if (urlOf(manifest.worker.name).protocol === 'file:') throw openedFromDisk();
  return servedAssets(base, manifest, urlOf);
}

function fileUrl(name: string): URL {
  const urlOf = fileUrls[name];
  if (!urlOf) throw new TypeError(`the package has no ${name}`);
  return urlOf();
}

function openedFromDisk(): GlanceError {
  const remedy = 'serve it, or take the page of the release (dist/), which also works from disk';
  return new GlanceError(
    'asset/unreachable',
    `a page that was opened from disk may not read the files of the npm package: ${remedy}`,
  );
}
