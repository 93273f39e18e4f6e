// Makes releases of the page (tiny models, all else real) and a host that can change its release and go away. The host sends no
// headers and has the page below /some/where/.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { missingCoreFile } from '../../tools/release/bundle/cores.mjs';
import { bundleDist } from '../../tools/release/bundle/dist.mjs';
import { startServer } from '../../tools/serve.mjs';
import { absentFile } from './in_every_engine.mjs';
import { otherTinyPath, tinyPath } from './page_models.mjs';
import { builtTypes, needsSamples } from './places.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cores = process.env.GLANCE_CORES ?? join(root, 'build');
const licenses = join(cores, 'wasm/LICENSES.txt');
const needs = [
  ...needsSamples,
  [pathToFileURL(missingCoreFile(cores) ?? cores), 'make wasm'],
  [pathToFileURL(licenses), 'make wasm'],
];

/** Why no release can be made: null, or a sentence. */
export const absentRelease = absentFile(needs);

/**
 * Makes releases and removes them when the test file has run.
 * @param {string[]} versions
 * @returns {Promise<{ folderOf: (version: string) => string, host: () => object }>}
 */
export async function makeReleases(versions) {
  const folder = mkdtempSync(join(tmpdir(), 'glance-releases-'));
  after(() => rmSync(folder, { recursive: true }));
  const folderOf = (version) => join(folder, version);
  if (!absentRelease) {
    for (const version of versions) {
      await bundleDist({
        root,
        cores,
        models: [tinyPath, otherTinyPath],
        licenses,
        out: folderOf(version),
        version,
        types: builtTypes,
      });
    }
  }
  return { folderOf, host: () => hostIn(folder, folderOf) };
}

function hostIn(folder, folderOf) {
  let server = null;
  let port = 0;
  return {
    get url() {
      return `${server.url}some/where/`;
    },
    get requests() {
      return server.requests;
    },
    async serve(version, onRequest) {
      await this.leave();
      server = await startServer({
        directory: folder,
        mounts: { '/some/where/': folderOf(version) },
        port,
        onRequest,
      });
      port = Number(new URL(server.url).port);
    },
    leave: () => server?.close(),
  };
}
