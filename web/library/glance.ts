// The public library, dist/glance.js. tools/release/bundle makes its types, dist/glance.d.ts, from what is exported here.
import type { Manifest } from './assets.ts';
import { create } from './create.ts';
import type { Classifier, ClassifierOptions, ModelDescription } from './types.ts';

export { GlanceError } from '../shared/errors.ts';
export { findDuplicates, findSimilar } from './likeness.ts';
export { createTeacher } from './teacher.ts';
export type * from './types.ts';

/** Names, sizes and SHA-256 of the files beside this one. tools/release/bundle puts them in. */
declare const GLANCE_MANIFEST: Manifest;

/** The models of this release, the default one first. Those that are not asked for cost nothing. */
export const shippedModels: readonly ModelDescription[] = Object.freeze(
  GLANCE_MANIFEST.models.map(({ description }) => Object.freeze(description)),
);

/**
 * Starts a classifier.
 *
 * Rejects with AbortError, or with a GlanceError of one of the codes `asset/unreachable`, `asset/wrong-content` (its
 * size or SHA-256 differs), `backend/no-webassembly`, `backend/no-simd`, `backend/refused` (content policy), `model/*`,
 * `infer/*`, `memory/exhausted`, `file/unreadable`, `worker/start-failed`, `call/bad-argument`.
 */
export function createClassifier(options?: ClassifierOptions): Promise<Classifier> {
  return create({ assets: new URL('.', import.meta.url), manifest: GLANCE_MANIFEST }, options);
}
