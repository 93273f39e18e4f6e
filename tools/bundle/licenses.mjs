// LICENSES.txt of a release: what the build of the core wrote, and the packages that are bundled into the scripts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const bundledPackages = ['@noble/hashes'];

/**
 * @param {string} root of the checkout, with node_modules
 * @param {string} path of the core's licence texts
 * @returns {string}
 */
export function licenseTexts(root, path) {
  const textOf = (name) => readFileSync(join(root, 'node_modules', name, 'LICENSE'), 'utf8');
  const sections = bundledPackages.map((name) => `---- ${name} ----\n\n${textOf(name).trim()}\n`);
  return [readFileSync(path, 'utf8').trimEnd(), '', ...sections].join('\n');
}
