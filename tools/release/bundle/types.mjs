// The types of the library, dist/glance.d.ts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string} root of the checkout @returns {string} */
export function libraryTypes(root) {
  const read = (name) => readFileSync(join(root, 'web', name), 'utf8');
  const withoutLinks = (text) => text.replace(/^(import|export type \*) .*\n/gm, '');
  return `${withoutLinks(read('shared/results.ts'))}\n${withoutLinks(read('library/types.ts'))}
/** \`code\` is a stable string, \`area/reason\`; \`message\` is a sentence in English. */
export declare class GlanceError extends Error {
  readonly name: 'GlanceError';
  readonly code: string;
}

/** The models of this release, the default one first. Those that are not asked for cost nothing. */
export declare const shippedModels: readonly ModelDescription[];

/** Starts a classifier. */
export declare function createClassifier(options?: ClassifierOptions): Promise<Classifier>;
`;
}
