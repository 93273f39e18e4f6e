// LICENSES.txt of a release: what the build of the core wrote, the packages that are bundled into the scripts, WordNet, of
// which the groups in the weight files are made, and the sample pictures.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const bundledPackages = ['@noble/hashes', 'client-zip', 'idb', 'preact'];

/**
 * @param {string} root of the checkout, with node_modules
 * @param {string} path of the core's licence texts
 * @param {boolean} withSamples
 * @returns {string}
 */
export function licenseTexts(root, path, withSamples) {
  const textOf = (name) => {
    const folder = join(root, 'node_modules', name);
    const file = ['LICENSE', 'LICENSE.txt'].find((each) => existsSync(join(folder, each)));
    return readFileSync(join(folder, file ?? 'LICENSE'), 'utf8');
  };
  const samples = withSamples
    ? [section('Sample pictures', readFileSync(join(root, 'web/samples/LICENSES.txt'), 'utf8'))]
    : [];
  const sections = bundledPackages.map((name) => section(name, textOf(name)));
  const wordnet = readFileSync(join(root, 'third_party/wordnet/LICENSE'), 'utf8');
  sections.push(section('WordNet 3.0', wordnet));
  return [readFileSync(path, 'utf8').trimEnd(), '', ...sections, ...samples].join('\n');
}

function section(title, text) {
  return `---- ${title} ----\n\n${text.trim()}\n`;
}
