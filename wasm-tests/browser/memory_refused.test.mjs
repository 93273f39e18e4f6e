// The browser refuses shared memory once, twice or three times, or all memory: the library asks for less, then uses one thread, then
// gives an error, which the page shows. A fake refuses, so it is our own logic: in Chromium only (GLANCE_LONG=1: in Firefox too).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportFault } from '../report_fault.mjs';
import { chromium, firefox } from '../../tools/browsers/index.mjs';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { builtPage, readyAfterMs } from './glance_page.mjs';
import { inEveryEngine } from './in_every_engine.mjs';
import { inLibraryPage, spoiledAnswers } from './library_place.mjs';
import { sampleAnswers } from './places.mjs';
import { scriptAfter, spoiler } from './spoiled_server.mjs';

const [coffee] = sampleAnswers;
const worker = 'glance-worker.js';

// Put before the worker's script: refuses the first `times` memories, as a phone does that has no room for their maximum size.
const refuse = (times) => `{
  const { Memory } = WebAssembly;
  let asked = 0;
  WebAssembly.Memory = function (wanted) {
    if (++asked <= ${times}) throw new RangeError('WebAssembly.Memory(): could not allocate memory');
    return new Memory(wanted);
  };
}`;
const refuseAll = `${refuse(Infinity)}
WebAssembly.instantiate = async () => { throw new RangeError('WebAssembly.instantiate(): Out of memory: Cannot allocate Wasm memory for new instance'); };`;

// Runs in the page.
async function seesCoffee() {
  const made = await library.createClassifier({ threads: 2 });
  const { predictions, backend } = await made.classify(
    await library.forms.Blob('/samples/coffee.png'),
  );
  made.close();
  return { index: predictions[0].index, threads: backend.threads, reason: backend.reasons[1] };
}

const engines = process.env.GLANCE_LONG === '1' ? [chromium, firefox] : [chromium];

let reached = 0;
await inLibraryPage({ isolated: true, engines }, (evaluate, { engine }) => {
  for (const [times, threads, reason] of [
    [1, 2, 'threads/wanted'],
    [2, 2, 'threads/wanted'],
    [3, 1, 'threads/refused'],
  ]) {
    test(`fault 25: memory refused ${times} times: ready with ${threads} threads, and the answer is right`, async () => {
      spoiledAnswers.set(`/${worker}`, scriptAfter(refuse(times), worker));
      try {
        assert.deepEqual(await evaluate(seesCoffee), { index: coffee.index, threads, reason });
        ++reached;
      } finally {
        spoiledAnswers.clear();
      }
    });
  }

  test('fault 25: all memory refused: backend/refused, and the next try works', async () => {
    spoiledAnswers.set(`/${worker}`, scriptAfter(refuseAll, worker));
    try {
      const error = await evaluate(() =>
        library.outcomeOf(library.createClassifier({ threads: 2 })),
      );
      assert.equal(error.code, 'backend/refused', JSON.stringify(error));
      assert.match(error.message, /memory/i);
    } finally {
      spoiledAnswers.clear();
    }
    assert.equal((await evaluate(seesCoffee)).index, coffee.index);
    reportFault(
      25,
      `${reached} of 3 ready when memory is refused 1, 2, 3 times (less memory, less, one thread); refused always: a message`,
      engine.name,
    );
    assert.equal(reached, 3);
    reached = 0;
  });
});

const { answers, onRequest } = spoiler();
answers.set(worker, scriptAfter(refuseAll, worker));

await inEveryEngine(
  { ...builtPage, engines: [chromium], origins: ['http'], server: { isolated: true, onRequest } },
  (place) => {
    test('fault 25: the page says that the browser does not allow the program, and "Try again" works', async () => {
      await poll('an error', () =>
        place.session.evaluate(() => document.documentElement.dataset.state === 'error'),
      );
      assert.match(
        await place.session.evaluate(() => document.querySelector('[role=status]').textContent),
        /does not allow the program to run/,
      );
      answers.clear();
      await place.session.evaluate(() =>
        document.querySelector('#failure [data-action=retry]').click(),
      );
      await readyAfterMs(place.session);
    });
  },
);
