#!/usr/bin/env node
// Writes web/shared/generated/limits.ts: the limits of the core that JavaScript needs before the core is there, read from
// its C++ and CMake sources. Each is found by its name, which must be defined once.
//   node tools/release/bundle/limits.mjs
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const target = 'web/shared/generated/limits.ts';

/** What JavaScript calls a limit, what the core calls it, and what it means. */
const limits = [
  { name: 'maxFileBytes', source: 'max_file_bytes', what: 'Of the file of a picture.' },
  { name: 'maxSidePx', source: 'max_side_px', what: 'Of a picture.' },
  { name: 'maxPixels', source: 'max_pixels', what: 'Width x height of a picture.' },
  { name: 'maxHeaderBytes', source: 'kMaxHeaderBytes', what: 'Of the header of a weight file.' },
  { name: 'initialHeapBytes', source: 'INITIAL_MEMORY', what: "Of the core's heap." },
  {
    name: 'maxHeapBytes',
    source: 'MAXIMUM_MEMORY',
    what: "Of the core's heap; phones refuse more.",
  },
];

/** @param {string} root of the checkout @returns {string} the text of the generated file */
export function limitsModule(root) {
  const sources = readSources(join(root, 'src'));
  const lines = limits.map(
    ({ name, source, what }) =>
      `/** ${what} \`${source}\` of the core. */\nexport const ${name} = ${grouped(valueOf(source, sources))};\n`,
  );
  return [
    '// Made by tools/release/bundle/limits.mjs from the sources of the core: do not edit.\n',
    ...lines,
  ].join('\n');
}

function readSources(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(\.(h|cc)|CMakeLists\.txt)$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

function valueOf(name, sources) {
  const definition = new RegExp(`\\b\\w*int\\w* ${name} = ([^;]+);|-s${name}=(\\w+)`, 'g');
  const found = [...sources.matchAll(definition)]
    .map(([, inCode, flag]) => (inCode ? valueInCode(inCode) : valueOfFlag(flag)))
    .filter(Number.isSafeInteger);
  if (found.length !== 1)
    throw new Error(`src/ has ${found.length} numbers named ${name}, want one`);
  return found[0];
}

// 32'768 or uint64_t{64} << 20.
function valueInCode(text) {
  const [, base, shift = '0'] = /^(?:\w+\{)?([\d']+)\}?(?: << (\d+))?$/.exec(text) ?? [];
  return Number(base?.replaceAll("'", '')) * 2 ** Number(shift);
}

// 16MB or 1GB, as emcc reads them.
function valueOfFlag(text) {
  const [, count, unit] = /^(\d+)(MB|GB)$/.exec(text) ?? [];
  return Number(count) * { MB: 2 ** 20, GB: 2 ** 30 }[unit];
}

const grouped = (value) => value.toLocaleString('en').replaceAll(',', '_');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  writeFileSync(join(root, target), limitsModule(root));
  console.log(`${target} is written.`);
}
