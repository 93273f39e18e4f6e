// What dist/ consists of, and the order in which it is made: the worker first, because the manifest that goes into the
// page and the library names its hash; the service worker last, because it names those of all files.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { gluePaths, readCores, readTeach } from './cores.mjs';
import { licenseTexts } from './licenses.mjs';
import { readModel } from './models.mjs';
import { readParts } from './parts.mjs';
import { listRelease } from './release.mjs';
import { pieceFiles, sha256Of, textPiece } from './pieces.mjs';
import { readSamples } from './samples.mjs';
import { libraryTypes } from './types.mjs';
import { bundleScript, bundleStyle } from './scripts.mjs';

/**
 * @param {{ root: string, cores: string, models: string[], samples?: string, licenses: string, out: string, version?: string,
 *   types?: string }} paths `root` is the checkout, `cores` has the folders of the presets, the first of `models` becomes the default,
 *   `types` is the text of glance.d.ts where it has been made already, which takes seconds
 * @returns {Promise<{ name: string, byteCount: number }[]>} the files written, by name; rejects, and writes nothing, when
 *   a model cannot be shipped
 */
export async function bundleDist({
  root,
  cores,
  models,
  samples,
  licenses,
  out,
  version = versionOf(root),
  types,
}) {
  const web = join(root, 'web');
  const script = (entry, format, extra) =>
    bundleScript({ entry: join(web, entry), format, ...extra });

  const workerText = await script('worker/main.ts', 'iife', { glues: gluePaths(cores) });
  const worker = shippedFile('glance-worker.js', Buffer.from(workerText), [
    textPiece('offline/worker.js', workerText),
  ]);
  const shippedCores = readCores(cores).map(shippedCore);
  const { name: teachName, wasm: teachWasm, pieces: teachPieces } = readTeach(cores);
  const teach = shippedFile(teachName, teachWasm, teachPieces);
  const shippedModels = models.map(readModel).map(shippedModel);
  const keywordsText = await script('page/export/keywords_worker.ts', 'iife');
  const keywords = shippedFile(
    'glance-keywords.js',
    Buffer.from(keywordsText),
    pieceFiles('offline/keywords', Buffer.from(keywordsText)),
  );
  const zh = { name: 'glance-zh.js', content: await script('page/strings/zh_script.ts', 'iife') };
  // The place where people teach, loaded when somebody goes there.
  const roomStyle = {
    name: 'glance-room.css',
    content: await bundleStyle(join(web, 'page/teach/teach.css')),
  };
  const room = {
    name: 'glance-room.js',
    content: await script('page/teach/room.tsx', 'iife', {
      part: 'chunk',
      manifest: { style: { name: roomStyle.name, sha256: sha256Of(roomStyle.content) } },
    }),
  };
  const about = {
    name: 'glance-about.js',
    content: await script('page/about/contents.tsx', 'iife', {
      part: 'chunk',
      manifest: { parts: readParts(root) },
    }),
  };
  const save = {
    name: 'glance-save.js',
    content: await script('page/export/save.ts', 'iife', { part: 'chunk' }),
  };
  const shippedSamples = readSamples(root, samples).map(shippedSample);
  const entriesOf = (list) => list.map(({ entry }) => entry);
  const manifest = {
    version,
    worker: worker.entry,
    cores: entriesOf(shippedCores),
    teach: teach.entry,
    models: entriesOf(shippedModels),
  };

  const plain = (name) => ({ name, content: readFileSync(join(web, name)) });
  const files = [
    ...[worker, keywords, ...shippedCores, teach, ...shippedModels, ...shippedSamples].flatMap(
      (shipped) => shipped.files,
    ),
    zh,
    about,
    save,
    room,
    roomStyle,
    {
      name: 'start.js',
      content: await script('page/start/start.ts', 'iife', {
        part: 'start',
        manifest: {
          ...manifest,
          keywords: keywords.entry,
          texts: { zh: { name: zh.name, sha256: sha256Of(zh.content) } },
          room: { name: room.name, sha256: sha256Of(room.content) },
          samples: entriesOf(shippedSamples),
          about: { name: about.name, sha256: sha256Of(about.content) },
          save: { name: save.name, sha256: sha256Of(save.content) },
        },
      }),
    },
    { name: 'app.js', content: await script('page/app.ts', 'iife', { part: 'app' }) },
    { name: 'glance.js', content: await script('library/glance.ts', 'esm', { manifest }) },
    { name: 'glance.d.ts', content: types ?? (await libraryTypes(root)) },
    { name: 'style.css', content: await bundleStyle(join(web, 'page/style.css')) },
    ...['_headers', 'index.html', 'manifest.webmanifest', ...iconNames(web)].map(plain),
    { name: 'share.webmanifest', content: sharingManifest(web) },
    { name: 'LICENSES.txt', content: licenseTexts(root, licenses, samples !== undefined) },
  ];
  const release = listRelease(files, manifest);
  return writeAll(out, [
    ...files,
    {
      name: 'service-worker.js',
      content: await script('service_worker/main.ts', 'iife', { release }),
    },
  ]);
}

// The page links to it once its service worker can take what is shared.
function sharingManifest(web) {
  const [manifest, target] = ['manifest.webmanifest', 'share_target.json'].map((name) =>
    JSON.parse(readFileSync(join(web, name), 'utf8')),
  );
  return `${JSON.stringify({ ...manifest, share_target: target }, null, 2)}\n`;
}

const versionOf = (root) => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
const iconNames = (web) =>
  readdirSync(join(web, 'icons'))
    .sort()
    .map((name) => `icons/${name}`);

// A file both as it is and as scripts, with what the manifest says of it.
function shippedFile(name, content, pieces) {
  const entry = {
    name,
    byteCount: content.length,
    sha256: sha256Of(content),
    pieces: pieces.map((piece) => piece.name),
  };
  return { entry, files: [{ name, content }, ...pieces] };
}

function shippedCore({ name, wasm, pieces, simd, sharedMemory }) {
  const { entry, files } = shippedFile(name, wasm, pieces);
  return { entry: { ...entry, simd, sharedMemory }, files };
}

// The hash is that of the weights inside.
function shippedModel({ name, content, inflatedByteCount, sha256, pieces, description }) {
  const { entry, files } = shippedFile(name, content, pieces);
  return { entry: { ...entry, inflatedByteCount, sha256, description }, files };
}

function shippedSample({ name, content, pieces, thumbnail }) {
  const { entry, files } = shippedFile(name, content, pieces);
  return { entry: { ...entry, thumbnail: thumbnail.name }, files: [...files, thumbnail] };
}

function writeAll(out, files) {
  refuseEqualNames(files);
  rmSync(out, { recursive: true, force: true });
  for (const { name, content } of files) {
    mkdirSync(dirname(join(out, name)), { recursive: true });
    writeFileSync(join(out, name), content);
  }
  return files
    .map(({ name, content }) => ({ name, byteCount: Buffer.byteLength(content) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

// Case does not count: the folder may be copied to a disk that does not know it.
function refuseEqualNames(files) {
  const seen = new Set();
  for (const { name } of files) {
    if (seen.has(name.toLowerCase()))
      throw new Error(`two models would both be ${name}: rename one`);
    seen.add(name.toLowerCase());
  }
}
