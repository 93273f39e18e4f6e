#!/usr/bin/env node
// Assembles dist/: the page and the library, bundled from web/, with the core and the weights, once as files for
// servers and once as classic scripts for a page opened from disk. The same inputs give the same bytes.
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { bundleDist } from './bundle/dist.mjs';

const usage = `Usage: node tools/bundle.mjs --core FOLDER --model FILE [--out FOLDER]

  --core FOLDER   has glance-core.js and glance-core.wasm (build/wasm/src/bindings)
  --model FILE    the default weights, a .safetensors file
  --out FOLDER    where to write (default dist); what was there before is removed
`;

const options = {
  core: { type: 'string' },
  model: { type: 'string' },
  out: { type: 'string', default: 'dist' },
  help: { type: 'boolean', short: 'h' },
};

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

const { core, model, out, help } = readArguments();
if (help) exitWith(0, usage);
if (!core || !model) exitWith(2, `bundle: --core and --model are needed\n${usage}`);
requireFile(join(core, 'glance-core.js'), 'build the core with `make wasm`');
requireFile(join(core, 'glance-core.wasm'), 'build the core with `make wasm`');
requireFile(model, 'convert the weights with `make model`');

const root = fileURLToPath(new URL('..', import.meta.url));
for (const { name, byteCount } of await bundleDist({ root, core, model, out })) {
  console.log(`${byteCount.toLocaleString('en').padStart(12)}  ${basename(out)}/${name}`);
}
