// The four builds of the core in dist/glance.js, on an isolated page: a caller can choose each of them, all give the same answers,
// only the chosen one is loaded, and its threads end when the classifier is closed. Every engine runs each build that it has; WebKit
// has one, so there one choice in vain is enough. What a page does that is not isolated is our own logic: in Chromium only.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { chromium } from '../../tools/browsers/index.mjs';
import { inLibraryPage } from './library_place.mjs';
import { sampleAnswers } from './places.mjs';

const urls = sampleAnswers.map(({ file }) => `/samples/${file}`);
/** @type {['simd' | 'relaxed', number][]} */
const choices = [
  ['simd', 1],
  ['simd', 2],
  ['relaxed', 1],
  ['relaxed', 2],
];
const largestDifference = 1e-3;

// Runs in the page: the scores that a classifier with these options gives the pictures, and its backend.
async function answersOf(options, pictures) {
  const made = await library.createClassifier(options);
  const results = [];
  for (const url of pictures)
    results.push(await made.classify(await library.forms.Blob(url), { topK: 1000 }));
  made.close();
  const scores = results.map(({ predictions }) =>
    predictions.toSorted((a, b) => a.index - b.index).map(({ score }) => score),
  );
  return { scores, backend: results.at(-1).backend };
}

const differenceOf = (some, others) =>
  Math.max(
    ...some.flatMap((scores, i) => scores.map((score, k) => Math.abs(score - others[i][k]))),
  );

await inLibraryPage({ isolated: true }, (evaluate, place) => {
  const { engine } = place;
  let reference;
  let processors;
  // It has neither relaxed SIMD nor memory that workers share.
  const isPlain = engine.name === 'WebKit';

  before(async () => {
    processors = await evaluate('navigator.hardwareConcurrency');
    reference = (await evaluate(answersOf, { backend: 'simd', threads: 1 }, urls)).scores;
  });

  for (const [backend, threads] of isPlain ? choices.slice(-1) : choices) {
    test(`${backend} on ${threads} gives the same scores`, async (t) => {
      const answers = await evaluate(answersOf, { backend, threads }, urls);
      const difference = differenceOf(answers.scores, reference);
      t.diagnostic(
        `${engine.name}: largest difference of a score ${difference.toExponential(1)}; ${answers.backend.why}`,
      );
      assert.ok(difference <= largestDifference, `${difference}`);
      assert.equal(answers.backend.simd, isPlain ? 'simd' : backend);
      assert.equal(answers.backend.threads, isPlain ? 1 : Math.min(threads, processors));
    });
  }

  test('only the chosen build is loaded', async () => {
    const before = place.server.requests.length;
    await evaluate(answersOf, { backend: 'simd', threads: 2 }, urls.slice(0, 1));
    const loaded = place.server.requests
      .slice(before)
      .map(({ path }) => path)
      .filter((path) => path.endsWith('.wasm'));
    assert.deepEqual(loaded, [
      processors > 1 && !isPlain ? '/glance-simd-threads.wasm' : '/glance-simd.wasm',
    ]);
  });

  test('by default threads are used where they are faster, and the reason is given', async (t) => {
    const { backend } = await evaluate(answersOf, {}, [...urls, ...urls, ...urls]);
    t.diagnostic(`${engine.name}: ${backend.simd}, ${backend.threads}; ${backend.why}`);
    const [simdReason, threadsReason] = backend.reasons;
    assert.equal(simdReason, isPlain ? 'simd/no-relaxed' : 'simd/relaxed');
    assert.ok(
      (isPlain
        ? ['threads/no-shared-memory']
        : ['threads/isolated', 'threads/slower', 'threads/one-processor']
      ).includes(threadsReason),
      threadsReason,
    );
    assert.equal(backend.threads > 1, threadsReason === 'threads/isolated');
  });

  const restarts = isPlain ? 2 : 8; // without threads there are none to end
  test(`${restarts} classifiers can be started and closed, one after the other`, async () => {
    for (let i = 0; i < restarts; ++i) {
      const {
        scores: [scores],
      } = await evaluate(answersOf, { threads: 2 }, urls.slice(0, 1));
      assert.equal(scores.indexOf(Math.max(...scores)), sampleAnswers[0].index);
    }
  });
});

await inLibraryPage({ engines: [chromium] }, (evaluate) => {
  test('on a page that is not isolated one thread is used whatever is asked for, and the reason is given', async () => {
    const { backend, scores } = await evaluate(answersOf, { threads: 2 }, urls);
    assert.deepEqual([backend.threads, backend.reasons[1]], [1, 'threads/wanted-in-vain']);
    assert.match(backend.why, /2 threads were asked for, but without isolation/);
    assert.equal(scores[0].indexOf(Math.max(...scores[0])), sampleAnswers[0].index);
  });
});
