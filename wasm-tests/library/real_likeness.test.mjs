// findDuplicates and findSimilar with the real core and weights say what the command line says of the same files.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { commandLine } from '../browser/places.mjs';
import { greyPng } from '../browser/taught_pictures.mjs';
import { lacking, root } from './node_core.mjs';
import { lackingFor, serveLibrary } from './served_library.mjs';
import { WebWorker } from './web_worker.mjs';

const model = join(root, 'build/models/efficientnet-lite0.safetensors');
const program = fileURLToPath(commandLine);

// A scene of spots; `look` says which part of it is seen, x and y from 0 to 1, and how bright it is.
function scene(seed) {
  const spots = Array.from({ length: 24 }, (_, i) => {
    const random = (k) => (Math.abs(Math.sin((seed * 24 + i) * 12.9898 + k * 78.233)) * 43758) % 1;
    return [1.4 * random(1) - 0.2, 1.4 * random(2) - 0.2, 0.03 + 0.2 * random(3), random(4) - 0.5];
  });
  const at = (x, y) =>
    spots.reduce((sum, [x0, y0, radius, strength]) => {
      const distance = Math.hypot(x - x0, y - y0) / radius;
      return sum + strength * Math.exp(-distance * distance);
    }, 0.5);
  return (width, height, { x = 0, y = 0, part = 1, mirrored = false, light = 1 } = {}) =>
    greyPng(width, height, (column, row) => {
      const across = (mirrored ? width - 1 - column : column) + 0.5;
      const value = at(x + (part * across) / width, y + (part * (row + 0.5)) / height);
      return Math.min(1, Math.max(0, light * value));
    });
}

const files = Object.fromEntries(
  [1, 2, 3, 4, 5].flatMap((seed) => [[`${seed}.png`, scene(seed)(160, 120)]]),
);
Object.assign(files, {
  '1-small.png': scene(1)(80, 60),
  '2-cut.png': scene(2)(128, 96, { x: 0.05, y: 0.15, part: 0.8 }),
  '3-dark.png': scene(3)(160, 120, { light: 0.7 }),
  '4-mirrored.png': scene(4)(160, 120, { mirrored: true }),
  '4-twice.png': files['4.png'],
});
const names = Object.keys(files).sort(); // as the command line sorts them

describe('the real core', { skip: lackingFor(model) || lacking(program) }, () => {
  let folder;
  let served;
  let classifier;
  let results;
  const glance = (...options) =>
    execFileSync(program, ['similar', folder, ...options, '--format', 'json', '--model', model])
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

  before(async () => {
    Object.assign(globalThis, { Worker: WebWorker });
    folder = mkdtempSync(join(tmpdir(), 'glance-likeness-'));
    for (const name of names) writeFileSync(join(folder, name), files[name]);
    served = await serveLibrary(model);
    classifier = await served.library.createClassifier({ assets: served.server.url });
    const wanted = { embedding: true, fingerprint: true };
    results = await Promise.all(names.map((name) => classifier.classify(files[name], wanted)));
  });
  after(async () => {
    classifier.close();
    await served.close();
    rmSync(folder, { recursive: true });
  });

  test('finds the groups that the command line finds', async () => {
    const groups = await served.library.findDuplicates(classifier, results);
    const named = groups.map(({ kind, pictures, keep }) => ({
      files: pictures.map((picture) => names[picture]),
      kind,
      keep: names[keep],
    }));
    const native = glance('--duplicates').map(({ files: paths, kind, keep }) => ({
      files: paths.map((path) => basename(path)),
      kind,
      keep: basename(keep),
    }));
    assert.deepEqual(named, native);
    const kindOf = (name) =>
      named.find(({ files: group, kind }) => kind !== 'similar' && group.includes(name))?.kind;
    assert.equal(kindOf('1-small.png'), 'resized');
    assert.equal(kindOf('3-dark.png'), 'edited');
    assert.equal(kindOf('4-mirrored.png'), 'edited');
    assert.equal(kindOf('5.png'), undefined);
  });

  test('finds the similar pictures that the command line finds', async () => {
    const others = results.filter((_, i) => names[i] !== '2.png');
    const otherNames = names.filter((name) => name !== '2.png');
    const to = results[names.indexOf('2.png')];
    const neighbours = await served.library.findSimilar(classifier, to, others, { topK: 4 });
    const native = glance('--to', join(folder, '2.png'), '--top-k', '4');
    assert.equal(neighbours.length, 4);
    neighbours.forEach(({ picture, similarity }, i) => {
      assert.equal(otherNames[picture], basename(native[i].file));
      // Builds of the core round some int8 values differently.
      assert.ok(Math.abs(similarity - native[i].similarity) < 0.02, `${similarity}`);
    });
  });
});
