// Fault 34, as far as one folder shows it: the page names no path of this checkout, and is the same when it is assembled again.
// `make reproduce` builds everything in two folders and compares it.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { missingCoreFile } from '../../tools/release/bundle/cores.mjs';
import { bundleDist } from '../../tools/release/bundle/dist.mjs';
import { reportFault } from '../report_fault.mjs';
import { lacking, root } from './node_core.mjs';

const cores = process.env.GLANCE_CORES ?? join(root, 'build');
const samples = join(root, '.cache/samples');
const model = join(root, 'build/models/efficientnet-lite0.safetensors');
const lack =
  lacking(missingCoreFile(cores) ?? cores) ||
  lacking(model) ||
  lacking(join(samples, 'coffee.png'));

const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
const sumsOf = (folder) =>
  filesBelow(folder).map(
    (name) =>
      `${createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex')}  ${name}`,
  );

/** The files that name one of `paths`. */
function filesNaming(paths, folder) {
  return filesBelow(folder).filter((name) =>
    paths.some((path) => readFileSync(join(folder, name)).includes(path)),
  );
}

describe('the page', { skip: lack }, () => {
  const paths = [resolve(root), resolve(cores), ...(homedir() === '/' ? [] : [`${homedir()}/`])];
  let folder;
  const bundleInto = async (name) => {
    const out = join(folder, name);
    await bundleDist({
      root,
      cores,
      models: [model],
      samples,
      licenses: join(cores, 'wasm/LICENSES.txt'),
      out,
    });
    return out;
  };

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'glance-reproducible-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  test('fault 34: no file names a path of this machine, and assembled again every file has the same bytes', async () => {
    const page = await bundleInto('page');
    assert.deepEqual(filesNaming(paths, page), []);
    const sums = sumsOf(page);
    assert.deepEqual(sumsOf(await bundleInto('again')), sums);
    writeFileSync(join(page, 'planted'), `\0${join(root, 'src/classifier.cc')}\0`);
    assert.deepEqual(filesNaming(paths, page), ['planted']);
    reportFault(
      34,
      `${sums.length} files of the page: none names a path of the machine, the same bytes when assembled again`,
    );
  });
});
