#!/usr/bin/env node
// Assembles dist/package, the folder that `npm pack` makes the npm package of. The same inputs give the same bytes.
//   node tools/release/bundle_package.mjs [--cores build] [--model FILE] [--out dist/package]
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { missingCoreFile } from './bundle/cores.mjs';
import { bundlePackage } from './bundle/package.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({
  options: {
    cores: { type: 'string', default: join(root, 'build') },
    model: { type: 'string', default: join(root, 'build/models/efficientnet-lite0.safetensors') },
    out: { type: 'string', default: join(root, 'dist/package') },
  },
});
const missing =
  missingCoreFile(values.cores) ?? (existsSync(values.model) ? undefined : values.model);
if (missing) {
  process.stderr.write(
    `bundle_package: ${missing} is missing; build it with \`make wasm model\`\n`,
  );
  process.exit(1);
}
const licenses = join(values.cores, 'wasm/LICENSES.txt');
for (const name of await bundlePackage({ root, licenses, ...values })) console.log(name);
