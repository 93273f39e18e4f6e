// The four builds of the core, and the module that teaches and finds duplicates. Cores that differ only in SIMD have the same glue in JavaScript, so
// the worker holds two of them, and that of teaching.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { pieceFiles } from './pieces.mjs';

/** By preset of CMakePresets.json. */
export const builds = Object.freeze([
  { preset: 'wasm', stem: 'simd', simd: 'simd', sharedMemory: false },
  { preset: 'wasm-relaxed', stem: 'relaxed', simd: 'relaxed', sharedMemory: false },
  { preset: 'wasm-threads', stem: 'simd-threads', simd: 'simd', sharedMemory: true },
  { preset: 'wasm-relaxed-threads', stem: 'relaxed-threads', simd: 'relaxed', sharedMemory: true },
]);

const pathOf = (folder, { preset }, extension) =>
  join(folder, preset, 'src/bindings', `glance-core.${extension}`);
const teachPathOf = (folder, extension) =>
  join(folder, builds[0].preset, 'src/bindings', `glance-teach.${extension}`);

/** @param {string} folder has the presets' folders @returns {string | undefined} the first file of them that is not there */
export function missingCoreFile(folder) {
  const paths = builds.flatMap((build) =>
    ['js', 'wasm'].map((extension) => pathOf(folder, build, extension)),
  );
  paths.push(...['js', 'wasm'].map((extension) => teachPathOf(folder, extension)));
  return paths.find((path) => !existsSync(path));
}

/**
 * @param {string} folder
 * @returns {{ name: string, wasm: Buffer, pieces: { name: string, content: string }[], simd: string,
 *   sharedMemory: boolean }[]} no pieces with shared memory, which a page from disk never has
 */
export function readCores(folder) {
  return builds.map((build) => {
    const { stem, simd, sharedMemory } = build;
    const wasm = readFileSync(pathOf(folder, build, 'wasm'));
    const pieces = sharedMemory ? [] : pieceFiles(`offline/wasm-${stem}`, wasm);
    return { name: `glance-${stem}.wasm`, wasm, pieces, simd, sharedMemory };
  });
}

/** @returns {{ name: string, wasm: Buffer, pieces: { name: string, content: string }[] }} */
export function readTeach(folder) {
  const wasm = readFileSync(teachPathOf(folder, 'wasm'));
  return { name: 'glance-teach.wasm', wasm, pieces: pieceFiles('offline/wasm-teach', wasm) };
}

/** @returns {Record<string, string>} the paths of the glue by the name that the worker imports it by; throws when one does not fit all */
export function gluePaths(folder) {
  return {
    'glance-core': onlyGlue(folder, false),
    'glance-core-shared': onlyGlue(folder, true),
    'glance-teach': teachPathOf(folder, 'js'),
  };
}

function onlyGlue(folder, sharedMemory) {
  const [path, ...others] = builds
    .filter((build) => build.sharedMemory === sharedMemory)
    .map((build) => pathOf(folder, build, 'js'));
  const text = readFileSync(path, 'utf8');
  const different = others.find((other) => readFileSync(other, 'utf8') !== text);
  if (different) throw new Error(`${different} differs from ${path}: build both anew (make wasm)`);
  return path;
}
