// Serves the files of all contenders from one server, isolated (COOP, COEP) so that threads work, and counts the bytes that each
// contender downloads.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { startServer } from '../../serve.mjs';

export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
export const buildFolder = join(root, 'build/bench');
export const python = join(root, '.cache/venv/bin/python');

/** `transferSince(mark)` sums up what was sent since `mark()`. */
export async function startBenchServer(dist = join(root, 'dist')) {
  const mounts = {
    '/dist/': dist,
    '/peers/': join(root, 'tools/bench/node_modules'),
    '/bench/peers/': join(buildFolder, 'peers'),
    '/bench/': join(root, 'tools/bench/pages'),
    '/models/': buildFolder,
    '/pictures/': join(root, '.cache/samples'),
  };
  const { url, requests, close } = await startServer({ directory: dist, mounts, isolated: true });
  const fileOf = (pathname) => {
    const [prefix, folder] = Object.entries(mounts).find(([start]) =>
      pathname.startsWith(start),
    ) ?? ['/', dist];
    return join(folder, decodeURIComponent(pathname.slice(prefix.length)));
  };
  return {
    url,
    mark: () => requests.length,
    transferSince: (mark) =>
      sumTransfer(
        requests
          .slice(mark)
          .map(({ path }) => path.split('?')[0])
          .map((pathname) => ({ pathname, file: fileOf(pathname) })),
      ),
    close,
  };
}

/** Bundles the peers whose packages are made for bundlers; the others are served as they were published. */
export async function bundlePeers() {
  await build({
    entryPoints: { litert: join(root, 'tools/bench/node_modules/@litertjs/core') },
    outdir: join(buildFolder, 'peers'),
    bundle: true,
    minify: true,
    format: 'esm',
    logLevel: 'error',
  });
}

const kinds = {
  wasm: /\.wasm$/,
  script: /\.m?js$/,
  weights: /\.(safetensors|onnx|tflite|bin)(\.gz)?$|tfjs\.json$/,
};
// The benchmark's own pages and its pictures; the page of Glance itself counts.
const own = /^\/(bench\/(?!peers\/)|pictures\/|models\/[^/]+\/input\.)/;

const gzipSizes = new Map();

function gzipSize(path) {
  if (!gzipSizes.has(path)) {
    const bytes = readFileSync(path);
    gzipSizes.set(path, path.endsWith('.gz') ? bytes.length : gzipSync(bytes, { level: 9 }).length);
  }
  return gzipSizes.get(path);
}

/**
 * @param {{ pathname: string, file: string }[]} responses each with the file on disk that it came from, whole
 * @returns {Record<string, { raw: number, gzip: number }>} total, wasm, script, weights, other: in bytes
 */
export function sumTransfer(responses) {
  const sums = Object.fromEntries(
    ['total', 'wasm', 'script', 'weights', 'other'].map((kind) => [kind, { raw: 0, gzip: 0 }]),
  );
  for (const { pathname, file } of responses.filter((response) => !own.test(response.pathname))) {
    const kind =
      Object.entries(kinds).find(([, pattern]) => pattern.test(pathname))?.[0] ?? 'other';
    for (const sum of [sums[kind], sums.total]) {
      sum.raw += statSync(file).size;
      sum.gzip += gzipSize(file);
    }
  }
  return sums;
}
