// findDuplicates and findSimilar from results to groups, in real threads, on a core that does as it is told (fake_teach.mjs).
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';

import { create } from '../../web/library/create.ts';
import { findDuplicates, findSimilar } from '../../web/library/likeness.ts';
import { startFakeRelease } from './fake_release.mjs';
import { WebWorker } from './web_worker.mjs';

const limits = { pictureMs: 1000, abortGraceMs: 100, idleMs: 60_000 };
const badArgument = (message) => ({ name: 'GlanceError', code: 'call/bad-argument', message });
const result = (index) => ({
  embedding: Float32Array.from([0, 1, 2, 3], (i) => Number(i === index)),
  fingerprint: Uint8Array.of(1, index),
});
let release;
let classifier;

before(async () => {
  Object.assign(globalThis, { Worker: WebWorker });
  release = await startFakeRelease();
});
after(() => release.close());

describe('likeness', () => {
  beforeEach(async () => {
    classifier = await create(
      { manifest: release.manifest, assets: release.url, limits },
      { workers: 1 },
    );
  });
  afterEach(() => classifier.close());

  test('names pictures by their places, and leaves the results as they are', async () => {
    const wanted = { embedding: true, fingerprint: true };
    const looked = await classifier.classify(new Blob(['see 1']), wanted);
    const results = [result(0), looked, result(1)];
    const groups = await findDuplicates(classifier, results);
    assert.deepEqual(groups, [{ kind: 'same', pictures: [1, 2], keep: 1 }]);
    assert.deepEqual([looked.embedding.length, looked.fingerprint.length], [4, 2]);
    assert.deepEqual(await findDuplicates(classifier, new Set(results)), groups);
  });

  test('similar pictures come best first, as many as there are or were asked for', async () => {
    const results = [result(0), result(1), result(0), result(1), result(0), result(0), result(0)];
    assert.deepEqual(await findSimilar(classifier, result(1), results, { topK: 3 }), [
      { picture: 1, similarity: 1 },
      { picture: 3, similarity: 1 },
      { picture: 0, similarity: 0 },
    ]);
    assert.equal((await findSimilar(classifier, result(1), results)).length, 5);
    const most = { topK: Number.MAX_SAFE_INTEGER };
    assert.equal((await findSimilar(classifier, result(1), results, most)).length, 7);
  });

  test('refuses what is no result, other options and other classifiers', async () => {
    const refused = (promise, message) => assert.rejects(promise, badArgument(message));
    await refused(findDuplicates(classifier, [{}]), /no embedding or no fingerprint/);
    await refused(findDuplicates(classifier, [undefined]), /no embedding or no fingerprint/);
    const short = { ...result(0), embedding: new Float32Array(3) };
    await refused(findDuplicates(classifier, [short]), /3 numbers; this network's have 4/);
    const other = { ...result(0), fingerprint: new Uint8Array(3) };
    await refused(findDuplicates(classifier, [result(0), other]), /different versions/);
    await refused(findDuplicates(classifier, [result(3)]), /no 3/); // by the core
    await refused(
      findDuplicates(classifier, [], /** @type {any} */ ({ topK: 3 })),
      /no option 'topK'/,
    );
    await refused(findSimilar(classifier, result(0), [], { topK: 0 }), /topK is 0/);
    await refused(findSimilar(classifier, result(0), [], { topK: 1.5 }), /topK is 1.5/);
    await refused(findSimilar(classifier, undefined, []), /no embedding/);
    await refused(findDuplicates(/** @type {any} */ ({}), []), /classifier of createClassifier/);
  });

  test('a trap is worker/crashed and an abort is AbortError; the next call works', async () => {
    await assert.rejects(findDuplicates(classifier, [result(2)]), { code: 'worker/crashed' });
    const signal = AbortSignal.abort();
    const isAbort = { name: 'AbortError' };
    await assert.rejects(findDuplicates(classifier, [result(1)], { signal }), isAbort);
    await assert.rejects(findSimilar(classifier, result(1), [], { signal }), isAbort);
    assert.equal((await findDuplicates(classifier, [result(1)])).length, 1);
  });

  test('ends with its classifier', async () => {
    classifier.close();
    await assert.rejects(findDuplicates(classifier, [result(1)]), { code: 'call/closed' });
  });
});
