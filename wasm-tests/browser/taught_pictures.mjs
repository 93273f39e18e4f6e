// Pictures of things that are easily told apart, as PNG files in a folder of folders: stripes, discs and noise, no two alike.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

const side = 96;

/** @param {number} seed @returns numbers from 0 to 1, the same every time (Numerical Recipes) */
function randomNumbers(seed) {
  let state = seed;
  return () => (state = (1664525 * state + 1013904223) % 2 ** 32) / 2 ** 32;
}

const painters = {
  stripes(random) {
    const width = 4 + 8 * random();
    const slope = random();
    return (x, y) => Number(Math.sin((x + slope * y) / width) > 0);
  },
  disc(random) {
    const [x0, y0] = [30 + 36 * random(), 30 + 36 * random()];
    const radius = 12 + 14 * random();
    return (x, y) => Number(Math.hypot(x - x0, y - y0) < radius);
  },
  noise: (random) => () => random(),
};

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A grey PNG. @param {number} width @param {number} height @param {(x: number, y: number) => number} brightness 0 to 1 */
export function greyPng(width, height, brightness) {
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; ++y)
    for (let x = 0; x < width; ++x) rows[y * (width + 1) + x + 1] = 255 * brightness(x, y);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A grey PNG. @param {'stripes' | 'disc' | 'noise'} kind @param {number} seed */
export function pngOf(kind, seed) {
  return greyPng(side, side, painters[kind](randomNumbers(seed)));
}

/**
 * Writes a new folder with a folder for each kind. The caller removes it.
 * @param {number} each pictures of a kind
 */
export function writeKinds(each) {
  const folder = mkdtempSync(join(tmpdir(), 'glance-teach-'));
  const kinds = /** @type {('stripes' | 'disc' | 'noise')[]} */ (Object.keys(painters));
  const paths = Object.fromEntries(
    kinds.map((kind, k) => {
      mkdirSync(join(folder, 'kinds', kind), { recursive: true });
      const files = Array.from({ length: each }, (_, i) => {
        const path = join(folder, 'kinds', kind, `${kind} ${i + 1}.png`);
        writeFileSync(path, pngOf(kind, 1000 * (k + 1) + i));
        return path;
      });
      return [kind, files];
    }),
  );
  return { folder, kinds: join(folder, 'kinds'), paths };
}
