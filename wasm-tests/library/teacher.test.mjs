// createTeacher from the first picture to the weight file, in real threads, on a core that does as it is told (fake_core.mjs).
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';

import { create } from '../../web/library/create.ts';
import { createTeacher } from '../../web/library/teacher.ts';
import { startFakeRelease, tinyModel } from './fake_release.mjs';
import { WebWorker } from './web_worker.mjs';

const limits = { pictureMs: 1000, abortGraceMs: 100, idleMs: 60_000 };
const order = (words) => new Blob([words]);
const isAbort = { name: 'AbortError' };
const badArgument = (message) => ({ name: 'GlanceError', code: 'call/bad-argument', message });
let release;
let classifier;
let teacher;

const createFake = (options = {}) =>
  create({ manifest: release.manifest, assets: release.url, limits }, { workers: 1, ...options });
const addAll = (pairs) =>
  Promise.all(pairs.map(([words, label]) => teacher.add(order(words), label)));

before(async () => {
  Object.assign(globalThis, { Worker: WebWorker });
  release = await startFakeRelease();
});
after(() => release.close());

describe('a teacher', () => {
  beforeEach(async () => {
    classifier = await createFake();
    teacher = createTeacher(classifier);
  });
  afterEach(() => classifier.close());

  test('teaches the pictures that were added and not removed', async () => {
    const [, , wrong] = await addAll([
      ['see 1', 'hen'],
      ['see 2', 'cup'],
      ['see 3', 'a mistake'],
    ]);
    teacher.remove(wrong);
    assert.equal(teacher.pictures, 2);
    const lesson = await teacher.teach({ noneLabel: 'cup', lost: 0.1 });
    assert.deepEqual(lesson, {
      pictures: 2,
      mistakes: [],
      doubtful: [],
      warnings: [],
      noneLabel: 'cup',
      lost: 0.1,
    });
    assert.deepEqual(
      new Map(JSON.parse(new TextDecoder().decode(teacher.export()))),
      new Map([
        [1, 'hen'],
        [2, 'cup'],
      ]),
    );
  });

  test('names doubtful pictures by the number that add gave, whatever was removed', async () => {
    const first = await teacher.add(order('see 0'), 'removed');
    await teacher.add(order('see 1'), 'hen');
    const doubted = await teacher.add(order('see 1'), 'cup');
    teacher.remove(first);
    const { mistakes, doubtful } = await teacher.teach();
    assert.deepEqual(doubtful, [{ picture: doubted, label: 'cup', predicted: 'hen', score: 1 }]);
    assert.deepEqual(mistakes, doubtful);
  });

  test('takes an embedding in the place of a picture', async () => {
    await teacher.add(await classifier.embed(order('see 3')), 'daisy');
    await teacher.teach();
    assert.deepEqual(JSON.parse(new TextDecoder().decode(teacher.export())), [[3, 'daisy']]);
  });

  test('keeps an embedding as it was when it was added', async () => {
    const embedding = Float32Array.of(0, 0, 0, 1);
    await teacher.add(embedding, 'daisy');
    embedding.fill(NaN);
    await teacher.teach();
    assert.deepEqual(JSON.parse(new TextDecoder().decode(teacher.export())), [[3, 'daisy']]);
  });

  test('refuses wrong labels, embeddings, numbers and options by name', async () => {
    for (const label of ['', null, 7, undefined])
      await assert.rejects(
        teacher.add(order('see 1'), /** @type {any} */ (label)),
        badArgument(/^the label of a picture/),
      );
    for (const numbers of [[], [1, 2, 3], [1, 2, 3, NaN], [1, 2, 3, Infinity]])
      await assert.rejects(
        teacher.add(Float32Array.from(numbers), 'a'),
        badArgument(/this network's have 4, all of them finite/),
      );
    for (const picture of [0, -1, 1.5, NaN])
      assert.throws(() => teacher.remove(picture), badArgument(/^there is no picture /));
    for (const [name, value] of Object.entries({ lots: 1, lost: '1', noneLabel: 7, signal: {} }))
      await assert.rejects(teacher.teach({ [name]: value }), badArgument(new RegExp(name)));
    assert.throws(() => createTeacher(/** @type {any} */ ({})), badArgument(/createClassifier/));
    assert.equal(teacher.pictures, 0);
  });

  test('says what the core refuses, and that nothing was taught', async () => {
    await teacher.add(order('see 1'), 'refuse call/bad-argument one class');
    await assert.rejects(teacher.teach(), badArgument('one class see 0'));
    assert.throws(() => teacher.export(), badArgument(/nothing was taught/));
    await assert.rejects(teacher.evaluate([]), badArgument(/nothing was taught/));
  });

  test('rejects as embed does when a picture cannot be read, and does not keep it', async () => {
    await assert.rejects(teacher.add(order('refuse image/damaged cut'), 'a'), {
      code: 'image/damaged',
    });
    assert.equal(teacher.pictures, 0);
  });

  test('tells how far it is, from 0 to 1', async () => {
    await addAll([
      ['see 1', 'hen'],
      ['see 2', 'wait 60'],
    ]);
    const shares = [];
    await teacher.teach({ onProgress: (share) => shares.push(share) });
    assert.deepEqual(shares, [0, 0.5, 1]);
  });

  test('an abort answers at once, ends the worker that goes on, and loses no picture', async () => {
    await addAll([
      ['see 1', 'hen'],
      ['see 2', 'hang'],
    ]);
    const startedBefore = WebWorker.started;
    const controller = new AbortController();
    const shares = [];
    const hanging = teacher.teach({
      signal: controller.signal,
      onProgress: (share) => {
        shares.push(share);
        controller.abort();
      },
    });
    await assert.rejects(hanging, isAbort);
    assert.deepEqual(shares, [0]);
    assert.equal((await classifier.classify(order('see 3'))).predictions[0].index, 3);
    assert.equal(WebWorker.started, startedBefore + 1);
    assert.equal(teacher.pictures, 2);
  });

  test('the module that teaches is asked for with the first lesson, once for each worker', async () => {
    const asked = () =>
      release.server.requests.filter(({ path }) => path.startsWith('/glance-teach')).length;
    const before = asked();
    await teacher.add(order('see 1'), 'hen');
    assert.equal(asked(), before);
    await teacher.teach();
    await teacher.teach();
    await teacher.evaluate([[order('see 1'), 'hen']]);
    assert.equal(asked(), before + 1);
  });

  test('a module that is missing or another is said, and the next lesson asks again', async () => {
    await teacher.add(order('see 1'), 'hen');
    release.answers.set('/glance-teach.wasm', (_, response) => response.writeHead(404).end());
    await assert.rejects(teacher.teach(), { code: 'asset/unreachable', message: /glance-teach/ });
    release.answers.set('/glance-teach.wasm', (_, response) => response.end('other'));
    await assert.rejects(teacher.teach(), { code: 'asset/wrong-content' });
    release.answers.clear();
    assert.equal((await teacher.teach()).pictures, 1);
  });

  test('a call that is aborted already does nothing', async () => {
    await assert.rejects(teacher.teach({ signal: AbortSignal.abort() }), isAbort);
  });

  test('a trap is worker/crashed, and the next lesson is taught by a new worker', async () => {
    await teacher.add(order('see 1'), 'hen');
    const trap = await teacher.add(order('see 2'), 'trap');
    await assert.rejects(teacher.teach(), { code: 'worker/crashed' });
    teacher.remove(trap);
    assert.equal((await teacher.teach()).pictures, 1);
  });

  test('a worker whose heap has grown large is given back after the lesson', async () => {
    const startedBefore = WebWorker.started;
    await teacher.add(order('see 1'), 'grow');
    await teacher.teach();
    await classifier.classify(order('see 1'));
    assert.equal(WebWorker.started, startedBefore + 1);
  });

  test('a lesson may take longer than a picture', async () => {
    await teacher.add(order('see 1'), 'wait 1200');
    assert.equal((await teacher.teach()).pictures, 1);
  });

  test('half a character in a label is replaced', async () => {
    await teacher.add(order('see 1'), 'a\ud83db');
    await teacher.teach();
    assert.deepEqual(JSON.parse(new TextDecoder().decode(teacher.export())), [[1, 'a\ufffdb']]);
  });

  test('evaluates other pictures, and says which could not be read', async () => {
    await addAll([
      ['see 1', 'hen'],
      ['see 2', 'cup'],
    ]);
    await teacher.teach();
    const shares = [];
    const result = await teacher.evaluate(
      [
        [order('see 1'), 'hen'],
        [order('refuse image/damaged cut'), 'hen'],
        [Float32Array.of(0, 0, 1, 0), 'hen'],
        [order('see 3'), 'cup'],
      ],
      { onProgress: (share) => shares.push(share) },
    );
    const { unread, ...counts } = result;
    assert.deepEqual(counts, { pictures: 3, right: 1, unknown: 1 });
    assert.deepEqual(
      unread.map(({ picture, error }) => [picture, error.code]),
      [[1, 'image/damaged']],
    );
    assert.deepEqual(shares, [0.25, 0.5, 0.75, 1]);
  });

  test('evaluate refuses a label that was not taught, and can be aborted', async () => {
    await teacher.add(order('see 1'), 'hen');
    await teacher.teach();
    await assert.rejects(teacher.evaluate([[order('see 1'), 'dog']]), badArgument('dog'));
    const controller = new AbortController();
    const { signal } = controller;
    const hanging = teacher.evaluate([[order('hang'), 'hen']], { signal });
    setTimeout(() => controller.abort(), 30);
    await assert.rejects(hanging, isAbort);
  });

  test('exports a copy of the last lesson', async () => {
    await teacher.add(order('see 1'), 'hen');
    await teacher.teach();
    const exported = teacher.export();
    structuredClone(exported, { transfer: [exported.buffer] });
    await teacher.add(order('see 2'), 'cup');
    assert.equal(teacher.export().length, '[[1,"hen"]]'.length);
  });

  test('ends with its classifier', async () => {
    await teacher.add(order('see 1'), 'hang');
    const teaching = teacher.teach();
    classifier.close();
    await assert.rejects(teaching, { code: 'call/closed' });
    await assert.rejects(teacher.teach(), { code: 'call/closed' });
  });
});

test('the labels of a taught model are shown whole', async () => {
  const labels = { en: ['my cup, morning', 'Oma, 1950'] };
  const model = new Blob([tinyModel({ labels, taught: {} })]);
  const taught = await createFake({ model });
  assert.equal(taught.labelOf(1), 'Oma, 1950');
  assert.deepEqual(taught.namesOf(0), ['my cup, morning']);
  assert.deepEqual(taught.pathTo({ index: 0, group: null }), ['my cup, morning']);
  assert.equal('taught' in taught.model, false);
  taught.close();
});
