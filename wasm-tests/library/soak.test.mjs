// Fault 27: after the first hundred pictures nothing grows any more, however many come and however often weights are loaded.
// GLANCE_SOAK says how many pictures (`make soak`: 10,000).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';

import { reportFault } from '../report_fault.mjs';
import { coreFile, lacking, placeInHeap, root, startCore } from './node_core.mjs';
import { canvasOf, optionsOf, readPictures, roundLength } from './soak_pictures.mjs';

const blockBytes = 1024; // of the heap, by which its use is measured
const pictureCount = Number(process.env.GLANCE_SOAK ?? 3 * roundLength);
const reloads = process.env.GLANCE_SOAK ? 100 : 10;
const modelFile = join(root, 'build/models/efficientnet-lite0.safetensors');
const lack =
  lacking(coreFile) || lacking(modelFile) || lacking(join(root, '.cache/samples/coffee.png'));

// How much of the heap is in use: its length without the blocks that fit in before it grows. Smaller gaps count as used.
function bytesInUse(core, classifier) {
  const heapBytes = core.HEAPU8.length;
  const blocks = [];
  while (core.HEAPU8.length === heapBytes) blocks.push(core.allocate(blockBytes - 64));
  const strides = blocks
    .map((address, i) => address - blocks[i - 1])
    .filter((stride) => stride > 0);
  for (const address of blocks) classifier.classifyEncoded(address, 0, optionsOf(0)); // frees what it refuses
  return heapBytes - (blocks.length - 1) * Math.min(...strides);
}

describe('the core', { skip: lack }, () => {
  let core;
  let classifier;
  const model = lack ? null : readFileSync(modelFile);
  const pictures = lack ? null : readPictures();

  function load() {
    classifier?.delete();
    const answer = core.loadModel(placeInHeap(core, model), model.length, {});
    assert.ok(answer.ok, answer.message);
    classifier = answer.classifier;
  }

  function classifyOne(i) {
    const canvas = canvasOf(i);
    if (canvas)
      return classifier.classifyRgba(
        core.allocate(4 * canvas.width * canvas.height),
        canvas.width,
        canvas.height,
        optionsOf(i),
      );
    const file = pictures.files[i % pictures.files.length];
    return classifier.classifyEncoded(placeInHeap(core, file), file.length, optionsOf(i));
  }

  function classifyRound() {
    for (let i = 0; i < roundLength; ++i)
      assert.equal(classifyOne(i).ok, Boolean(canvasOf(i)) || pictures.isGood(i), `picture ${i}`);
  }

  before(async () => {
    core = await startCore();
    load();
    classifyRound();
  });

  test(`fault 27: ${pictureCount} classifications and ${reloads} reloads take no more than the first ${roundLength}`, () => {
    const usedBytes = bytesInUse(core, classifier);
    const now = () => ({ heapBytes: core.HEAPU8.length, handles: core.count_emval_handles() });
    const first = now();
    const reloadsDue = (done) => Math.round((done / pictureCount) * reloads);
    for (let done = 0; done < pictureCount; done += roundLength) {
      for (let reload = reloadsDue(done); reload < reloadsDue(done + roundLength); ++reload) load();
      classifyRound();
      assert.deepEqual(now(), first, `after ${done + roundLength}`);
    }
    // Allows 8 bytes a picture, since a few gaps may have become too small for a block. A leak takes at least 16 bytes a picture,
    // the smallest piece that malloc gives out.
    const usedAtEndBytes = bytesInUse(core, classifier);
    assert.ok(
      usedAtEndBytes - usedBytes < 8 * pictureCount,
      `${usedAtEndBytes} bytes in use, ${usedBytes} after the first ${roundLength}`,
    );
    const count = (number) => number.toLocaleString('en');
    reportFault(
      27,
      `${count(pictureCount)} classifications, ${reloads} reloads: heap of ${count(first.heapBytes)} bytes as after the first ` +
        `${roundLength}, ${count(usedBytes)} of them in use, then ${count(usedAtEndBytes)}; ${first.handles} handles`,
      'WebAssembly core',
    );
  });
});
