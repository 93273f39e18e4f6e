// What the worker does when it is ready: one inference, and the choice between threads and one thread, by times that a
// made-up core reports.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { chooseBackend } from '../../web/worker/backend.ts';
import { warmUp } from '../../web/worker/warm_up.ts';

// `msOf(threads, n)` is the time of the nth inference on so many threads; null refuses it.
/** @returns {{ log: any[], running: any }} */
function startedWith(
  /** @type {any} */ { threads, wanted, msOf, memory = true, pictureCount = 0 },
) {
  const log = [];
  const classifierOf = (count) => {
    let inferences = 0;
    return {
      threads: count,
      classifyRgba() {
        log.push(count);
        const ms = msOf(count, inferences++);
        return ms === null
          ? { ok: false, code: 'infer/not-finite' }
          : { ok: true, timings: { infer: ms } };
      },
      withThreads: (other) =>
        memory
          ? { ok: true, classifier: classifierOf(other) }
          : { ok: false, code: 'memory/exhausted' },
      delete: () => log.push(`delete ${count}`),
    };
  };
  const choice = chooseBackend({
    relaxed: true,
    isolated: true,
    sharesMemory: true,
    hardwareConcurrency: threads,
    wanted: { threads: wanted },
  });
  const core = { allocate: () => 8 };
  const idle = { pictureCount, begins: async () => log.push('idle') };
  return {
    log,
    running: {
      core,
      idle,
      classifier: classifierOf(choice.threads),
      backend: { version: '1', ...choice },
    },
  };
}

const ranOn = ({ classifier, backend: { version, threads, reasons } }) => [
  classifier.threads,
  version,
  threads,
  reasons[1],
];

test('threads that are faster stay', async () => {
  const { running, log } = startedWith({ threads: 2, msOf: (threads) => 10 / threads });
  await warmUp(running);
  assert.deepEqual(ranOn(running), [2, '1', 2, 'threads/isolated']);
  assert.deepEqual(
    log.filter((what) => what !== 'idle'),
    [2, 1, 2, 1, 2, 1, 2, 'delete 1'],
  );
});

test('threads that are slower are given up, with the reason', async () => {
  const { running, log } = startedWith({ threads: 2, msOf: (threads) => 10 * threads });
  await warmUp(running);
  assert.deepEqual(ranOn(running), [1, '1', 1, 'threads/slower']);
  assert.match(running.backend.why, /one thread was measured to be faster here/);
  assert.equal(log.at(-1), 'delete 2');
});

test('what was slow only once counts for neither', async () => {
  const { running } = startedWith({
    threads: 2,
    msOf: (threads, n) => (n === 1 ? 500 : 10 / threads),
  });
  await warmUp(running);
  assert.equal(running.backend.threads, 2);
});

for (const [name, options] of /** @type {any[][]} */ ([
  ['threads that were asked for are', { threads: 2, wanted: 2 }],
  ['one thread is', { threads: 1 }],
])) {
  test(`${name} not measured, only warmed up`, async () => {
    const { running, log } = startedWith({ ...options, msOf: (threads) => 10 * threads });
    const { classifier } = running;
    await warmUp(running);
    assert.deepEqual(log, ['idle', options.threads]);
    assert.equal(running.classifier, classifier);
  });
}

test('without memory for a second network the first stays', async () => {
  const { running } = startedWith({ threads: 2, msOf: (threads) => 10 * threads, memory: false });
  await warmUp(running);
  assert.deepEqual(ranOn(running), [2, '1', 2, 'threads/isolated']);
});

test('a network that refuses the picture keeps its threads', async () => {
  const { running, log } = startedWith({ threads: 2, msOf: () => null });
  await warmUp(running);
  assert.equal(running.backend.threads, 2);
  assert.equal(log.at(-1), 'delete 1');
});

test('every step waits until nobody asks', async () => {
  const { running, log } = startedWith({ threads: 2, msOf: (threads) => 10 / threads });
  await warmUp(running);
  assert.equal(log.join(' '), 'idle 2 idle idle 1 idle 2 idle 1 idle 2 idle 1 idle 2 delete 1'); // twice for the other network
});

test('a picture that came at once has warmed up enough', async () => {
  const { running, log } = startedWith({ threads: 1, msOf: () => 10, pictureCount: 1 });
  await warmUp(running);
  assert.deepEqual(log, ['idle']);
});
