// What dist/ consists of, and the order in which it is made: the worker first, because the manifest that goes into the
// page and the library names its hash.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { pieceFiles, sha256Of, textPiece } from './pieces.mjs';
import { bundleScript, bundleStyle } from './scripts.mjs';

/**
 * @param {{ root: string, core: string, model: string, out: string }} paths `root` is the checkout
 * @returns {Promise<{ name: string, byteCount: number }[]>} the files written, by name
 */
export async function bundleDist({ root, core, model, out }) {
  const web = join(root, 'web');
  const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
  const script = (entry, format, extra) => bundleScript({ entry: join(web, entry), format, ...extra });

  const worker = await script('worker/main.js', 'iife', { core: join(core, 'glance-core.js') });
  const wasm = readFileSync(join(core, 'glance-core.wasm'));
  const weights = readFileSync(model);
  const pieces = {
    worker: [textPiece('offline/worker.js', worker)],
    wasm: pieceFiles('offline/wasm', wasm),
    model: pieceFiles('offline/model', weights),
  };
  const shipped = {
    worker: shippedFile('glance-worker.js', Buffer.from(worker), pieces.worker),
    wasm: shippedFile('glance.wasm', wasm, pieces.wasm),
    model: shippedFile(`models/${basename(model)}`, weights, pieces.model),
  };
  const manifest = { version, ...mapValues(shipped, ({ content, ...entry }) => entry) };

  const files = [
    ...Object.values(shipped),
    ...Object.values(pieces).flat(),
    { name: 'app.js', content: await script('page/app.js', 'iife', { manifest }) },
    { name: 'glance.js', content: await script('glance.js', 'esm', { manifest }) },
    { name: 'style.css', content: await bundleStyle(join(web, 'style/style.css')) },
    { name: 'glance.d.ts', content: readFileSync(join(web, 'glance.d.ts')) },
    { name: 'index.html', content: readFileSync(join(web, 'index.html')) },
  ];
  return writeAll(out, files);
}

function shippedFile(name, content, pieces) {
  const pieceNames = pieces.map((piece) => piece.name);
  return { name, byteCount: content.length, sha256: sha256Of(content), pieces: pieceNames, content };
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

function writeAll(out, files) {
  rmSync(out, { recursive: true, force: true });
  for (const { name, content } of files) {
    mkdirSync(dirname(join(out, name)), { recursive: true });
    writeFileSync(join(out, name), content);
  }
  return files
    .map(({ name, content }) => ({ name, byteCount: Buffer.byteLength(content) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
