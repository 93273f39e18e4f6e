// Fault 39: the core as WebAssembly refuses a network that wants gigabytes before it takes memory for it; and numbers of JavaScript
// that are no whole ones.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';

import { reportFault } from '../report_fault.mjs';
import { coreFile, lacking, placeInHeap, root, startCore } from './node_core.mjs';

/** A weight file of a square picture made five times as wide, three sigmoids of that, and their sum. */
function giantFile(sidePx) {
  const operations = [
    { op: 'concat', inputs: Array(5).fill('image'), output: 'wide' },
    ...[0, 1, 2].map((i) => ({ op: 'sigmoid', input: 'wide', output: `s${i}` })),
    { op: 'add', inputs: ['s0', 's1'], output: 'some' },
    { op: 'add', inputs: ['some', 's2'], output: 'all' },
    { op: 'global_average_pool', input: 'all', output: 'logits' },
  ];
  const glance = JSON.stringify({
    format_version: 1,
    name: 'giant',
    preprocess: {
      input_size: [sidePx, sidePx],
      resize_shorter: sidePx,
      filter: 'bilinear',
      mean: [127, 127, 127],
      std: [128, 128, 128],
    },
    labels: { en: Array.from({ length: 15 }, (_, i) => String(i)) },
    graph: { input: 'image', outputs: { logits: 'logits' }, operations },
  });
  const header = new TextEncoder().encode(JSON.stringify({ __metadata__: { glance } }));
  const file = new Uint8Array(8 + header.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, 8);
  return file;
}

describe('the core as WebAssembly', { skip: lacking(coreFile) }, () => {
  let core;
  before(async () => {
    core = await startCore();
  });
  const load = (bytes, options = {}) =>
    core.loadModel(placeInHeap(core, bytes), bytes.length, options);

  test('fault 39: a network that wants gigabytes is refused before anything runs', () => {
    const giant = giantFile(4096);
    assert.ok(giant.length < 12_000);
    const before = core.HEAPU8.length;
    for (const networkBudget of [undefined, 1, 2, 3]) {
      const { ok, code, message } = load(giant, { networkBudget });
      assert.deepEqual([ok, code], [false, 'model/too-large']);
      assert.match(message, new RegExp(`allowed are ${(networkBudget ?? 1) === 1 ? '1,024' : ''}`));
    }
    assert.equal(core.HEAPU8.length, before);
    const small = load(giantFile(32));
    assert.equal(small.ok, true);
    small.classifier.delete();
    reportFault(
      39,
      `a file of ${giant.length} bytes that wants 4 GiB: 0 bytes taken (WebAssembly)`,
    );
  });

  test('whole numbers that the core cannot hold are refused', () => {
    for (const wrong of [0.5, NaN, Infinity, -Infinity, 2 ** 32 + 1, 1e300, '2', null, {}]) {
      for (const name of ['threads', 'resolution', 'networkBudget']) {
        const { ok, code, message } = load(giantFile(32), { [name]: wrong });
        assert.deepEqual([ok, code], [false, 'call/bad-argument'], `${name}: ${wrong}`);
        assert.equal(message, `${name} is not a whole number`);
      }
    }
  });

  test('wrong options are typed errors, a timeout that has passed too, and the next picture is answered', () => {
    const { classifier } = load(giantFile(32));
    const picture = readFileSync(join(root, 'native-tests/fixtures/classifier/coffee_square.png'));
    const classify = (options) =>
      classifier.classifyEncoded(placeInHeap(core, picture), picture.length, options);
    assert.equal(classify({ timeoutSeconds: 1e-9 }).code, 'call/timed-out');
    for (const wrong of [0, -1, NaN, '5', null])
      assert.equal(classify({ timeoutSeconds: wrong }).code, 'call/bad-argument', String(wrong));
    assert.equal(classify({ timeoutSeconds: 600 }).ok, true);
    for (const name of ['topK', 'language', 'fit', 'region', 'view', 'heatmap'])
      for (const wrong of [null, {}, [], [1, 2]])
        assert.equal(classify({ [name]: wrong }).code, 'call/bad-argument', `${name}: ${wrong}`);
    classifier.delete();
  });
});
