#!/usr/bin/env node
// Assembles dist/: the page and the library, bundled from web/, with the core and the weights, once as files for
// servers and once as classic scripts for a page opened from disk. The same inputs give the same bytes.
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { missingCoreFile } from './bundle/cores.mjs';
import { bundleDist } from './bundle/dist.mjs';
import { missingSample } from './bundle/samples.mjs';

const usage = `Usage: node tools/release/bundle.mjs --cores FOLDER --model FILE [--model FILE]... [--samples FOLDER]
                             [--licenses FILE] [--out FOLDER]

  --cores FOLDER    has PRESET/src/bindings/glance-core.{js,wasm} of wasm, wasm-relaxed, wasm-threads and
                    wasm-relaxed-threads, and wasm/src/bindings/glance-teach.{js,wasm} (build)
  --model FILE      weights, a .safetensors file; the first is the default, the page offers all
  --samples FOLDER  has the sample pictures that the page offers (.cache/samples); without it, it offers none
  --licenses FILE   licence texts of what the core consists of (default wasm/LICENSES.txt among the cores)
  --out FOLDER      where to write (default dist); what was there before is removed
`;

/** @satisfies {import('node:util').ParseArgsConfig['options']} */
const options = {
  cores: { type: 'string' },
  model: { type: 'string', multiple: true },
  samples: { type: 'string' },
  licenses: { type: 'string' },
  out: { type: 'string', default: 'dist' },
  help: { type: 'boolean', short: 'h' },
};

/** @returns {never} */
function exitWith(code, text) {
  (code === 0 ? process.stdout : process.stderr).write(text);
  process.exit(code);
}

function readArguments() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return exitWith(2, `bundle: ${error.message}\n${usage}`);
  }
}

function requireFile(path, howToMake) {
  if (!existsSync(path)) exitWith(1, `bundle: ${path} is missing; ${howToMake}\n`);
}

const { cores, model: models, samples, out, help, ...more } = readArguments();
if (help) exitWith(0, usage);
if (!cores || !models) exitWith(2, `bundle: --cores and --model are needed\n${usage}`);
const licenses = more.licenses ?? join(cores, 'wasm/LICENSES.txt');
const root = fileURLToPath(new URL('../..', import.meta.url));
const missingCore = missingCoreFile(cores);
if (missingCore)
  exitWith(1, `bundle: ${missingCore} is missing; build the core with \`make wasm\`\n`);
requireFile(licenses, 'the build of the core writes it: `make wasm`');
requireFile(join(root, 'node_modules/@noble/hashes/LICENSE'), 'install the packages with `npm ci`');
for (const model of models) requireFile(model, 'convert the weights with `make model`');

const lackingSample = samples && missingSample(samples);
if (lackingSample)
  exitWith(
    1,
    `bundle: ${lackingSample} is missing; fetch the sample pictures with \`tools/setup weights\`, or leave out --samples\n`,
  );

const written = await bundleDist({ root, cores, models, samples, licenses, out }).catch(
  ({ message }) => exitWith(1, `bundle: ${message}\n`),
);
for (const { name, byteCount } of written) {
  console.log(`${byteCount.toLocaleString('en').padStart(12)}  ${basename(out)}/${name}`);
}
