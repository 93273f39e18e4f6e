// Peers whose packages are for bundlers, bundled; the others are served as they were published.
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildFolder, root } from './place.mjs';

export async function bundlePeers() {
  await build({
    entryPoints: { litert: join(root, 'tools/bench/node_modules/@litertjs/core') },
    outdir: join(buildFolder, 'peers'),
    bundle: true,
    minify: true,
    format: 'esm',
    logLevel: 'error',
  });
}
