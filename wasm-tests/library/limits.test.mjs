// The limits that JavaScript shares with the core.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { limitsModule } from '../../tools/release/bundle/limits.mjs';
import { maxFileBytes, maxHeapBytes, maxPixels } from '../../web/shared/generated/limits.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('the generated limits are those of the core (node tools/release/bundle/limits.mjs writes them)', () => {
  const committed = readFileSync(`${root}/web/shared/generated/limits.ts`, 'utf8');
  assert.equal(committed, limitsModule(root));
});

test('they are numbers of the documented size', () => {
  assert.deepEqual([maxFileBytes, maxPixels, maxHeapBytes], [2 ** 26, 100_000_000, 2 ** 30]);
});
