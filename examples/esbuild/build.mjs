// esbuild bundles the scripts; what they load at run time goes beside the bundle.
import { cpSync } from 'node:fs';

import { build } from 'esbuild';

await build({ entryPoints: ['main.js'], bundle: true, minify: true, format: 'esm', outdir: 'out' });
for (const folder of ['wasm', 'models'])
  cpSync(`node_modules/glance/${folder}`, `out/${folder}`, { recursive: true });
