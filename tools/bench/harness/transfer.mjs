// What a contender downloads: bytes as served and with gzip, by kind.
import { readFileSync, statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

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
