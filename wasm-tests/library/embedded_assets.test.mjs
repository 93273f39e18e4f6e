// The library's files as classic scripts, as a page opened from disk gets them. The document is a small one of our own
// that runs a script when it is put into the head.
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runInThisContext } from 'node:vm';

import { create } from '../../web/library/create.ts';
import { startFakeRelease } from './fake_release.mjs';
import { WebWorker } from './web_worker.mjs';

let release;
let folderUrl;
let scripts; // names of those that were put into the document

function fakeDocument() {
  const run = (script) => {
    scripts.push(script.src.slice(folderUrl.length));
    try {
      runInThisContext(readFileSync(fileURLToPath(script.src), 'utf8'));
      script.onload();
    } catch {
      script.onerror();
    }
  };
  return {
    baseURI: `${folderUrl}index.html`,
    createElement: () => ({ remove() {} }),
    head: { append: (script) => setImmediate(run, script) },
  };
}

const createEmbedded = (options) =>
  create({ manifest: release.manifest, assets: folderUrl }, options);

before(() => {
  Object.assign(globalThis, { Worker: WebWorker });
});
beforeEach(async () => {
  release = await startFakeRelease();
  folderUrl = `${pathToFileURL(release.folder).href}/`;
  scripts = [];
  Object.assign(globalThis, { document: fakeDocument() });
  await release.server.close();
});
after(() => {
  delete globalThis.document;
});

test('a page from disk classifies, and no text of the scripts stays behind', async () => {
  const classifier = await createEmbedded();
  const { predictions } = await classifier.classify(new Blob(['see 2']));
  classifier.close();
  assert.equal(predictions[0].index, 2);
  assert.deepEqual(scripts, [
    'offline/worker.js',
    'offline/wasm-simd.js',
    'offline/models/tiny.js',
  ]);
  assert.deepEqual(globalThis.glanceOffline, {});
});

test('a new worker reads nothing from disk again', async () => {
  const classifier = await createEmbedded();
  scripts = [];
  await assert.rejects(classifier.classify(new Blob(['trap'])), { code: 'worker/crashed' });
  assert.equal((await classifier.classify(new Blob(['see 3']))).predictions[0].index, 3);
  classifier.close();
  assert.deepEqual(scripts, []);
});

test('progress is told', async () => {
  const events = [];
  (await createEmbedded({ onProgress: (event) => events.push(event) })).close();
  assert.deepEqual(
    events.filter(({ status }) => status === 'loading').map(({ file }) => file),
    ['glance-simd.wasm', 'models/tiny.safetensors.gz'],
  );
  assert.equal(events.at(-1).status, 'ready');
});

for (const name of ['offline/worker.js', 'offline/wasm-simd.js', 'offline/models/tiny.js']) {
  test(`${name} missing is asset/unreachable with its name`, async () => {
    rmSync(join(release.folder, name));
    await assert.rejects(createEmbedded(), {
      code: 'asset/unreachable',
      message: new RegExp(name),
    });
  });

  test(`${name} with another content is found out`, async () => {
    writeFileSync(join(release.folder, name), 'globalThis.somethingElse = 1;');
    await assert.rejects(createEmbedded(), {
      code: 'asset/unreachable',
      message: new RegExp(name),
    });
  });
}

test('one changed letter in the weights is asset/wrong-content', async () => {
  const path = join(release.folder, 'offline/models/tiny.js');
  const [start, middle, end] = readFileSync(path, 'utf8').split(/(?<= = ".{200})(.)/);
  writeFileSync(path, start + (middle === 'A' ? 'B' : 'A') + end);
  await assert.rejects(createEmbedded(), {
    code: 'asset/wrong-content',
    message: /tiny\.safetensors\.gz is not the file/,
  });
});
