// createTeacher with the real core and weights, on pictures that are made here: stripes, discs and noise.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { root } from './node_core.mjs';
import { lackingFor, serveLibrary } from './served_library.mjs';
import { WebWorker } from './web_worker.mjs';

const model = join(root, 'build/models/efficientnet-lite0.safetensors');
const side = 96;
const each = 4; // pictures of a class

// Numbers from 0 to 1, the same every time (a linear congruential generator, Numerical Recipes).
function randomNumbers(seed) {
  let state = seed;
  return () => (state = (1664525 * state + 1013904223) % 2 ** 32) / 2 ** 32;
}

// What the library takes for an ImageData, which Node does not have. `paint` gives the brightness, 0 to 1, at a place.
function picture(paint) {
  const data = new Uint8ClampedArray(4 * side * side).fill(255);
  for (let y = 0; y < side; ++y)
    for (let x = 0; x < side; ++x)
      data.fill(255 * paint(x, y), 4 * (y * side + x)).fill(255, 4 * (y * side + x) + 3);
  return { [Symbol.toStringTag]: 'ImageData', data, width: side, height: side };
}

const painters = {
  'stripes, of any width': (random) => {
    const width = 4 + 8 * random();
    const slope = random();
    return (x, y) => Number(Math.sin((x + slope * y) / width) > 0);
  },
  disc: (random) => {
    const [x0, y0] = [30 + 36 * random(), 30 + 36 * random()];
    const radius = 12 + 14 * random();
    return (x, y) => Number(Math.hypot(x - x0, y - y0) < radius);
  },
  噪声: (random) => () => random(),
};
const labels = Object.keys(painters);

// [picture, label] of each class, four times.
function examplesOf(seed) {
  const random = randomNumbers(seed);
  return labels.flatMap((label) =>
    Array.from({ length: each }, () => [picture(painters[label](random)), label]),
  );
}

describe('the real core', { skip: lackingFor(model) }, () => {
  let served;
  let library;
  let classifier;
  const start = (more = {}) => library.createClassifier({ assets: served.server.url, ...more });
  const teacherOf = async (examples) => {
    const teacher = library.createTeacher(classifier);
    for (const [image, label] of examples) await teacher.add(image, label);
    return teacher;
  };

  before(async () => {
    Object.assign(globalThis, { Worker: WebWorker });
    served = await serveLibrary(model);
    ({ library } = served);
    classifier = await start();
  });
  after(async () => {
    classifier.close();
    await served.close();
  });

  test('teaches three classes of four pictures, and tests them on others', async () => {
    const teacher = await teacherOf(examplesOf(1));
    const shares = [];
    const lesson = await teacher.teach({ onProgress: (share) => shares.push(share) });
    assert.deepEqual(lesson.classes.map(({ label }) => label).sort(), [...labels].sort());
    assert.deepEqual(
      lesson.classes.map(({ pictures }) => pictures),
      [4, 4, 4],
    );
    assert.equal(lesson.pictures, 12);
    assert.ok(lesson.accuracy >= 0.9, `${lesson.right} of 12`);
    assert.equal(
      lesson.confusion.flat().reduce((sum, count) => sum + count),
      12,
    );
    assert.ok(lesson.interval[0] < lesson.accuracy && lesson.accuracy <= lesson.interval[1]);
    assert.equal(lesson.warnings.length, 3); // four pictures are few
    assert.deepEqual([shares[0], shares.at(-1)], [0, 1]);
    assert.deepEqual(
      shares,
      shares.toSorted((a, b) => a - b),
    );
    const result = await teacher.evaluate(examplesOf(2));
    assert.deepEqual([result.pictures, result.unread], [12, []]);
    assert.ok(result.right >= 11, `${result.right} of 12`);
  });

  test('what it exports is a weight file that says what evaluate says, with its labels whole', async () => {
    const teacher = await teacherOf(examplesOf(1));
    await teacher.teach();
    const taught = await start({ model: teacher.export() });
    let [right, unknown] = [0, 0];
    for (const [image, label] of examplesOf(2)) {
      const { answer, predictions, heatmap } = await taught.classify(image, { heatmap: true });
      right += Number(predictions[0].label === label);
      unknown += Number(answer.unknown);
      assert.equal(answer.label, answer.unknown ? '' : predictions[0].label);
      assert.equal(taught.labelOf(predictions[0].index), predictions[0].label);
      assert.ok(heatmap.values.every(Number.isFinite));
    }
    const result = await teacher.evaluate(examplesOf(2));
    assert.deepEqual([result.right, result.unknown], [right, unknown]);
    const photograph = readFileSync(join(root, '.cache/samples/coffee.png'));
    assert.equal((await taught.classify(photograph)).answer.unknown, true);
    assert.deepEqual([...labels].sort(), [0, 1, 2].map((index) => taught.labelOf(index)).sort());
    assert.equal(taught.model.classes, 3);
    taught.close();
  });

  test('the same pictures in another order are the same file', async () => {
    const examples = examplesOf(1);
    const [one, other] = [await teacherOf(examples), await teacherOf(examples.toReversed())];
    await one.teach();
    await other.teach();
    assert.deepEqual(one.export(), other.export());
  });

  test('a picture in the wrong class is doubtful, by the number that add gave', async () => {
    const teacher = await teacherOf(examplesOf(1));
    const [image] = examplesOf(3)[0];
    const wrong = await teacher.add(image, 'disc');
    const { doubtful } = await teacher.teach();
    assert.equal(doubtful[0].picture, wrong);
    assert.deepEqual([doubtful[0].label, doubtful[0].predicted], ['disc', labels[0]]);
    teacher.remove(wrong);
    assert.deepEqual((await teacher.teach()).doubtful, []);
  });

  test('refuses one class, a lost that is too much, a none class without pictures, a strange label', async () => {
    const teacher = await teacherOf(examplesOf(1).slice(0, each));
    const refused = (message) => ({ name: 'GlanceError', code: 'call/bad-argument', message });
    await assert.rejects(teacher.teach(), refused(/two classes/));
    await teacher.add(examplesOf(1)[each][0], 'disc');
    await assert.rejects(teacher.teach({ lost: 0.6 }), refused(/lost/));
    await assert.rejects(teacher.teach({ lost: NaN }), refused(/lost/));
    await assert.rejects(teacher.teach({ noneLabel: 'x' }), refused(/'x'/));
    assert.equal((await teacher.teach({ noneLabel: 'disc' })).pictures, each + 1);
    await assert.rejects(teacher.evaluate([examplesOf(1).at(-1)]), refused(/噪声/));
  });

  test('an abort in the middle of a long lesson answers at once, and the next call works', async () => {
    const teacher = library.createTeacher(classifier);
    const random = randomNumbers(4);
    for (let i = 0; i < 3000; ++i)
      await teacher.add(Float32Array.from({ length: 1280 }, random), `class ${i % 60}`);
    const controller = new AbortController();
    const { signal } = controller;
    const teaching = teacher.teach({ signal, onProgress: () => controller.abort() });
    await assert.rejects(teaching, { name: 'AbortError' });
    const { predictions } = await classifier.classify(examplesOf(1)[0][0]);
    assert.equal(predictions.length, 5);
  });
});
