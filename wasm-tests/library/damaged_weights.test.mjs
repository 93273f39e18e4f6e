// Fault 14: weights that are cut anywhere or have one bit flipped are refused, as they are and as gzip, and asking again
// gives the right ones.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { checkedBytes } from '../../web/shared/asset_bytes.ts';
import { reportFault } from '../report_fault.mjs';

const weights = readFileSync(
  fileURLToPath(
    new URL('../../native-tests/fixtures/model/add_residual.safetensors', import.meta.url),
  ),
);
const sha256 = createHash('sha256').update(weights).digest('hex');
const count = 1000;

const cut = (bytes, index) => bytes.subarray(0, Math.floor((bytes.length * index) / count));

// Bits at equal distances from the first to the last.
function flipped(bytes, index) {
  const bit = Math.floor((8 * bytes.length * index) / count);
  const copy = Buffer.from(bytes);
  copy[bit >> 3] ^= 1 << (bit & 7);
  return copy;
}

const read = (bytes, more) =>
  checkedBytes(
    { name: 'weights', sha256, bytes: Uint8Array.from(bytes).buffer, ...more },
    () => {},
  );

for (const [form, bytes, sizes] of [
  ['file', weights, { byteCount: weights.length }],
  [
    'gzip',
    gzipSync(weights),
    { byteCount: gzipSync(weights).length, inflatedByteCount: weights.length },
  ],
]) {
  test(`fault 14: of the ${form}, 1,000 cuts and 1,000 flipped bits never give other bytes`, async () => {
    let refused = 0;
    let same = 0;
    for (let index = 0; index < count; ++index) {
      for (const damaged of [cut(bytes, index), flipped(bytes, index)]) {
        try {
          const taken = await read(damaged, sizes);
          assert.ok(weights.equals(taken), `damage ${index}`);
          ++same;
        } catch (error) {
          assert.equal(error.code, 'asset/wrong-content', error.stack);
          ++refused;
        }
      }
      if (index % 100 === 0) assert.ok(weights.equals(await read(bytes, sizes)), 'asked again');
    }
    // In the head of a gzip file a few bits mean nothing: time, system.
    if (form === 'file') assert.equal(same, 0);
    assert.ok(same <= 10, `${same} are as good as before`);
    assert.equal(refused + same, 2 * count);
    reportFault(
      14,
      `${form}: ${refused} of ${2 * count} damaged ones refused` +
        (same > 0 ? `, ${same} inflate to the right bytes` : '') +
        '; 0 wrong bytes used',
    );
  });
}
