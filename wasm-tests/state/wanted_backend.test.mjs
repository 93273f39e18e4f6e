// What the address of the page may ask for.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { wantedBackend } from '../../web/page/models/wanted_backend.ts';

for (const [query, wanted] of [
  ['', {}],
  ['?backend=simd', { backend: 'simd' }],
  ['?backend=relaxed&threads=2', { backend: 'relaxed', threads: 2 }],
  ['?threads=16', { threads: 16 }],
  ['?backend=avx512&threads=0', {}],
  ['?threads=-1', {}],
  ['?threads=1.5', {}],
  ['?threads=two', {}],
  ['?threads=', {}],
  ['?threads=1e9', {}],
  ['?threads=1000', {}],
  ['?other=1', {}],
]) {
  test(`'${query}' asks for ${JSON.stringify(wanted)}`, () => {
    assert.deepEqual(wantedBackend(query), wanted);
  });
}
