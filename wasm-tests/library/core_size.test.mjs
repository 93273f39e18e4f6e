// The core is small on the wire, whichever of its builds a browser takes, and so is the module that is read when it is first needed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const cores = process.env.GLANCE_CORES ?? fileURLToPath(new URL('../../build', import.meta.url));

// Bytes, and bytes after `gzip -9`.
const ofCore = { raw: 460_000, gzip: 190_000 };
const ofTeaching = { raw: 240_000, gzip: 112_000 }; // with finding duplicates, a quarter of it
const presets = ['wasm', 'wasm-relaxed', 'wasm-threads', 'wasm-relaxed-threads'];

for (const [preset, module, limit] of [
  ...presets.map((preset) => /** @type {const} */ ([preset, 'glance-core', ofCore])),
  /** @type {const} */ (['wasm', 'glance-teach', ofTeaching]),
]) {
  const [raw, gzip] = [limit.raw, limit.gzip].map((count) => count.toLocaleString('en'));
  test(`${module} of ${preset} has at most ${raw} bytes, ${gzip} compressed`, () => {
    const path = join(cores, preset, `src/bindings/${module}.wasm`);
    const byteCount = statSync(path).size;
    assert.ok(byteCount <= limit.raw, `${byteCount} bytes`);
    const compressed = execFileSync('gzip', ['-9c', path]).length; // node's zlib is 1 % worse
    assert.ok(compressed <= limit.gzip, `${compressed} bytes after gzip`);
  });
}
