// Workers end, throw or hang at random while they classify: every call settles, no answer is wrong, and the next call is answered
// soon. GLANCE_LONG=1 kills more of them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { reportFault } from '../report_fault.mjs';
import { inLibraryPage, spoiledAnswers } from './library_place.mjs';
import { sampleAnswers } from './places.mjs';
import { scriptAfter } from './spoiled_server.mjs';

const jobsIn = ({ name }) =>
  process.env.GLANCE_LONG === '1' ? 100 : name === 'Chromium' ? 20 : 10;
const worker = 'glance-worker.js';
const nextLimitMs = 3000;

// Put before the worker's script: throws or hangs on a message.
function obeyKiller() {
  addEventListener('message', (event) => {
    if (event.data?.kill === 'throw') {
      event.stopImmediatePropagation();
      throw new Error('killed by the test');
    }
    if (event.data?.kill === 'hang') for (;;);
  });
}

// Runs in the page: notes its workers, and shortens the time limit of a picture from ten seconds to one.
async function prepare() {
  const { Worker, setTimeout } = globalThis;
  globalThis.alive = new Set();
  globalThis.Worker = class extends Worker {
    constructor(/** @type {[any]} */ ...args) {
      super(...args);
      globalThis.alive.add(this);
    }
    terminate() {
      globalThis.alive.delete(this);
      super.terminate();
    }
  };
  globalThis.end = (one) => Worker.prototype.terminate.call(one); // without an event, as a phone does that needs the memory
  globalThis.setTimeout = /** @type {any} */ (
    (action, ms, ...more) => setTimeout(action, ms === 10_000 ? 1000 : ms, ...more)
  );
  classifier.close();
  globalThis.classifier = await library.createClassifier({ workers: 2, threads: 1 });
}

// Runs in the page: starts a few jobs at once, kills a worker, and repeats. Resolves to the outcome of each job and to how long the
// next call took after each loss was noticed.
async function killAtRandom(count, urls, seed) {
  let state = seed;
  const random = (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const blobs = await Promise.all(urls.map((url) => library.forms.Blob(url)));
  const ask = async (kind) => {
    const outcome = await library.outcomeOf(classifier.classify(blobs[kind]));
    return { kind, code: outcome.code, index: outcome.value?.predictions[0].index };
  };
  const kill = {
    throw: (one) => one.postMessage({ kill: 'throw' }),
    hang: (one) => one.postMessage({ kill: 'hang' }),
    end: (one) => globalThis.end(one),
  };
  const outcomes = [];
  const nextMs = [];
  const kills = { throw: 0, hang: 0, end: 0 };
  for (let begun = 0; begun < count;) {
    const several = Array.from({ length: Math.min(1 + random(4), count - begun) }, () =>
      ask(random(blobs.length)),
    );
    begun += several.length;
    await new Promise((resolve) => setTimeout(resolve, random(40)));
    const way = Object.keys(kills)[random(3)];
    const [victim] = [...globalThis.alive].slice(random(globalThis.alive.size));
    if (victim) {
      ++kills[way];
      kill[way](victim);
    }
    outcomes.push(...(await Promise.all(several)));
    // The killed worker may have been idle: then a later call notices.
    for (let i = 0; i < 5 && globalThis.alive.has(victim); ++i)
      outcomes.push(...(await Promise.all([ask(0), ask(0)])));
    const startMs = performance.now();
    const next = await ask(0);
    nextMs.push(next.code ? Infinity : performance.now() - startMs);
    outcomes.push(next);
  }
  return { outcomes, nextMs, kills };
}

await inLibraryPage({ isolated: true }, (evaluate, { engine }) => {
  const jobs = jobsIn(engine);

  before(async () => {
    spoiledAnswers.set(`/${worker}`, scriptAfter(obeyKiller, worker));
    await evaluate(prepare);
  });
  after(() => spoiledAnswers.clear());

  test(
    `fault 26: workers killed at random in ${jobs} jobs: all settle, none is wrong, the next is right within ${nextLimitMs / 1000} s`,
    { timeout: 300_000 },
    async (t) => {
      const urls = sampleAnswers.map(({ file }) => `/samples/${file}`);
      const parts = [];
      for (let done = 0; done < jobs; done += 10)
        parts.push(await evaluate(killAtRandom, 10, urls, done + 1)); // one call of evaluate has a time limit
      const outcomes = parts.flatMap((part) => part.outcomes);
      const failed = outcomes.filter(({ code }) => code);
      const slowestMs = Math.max(...parts.flatMap(({ nextMs }) => nextMs));
      t.diagnostic(
        `${engine.name}: ${JSON.stringify(parts.map(({ kills }) => kills))}, ${failed.length} of ${outcomes.length} calls failed, the next took at most ${Math.round(slowestMs)} ms`,
      );
      assert.ok(outcomes.length >= jobs);
      assert.ok(
        failed.length > 0 &&
          failed.every(({ code }) => ['worker/crashed', 'worker/timeout'].includes(code)),
        JSON.stringify(failed),
      );
      for (const { kind, code, index } of outcomes)
        if (!code) assert.equal(index, sampleAnswers[kind].index);
      assert.ok(slowestMs <= nextLimitMs, `${slowestMs} ms`);
      reportFault(
        26,
        `${jobs} of ${jobs} settled with workers killed at random, 0 wrong, the next right within ${(Math.ceil(slowestMs / 100) / 10).toFixed(1)} s`,
        engine.name,
      );
    },
  );

  test('fault 26: afterwards nine calls at once are answered', async () => {
    const indices = await evaluate(
      async (urls) => {
        const blobs = await Promise.all(urls.map((url) => library.forms.Blob(url)));
        const results = await Promise.all(
          [...blobs, ...blobs, ...blobs].map((blob) =>
            library.outcomeOf(classifier.classify(blob)),
          ),
        );
        return results.map(({ value, code }) => value?.predictions[0].index ?? code);
      },
      sampleAnswers.map(({ file }) => `/samples/${file}`),
    );
    const wanted = sampleAnswers.map(({ index }) => index);
    assert.deepEqual(indices, [...wanted, ...wanted, ...wanted]);
  });
});
