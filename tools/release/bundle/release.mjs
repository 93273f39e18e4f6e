// The list of a release's files that the service worker keeps, with the hash that names the release: equal files, equal hash.
import { sha256Of } from './pieces.mjs';

// The page first: where a host changes that, nothing else need be loaded.
const page = [
  'index.html',
  'start.js',
  'app.js',
  'style.css',
  'glance-worker.js',
  'glance-keywords.js',
  'glance-teach.wasm',
  'glance-zh.js',
  'glance-about.js',
  'glance-room.js',
  'glance-room.css',
  'glance-save.js',
  'glance.js',
  'manifest.webmanifest',
  'share.webmanifest',
  'LICENSES.txt',
];

/**
 * @param {{ name: string, content: Buffer | string }[]} files of the release
 * @param {{ cores: object[], models: object[] }} manifest
 * @returns {{ hash: string, policy: string, files: object[] }} without what only a page from disk reads
 */
export function listRelease(files, manifest) {
  const needs = Object.fromEntries([
    ...page.map((name) => [name, true]),
    ...files.filter(({ name }) => name.startsWith('icons/')).map(({ name }) => [name, true]),
    ...manifest.cores.map(({ name, simd }) => [name, simd]),
    ...manifest.models.map(({ name }, index) => [name, index === 0]),
    ...files
      .filter(({ name }) => /^samples\/.*\.(jpg|png)$/.test(name))
      .map(({ name }) => [name, true]),
  ]);
  const listed = Object.entries(needs).map(([name, needed]) =>
    entryOf(name, needed, files, manifest),
  );
  return {
    hash: sha256Of(JSON.stringify(listed)).slice(0, 32),
    policy: policyOf(files),
    files: listed,
  };
}

function policyOf(files) {
  const page = String(files.find(({ name }) => name === 'index.html')?.content);
  return /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(page)?.[1] ?? '';
}

function entryOf(name, needed, files, { models }) {
  const { content } = files.find((file) => file.name === name);
  const model = models.find((each) => each.name === name);
  const inflated = model && {
    inflated: { byteCount: model.inflatedByteCount, sha256: model.sha256 },
  };
  return {
    name,
    byteCount: Buffer.byteLength(content),
    sha256: sha256Of(content),
    needed,
    ...inflated,
  };
}
