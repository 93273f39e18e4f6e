// What the npm package holds, what the linters of packages say of it, and that browsers' entry reaches nothing of Node.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { build } from 'esbuild';

import { copyOfExample, pack, packageFolder, root, run, samples } from './packed.mjs';

const tool = (name) => join(root, 'tools/package/node_modules/.bin', name);
let packed;
before(() => {
  packed = pack();
});
after(() => packed?.remove());

test('it holds these files and no others', () => {
  const files = run('tar', ['-tzf', packed.tarball])
    .trim()
    .split('\n')
    .map((name) => name.replace(/^package\//, ''))
    .sort();
  assert.deepEqual(files, [
    'LICENSE',
    'LICENSES.txt',
    'README.md',
    'element.d.ts',
    'element.js',
    'glance.d.ts',
    'glance.js',
    'models/efficientnet-lite0.safetensors.gz',
    'node.js',
    'package.json',
    'wasm/glance-relaxed-threads.wasm',
    'wasm/glance-relaxed.wasm',
    'wasm/glance-simd-threads.wasm',
    'wasm/glance-simd.wasm',
    'wasm/glance-teach.wasm',
    'wasm/glance-worker.js',
  ]);
});

test('publint finds nothing', () => {
  const { status, stdout, stderr } = spawnSync(tool('publint'), [packed.tarball, '--strict'], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /All good!/);
});

test('"are the types wrong" finds nothing that concerns an ES module', () => {
  const args = [packed.tarball, '--profile', 'esm-only', '--format', 'json'];
  const { status, stdout, stderr } = spawnSync(tool('attw'), args, { encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
});

test('types come first in every entry that has them', () => {
  const { exports } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  const conditions = Object.values(exports)
    .filter((entry) => typeof entry === 'object')
    .map(Object.keys);
  assert.deepEqual(conditions, [
    ['types', 'node', 'default'],
    ['types', 'default'],
  ]);
});

test('the version is the one of the repository, also in its lock file', () => {
  const versionIn = (path) => JSON.parse(readFileSync(path, 'utf8')).version;
  const versions = [join(packageFolder, 'package.json'), join(root, 'package-lock.json')].map(
    versionIn,
  );
  assert.deepEqual(versions, [
    versionIn(join(root, 'package.json')),
    versionIn(join(root, 'package.json')),
  ]);
});

for (const entry of ['glance', 'glance/element']) {
  test(`a browser that imports ${entry} reaches no module of Node`, async () => {
    const resolveDir = copyOfExample(packed, entry === 'glance' ? 'browser' : 'element');
    const contents = `import * as all from '${entry}'; globalThis.all = all;`;
    /** @type {import('esbuild').BuildOptions & { metafile: true }} */
    const options = {
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'browser',
      logLevel: 'silent',
    };
    const { metafile, warnings } = await build({ stdin: { contents, resolveDir }, ...options });
    const imports = Object.values(metafile.inputs).flatMap((input) =>
      input.imports.map(({ path }) => path),
    );
    assert.deepEqual(
      imports.filter((path) => /^node:|node\.js$/.test(path)),
      [],
    );
    assert.deepEqual(warnings, []);
  });
}

test('installed by npm, it labels pictures under Node, and says what a file is that is none', () => {
  const folder = copyOfExample(packed, 'node');
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', packed.tarball], folder);
  const pictures = ['coffee.png', 'camera.png', 'LICENSE'].map((name) =>
    join(name === 'LICENSE' ? root : samples, name),
  );
  const { status, stdout, stderr } = spawnSync(process.execPath, ['label.mjs', ...pictures], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
  });
  assert.equal(stderr, '');
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const answers = pictures.map((file) => lines.find((line) => line.file === file));
  assert.deepEqual(
    answers.map((answer) => answer.predictions?.[0].label ?? answer.error.code),
    ['espresso', 'tripod', 'image/not-a-picture'],
  );
  assert.equal(status, 1);
});

test('under Node a weight file is named by its path, and one that is not there is file/unreadable', () => {
  const folder = copyOfExample(packed, 'node');
  const label = (model) =>
    spawnSync(process.execPath, ['label.mjs', '--model', model, join(samples, 'coffee.png')], {
      cwd: folder,
      encoding: 'utf8',
    });
  const { stdout } = label('node_modules/glance/models/efficientnet-lite0.safetensors.gz');
  assert.equal(JSON.parse(stdout).predictions[0].label, 'espresso');
  assert.match(label('nowhere.safetensors').stderr, /file\/unreadable/);
});
