// The core is small on the wire. The goal for every build is that of plain SIMD; the others are held to what they have
// reached, so that they do not grow again.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const cores = process.env.GLANCE_CORES ?? fileURLToPath(new URL('../../build', import.meta.url));

// Bytes, and bytes after `gzip -9`.
const limits = {
  'wasm': [450_000, 170_000],
  'wasm-relaxed': [450_000, 177_500],
  'wasm-threads': [455_000, 181_000],
  'wasm-relaxed-threads': [475_000, 187_500],
};

for (const [preset, [rawLimit, gzipLimit]] of Object.entries(limits)) {
  test(`${preset} has at most ${rawLimit.toLocaleString('en')} bytes, ${gzipLimit.toLocaleString('en')} compressed`, () => {
    const core = join(cores, preset, 'src/bindings/glance-core.wasm');
    const byteCount = statSync(core).size;
    assert.ok(byteCount <= rawLimit, `${byteCount} bytes`);
    const compressed = execFileSync('gzip', ['-9c', core]).length; // node's zlib is 1 % worse
    assert.ok(compressed <= gzipLimit, `${compressed} bytes after gzip`);
  });
}
