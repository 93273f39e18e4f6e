// The library as it ships, with one weight file: bundled, served on loopback, and imported in Node.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { missingCoreFile } from '../../tools/release/bundle/cores.mjs';
import { bundleDist } from '../../tools/release/bundle/dist.mjs';
import { builtTypes } from '../browser/places.mjs';
import { startServer } from '../../tools/serve.mjs';
import { lacking, root } from './node_core.mjs';

const cores = process.env.GLANCE_CORES ?? join(root, 'build'); // has the folders of the presets

/** Why the library cannot be served with these weights: see `lacking`. */
export function lackingFor(model) {
  return (
    lacking(missingCoreFile(cores) ?? cores) ||
    lacking(model) ||
    lacking(join(root, '.cache/samples/coffee.png'))
  );
}

/**
 * @param {string} model path of a weight file
 * @returns {Promise<{ library: any, server: any, folder: string, close: () => Promise<void> }>} `library` has what
 *   glance.js exports, `folder` what the server serves
 */
export async function serveLibrary(model) {
  const folder = mkdtempSync(join(tmpdir(), 'glance-library-'));
  const licenses = join(cores, 'wasm/LICENSES.txt');
  await bundleDist({ root, cores, models: [model], licenses, out: folder, types: builtTypes });
  const server = await startServer({ directory: folder });
  const library = await import(join(folder, 'glance.js'));
  const close = async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  };
  return { library, server, folder, close };
}
