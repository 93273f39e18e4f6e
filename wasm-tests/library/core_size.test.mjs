// The core is small on the wire, whichever of its builds a browser takes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const cores = process.env.GLANCE_CORES ?? fileURLToPath(new URL('../../build', import.meta.url));

const rawLimit = 460_000; // bytes
const gzipLimit = 190_000; // bytes after `gzip -9`

for (const preset of ['wasm', 'wasm-relaxed', 'wasm-threads', 'wasm-relaxed-threads']) {
  test(`${preset} has at most ${rawLimit.toLocaleString('en')} bytes, ${gzipLimit.toLocaleString('en')} compressed`, () => {
    const core = join(cores, preset, 'src/bindings/glance-core.wasm');
    const byteCount = statSync(core).size;
    assert.ok(byteCount <= rawLimit, `${byteCount} bytes`);
    const compressed = execFileSync('gzip', ['-9c', core]).length; // node's zlib is 1 % worse
    assert.ok(compressed <= gzipLimit, `${compressed} bytes after gzip`);
  });
}
