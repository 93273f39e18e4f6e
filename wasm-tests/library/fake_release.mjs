// A folder like dist/ with the fake core in it, served over http, and the manifest that belongs to it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { builds } from '../../tools/release/bundle/cores.mjs';
import { readModel } from '../../tools/release/bundle/models.mjs';
import { pieceFiles, sha256Of, textPiece } from '../../tools/release/bundle/pieces.mjs';
import { bundleScript } from '../../tools/release/bundle/scripts.mjs';
import { startServer } from '../../tools/serve.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [fakeCore, fakeTeach] = ['fake_core.mjs', 'fake_teach.mjs'].map((name) =>
  fileURLToPath(new URL(name, import.meta.url)),
);
const labels = {
  en: ['tench, fish', 'hen', 'espresso', 'daisy'],
  zh: ['丁鱥, 鱼', '母鸡', '意式浓缩', '雏菊'],
  groups: [
    { id: 'bird', name: { en: 'bird', zh: '鸟' }, parent: 'animal', classes: [1] },
    { id: 'animal', name: { en: 'animal', zh: '动物' }, parent: null, classes: [0] },
  ],
};

/** A weight file of one tensor without bytes: enough for the fake core, and for reading what it says of itself. */
export function tinyModel(more = {}) {
  const source = { file: 'tiny.pth', sha256: '', author: 'nobody' };
  const document = {
    name: 'Fake',
    license: 'MIT',
    source,
    preprocess: { input_size: [1, 1] },
    labels,
    graph: {
      input: 'image',
      outputs: { logits: 'logits' },
      operations: [{ op: 'dense', input: 'image', output: 'logits', weight: 'w' }],
    },
    ...more,
  };
  const header = Buffer.from(
    JSON.stringify({
      __metadata__: { glance: JSON.stringify(document) },
      w: { dtype: 'F32', shape: [4, 4], data_offsets: [0, 0] },
    }),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header]);
}

/**
 * @returns {Promise<{ folder: string, manifest: object, url: string, server: object, answers: Map, close: () => Promise<void> }>}
 *   `answers`: by path, what the server answers in place of the file
 */
export async function startFakeRelease() {
  const folder = mkdtempSync(join(tmpdir(), 'glance-release-'));
  const worker = Buffer.from(
    await bundleScript({
      entry: join(root, 'web/worker/main.ts'),
      format: 'iife',
      glues: {
        'glance-core': fakeCore,
        'glance-core-shared': fakeCore,
        'glance-teach': fakeTeach,
      },
    }),
  );
  const wasm = Buffer.from([0, 97, 115, 109, 1, 0, 0, 0]); // an empty module
  const manifest = {
    version: '0.0.0',
    worker: put(folder, 'glance-worker.js', worker, [
      textPiece('offline/worker.js', worker.toString()),
    ]),
    cores: builds.map(({ stem, simd, sharedMemory }) => {
      const pieces = sharedMemory ? [] : pieceFiles(`offline/wasm-${stem}`, wasm);
      return { ...put(folder, `glance-${stem}.wasm`, wasm, pieces), simd, sharedMemory };
    }),
    teach: put(folder, 'glance-teach.wasm', wasm, pieceFiles('offline/wasm-teach', wasm)),
    models: [
      putModel(folder, 'tiny', tinyModel()),
      putModel(folder, 'other', tinyModel({ name: 'Other' })),
    ],
  };
  const answers = new Map();
  const onRequest = (request, response) => {
    const answer = answers.get(request.url.split('?')[0]);
    answer?.(request, response);
    return Boolean(answer);
  };
  const server = await startServer({ directory: folder, onRequest });
  const close = async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  };
  return { folder, manifest, url: server.url, server, answers, close };
}

function putModel(folder, stem, weights) {
  const plain = `models/${stem}.safetensors`;
  put(folder, plain, weights, []);
  const { name, content, pieces, inflatedByteCount, sha256, description } = readModel(
    join(folder, plain),
  );
  return { ...put(folder, name, content, pieces), inflatedByteCount, sha256, description };
}

function put(folder, name, content, pieces) {
  for (const file of [{ name, content }, ...pieces]) {
    mkdirSync(dirname(join(folder, file.name)), { recursive: true });
    writeFileSync(join(folder, file.name), file.content);
  }
  return {
    name,
    byteCount: content.length,
    sha256: sha256Of(content),
    pieces: pieces.map((piece) => piece.name),
  };
}
