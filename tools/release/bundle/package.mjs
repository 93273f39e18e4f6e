// What the npm package consists of: the library for browsers and for Node, the custom element, the four cores, the
// module that teaches, the default weights. The worker is made first, because the manifest names its hash.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { gluePaths, readCores, readTeach } from './cores.mjs';
import { licenseTexts } from './licenses.mjs';
import { readModel } from './models.mjs';
import { sha256Of } from './pieces.mjs';
import { elementTypes, libraryTypes } from './types.mjs';
import { bundleScript } from './scripts.mjs';
import '../../register_typescript.mjs';

const { fileUrls } = await import('../../../web/package/file_urls.ts');

const entryOf = (name, content) => ({ name, byteCount: content.length, sha256: sha256Of(content) });

/**
 * @param {{ root: string, cores: string, model: string, licenses: string, out: string }} paths as of bundleDist
 * @returns {Promise<string[]>} the names of the files written
 */
export async function bundlePackage({ root, cores, model, licenses, out }) {
  const web = join(root, 'web');
  const { version, license, description, engines } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const script = (entry, options) =>
    bundleScript({ entry: join(web, entry), format: 'esm', ...options });
  const worker = await script('worker/main.ts', { format: 'iife', glues: gluePaths(cores) });
  const { manifest, binaries } = shipped({
    version,
    worker: Buffer.from(worker),
    cores: readCores(cores),
    teach: readTeach(cores),
    model: readModel(model),
  });
  const copy = (name, from) => ({ name, content: readFileSync(from) });
  return writeAll(out, [
    ...binaries,
    { name: 'glance.js', content: await script('package/glance.ts', { manifest }) },
    {
      name: 'node.js',
      content: await script('package/node.ts', { manifest, external: ['node:*'] }),
    },
    {
      name: 'element.js',
      content: await script('package/element.ts', { siblings: { './glance.ts': './glance.js' } }),
    },
    { name: 'glance.d.ts', content: await libraryTypes(root) },
    { name: 'element.d.ts', content: await elementTypes(root) },
    copy('README.md', join(web, 'package/README.md')),
    copy('LICENSE', join(root, 'LICENSE')),
    { name: 'LICENSES.txt', content: licenseTexts(root, licenses, false) },
    {
      name: 'package.json',
      content: `${JSON.stringify(describe({ version, license, description, engines }), null, 2)}\n`,
    },
  ]);
}

function shipped({ version, worker, cores, teach, model }) {
  const scripts = [{ name: 'wasm/glance-worker.js', content: worker }];
  const programs = cores.map(({ name, wasm, ...kind }) => ({
    name: `wasm/${name}`,
    content: wasm,
    ...kind,
  }));
  const lesson = { name: `wasm/${teach.name}`, content: teach.wasm };
  const { name, content, inflatedByteCount, sha256, description } = model;
  const weights = { ...entryOf(name, content), inflatedByteCount, sha256, description };
  const manifest = {
    version,
    worker: entryOf(scripts[0].name, worker),
    cores: programs.map(({ name, content, simd, sharedMemory }) => ({
      ...entryOf(name, content),
      simd,
      sharedMemory,
    })),
    teach: entryOf(lesson.name, lesson.content),
    models: [weights],
  };
  const binaries = [...scripts, ...programs, lesson, { name, content }].map(
    ({ name, content }) => ({
      name,
      content,
    }),
  );
  requireFileUrls(binaries);
  return { manifest, binaries };
}

// Bundlers see only what web/package/file_urls.ts names.
function requireFileUrls(binaries) {
  const known = Object.keys(fileUrls).sort().join(', ');
  const made = binaries
    .map(({ name }) => name)
    .sort()
    .join(', ');
  if (known !== made)
    throw new Error(`web/package/file_urls.ts names ${known}; the package has ${made}`);
}

function describe({ version, license, description, engines }) {
  return {
    name: 'glance',
    version,
    description,
    keywords: ['image-classification', 'webassembly', 'on-device', 'custom-element'],
    license: `${license} AND Apache-2.0 AND BSD-3-Clause AND BSD-2-Clause`,
    type: 'module',
    engines,
    sideEffects: ['./element.js'],
    exports: {
      '.': { types: './glance.d.ts', node: './node.js', default: './glance.js' },
      './element': { types: './element.d.ts', default: './element.js' },
      './wasm/*': './wasm/*',
      './models/*': './models/*',
      './package.json': './package.json',
    },
  };
}

function writeAll(out, files) {
  rmSync(out, { recursive: true, force: true });
  for (const { name, content } of files) {
    mkdirSync(dirname(join(out, name)), { recursive: true });
    writeFileSync(join(out, name), content);
  }
  return files.map(({ name }) => name).sort();
}
