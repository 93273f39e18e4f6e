// Order, abort and end of the queue that every call of a classifier goes through.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { TaskQueue } from '../../web/library/worker_pool.ts';

// A task that ends when it is told to, and notes when it begins.
function taskNoting(log, name) {
  /** @type {(value?: any) => void} */
  let finish = () => {};
  const ended = new Promise((resolve) => {
    finish = resolve;
  });
  const task = async () => {
    log.push(name);
    await ended;
    return name;
  };
  return { task, finish };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const isAbort = (error) => error.name === 'AbortError';

test('tasks run one at a time, in order', async () => {
  const queue = new TaskQueue();
  const log = [];
  const [a, b] = ['a', 'b'].map((name) => taskNoting(log, name));
  const answers = [queue.run(a.task), queue.run(b.task)];
  await settled();
  assert.deepEqual(log, ['a']);
  a.finish();
  b.finish();
  assert.deepEqual(await Promise.all(answers), ['a', 'b']);
  assert.deepEqual(log, ['a', 'b']);
});

test('a task that fails does not stop the next', async () => {
  const queue = new TaskQueue();
  const failing = queue.run(async () => {
    throw new RangeError('no');
  });
  const next = queue.run(async () => 'next');
  await assert.rejects(failing, RangeError);
  assert.equal(await next, 'next');
});

test('an aborted waiting task is never run', async () => {
  const queue = new TaskQueue();
  const log = [];
  const controller = new AbortController();
  const [a, b, c] = ['a', 'b', 'c'].map((name) => taskNoting(log, name));
  const first = queue.run(a.task);
  const aborted = queue.run(b.task, controller.signal);
  const last = queue.run(c.task);
  controller.abort();
  await assert.rejects(aborted, isAbort);
  a.finish();
  c.finish();
  await Promise.all([first, last]);
  assert.deepEqual(log, ['a', 'c']);
});

test('an aborted running task rejects at once, and the next waits for its real end', async () => {
  const queue = new TaskQueue();
  const log = [];
  const controller = new AbortController();
  const [a, b] = ['a', 'b'].map((name) => taskNoting(log, name));
  const aborted = queue.run(a.task, controller.signal);
  const next = queue.run(b.task);
  await settled();
  controller.abort();
  await assert.rejects(aborted, isAbort);
  await settled();
  assert.deepEqual(log, ['a']);
  a.finish();
  b.finish();
  assert.equal(await next, 'b');
});

test('a signal that is aborted already rejects without a run', async () => {
  const queue = new TaskQueue();
  await assert.rejects(
    queue.run(() => assert.fail('ran'), AbortSignal.abort(new Error('because'))),
    isAbort,
  );
});

test('close rejects what runs, what waits and what comes later', async () => {
  const queue = new TaskQueue();
  const [a, b] = ['a', 'b'].map((name) => taskNoting([], name));
  const calls = [queue.run(a.task), queue.run(b.task)];
  await settled();
  queue.close(new RangeError('closed'));
  calls.push(queue.run(a.task));
  for (const call of calls) await assert.rejects(call, RangeError);
});

test('a wider queue runs several tasks at once, and a narrower one again fewer', async () => {
  const queue = new TaskQueue();
  const log = [];
  const tasks = ['a', 'b', 'c', 'd'].map((name) => taskNoting(log, name));
  const answers = tasks.map(({ task }) => queue.run(task));
  queue.concurrency = 2;
  await settled();
  assert.deepEqual([log, queue.length], [['a', 'b'], 4]);
  queue.concurrency = 1;
  tasks[0].finish();
  await settled();
  assert.deepEqual(log, ['a', 'b']);
  tasks[1].finish();
  await settled();
  assert.deepEqual(log, ['a', 'b', 'c']);
  for (const { finish } of tasks) finish();
  await Promise.all(answers);
  assert.equal(queue.length, 0);
});
