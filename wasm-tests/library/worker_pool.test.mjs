// When workers are started, which of them is asked, and when they end; with sessions that do nothing by themselves.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { WorkerPool } from '../../web/library/worker_pool.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));
const waited = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class FakeSession {
  over = false;

  constructor(name) {
    this.name = name;
  }

  end() {
    this.over = true;
  }
}

// Launches are answered at once, or as `launch` says; `ask` ends when its `finish` is called.
function setUp(options = {}, launch = async (session) => session) {
  const launched = [];
  const start = ({ single }) => {
    const session = new FakeSession(`${single ? 'more' : 'first'} ${launched.length + 1}`);
    launched.push(session);
    return launch(session);
  };
  const first = new FakeSession('first');
  const pool = new WorkerPool(first, start, { workers: 3, threads: 1, idleMs: 60_000, ...options });
  const log = [];
  const ask = (name, signal) => {
    /** @type {(value?: any) => void} */
    let finish = () => {};
    const ended = new Promise((resolve) => {
      finish = resolve;
    });
    const use = async (session) => {
      log.push(`${name}: ${session.name}`);
      await ended;
      return name;
    };
    return { answer: pool.run(use, signal), finish };
  };
  return { pool, first, launched, log, ask };
}

test('a single call at a time needs one worker', async () => {
  const { launched, log, ask, pool } = setUp();
  for (const name of ['a', 'b']) {
    const { answer, finish } = ask(name);
    finish();
    assert.equal(await answer, name);
  }
  assert.deepEqual([launched.length, log], [0, ['a: first', 'b: first']]);
  pool.close(new Error('end'));
});

test('waiting calls start more workers, as many as there may be, and begin in order', async () => {
  const { launched, log, ask, pool } = setUp();
  const calls = ['a', 'b', 'c', 'd', 'e'].map((name) => ask(name));
  await settled();
  assert.equal(launched.length, 2);
  assert.deepEqual(log, ['a: first', 'b: more 1', 'c: more 2']);
  calls[1].finish();
  await settled();
  assert.equal(log.at(-1), 'd: more 1');
  for (const { finish } of calls) finish();
  assert.deepEqual(await Promise.all(calls.map(({ answer }) => answer)), ['a', 'b', 'c', 'd', 'e']);
  pool.close(new Error('end'));
});

test('with one worker, calls wait for each other', async () => {
  const { launched, log, ask, pool } = setUp({ workers: 1 });
  const calls = ['a', 'b'].map((name) => ask(name));
  await settled();
  assert.deepEqual([launched.length, log], [0, ['a: first']]);
  for (const { finish } of calls) finish();
  await Promise.all(calls.map(({ answer }) => answer));
  pool.close(new Error('end'));
});

test('a first worker of several threads rests while others work side by side, and answers single calls', async () => {
  const { log, ask, pool } = setUp({ workers: 2, threads: 2 });
  const calls = ['a', 'b', 'c'].map((name) => ask(name));
  await settled();
  assert.deepEqual(log, ['a: first', 'b: more 1']);
  calls[0].finish();
  await settled();
  assert.equal(log.at(-1), 'c: more 2');
  for (const { finish } of calls) finish();
  await Promise.all(calls.map(({ answer }) => answer));
  const alone = ask('d');
  await settled();
  assert.equal(log.at(-1), 'd: first');
  alone.finish();
  await alone.answer;
  pool.close(new Error('end'));
});

test('when another worker cannot be had, those that are there go on, and it is not tried again and again', async () => {
  const { launched, ask, pool } = setUp({}, async () => {
    throw new Error('no memory');
  });
  const calls = ['a', 'b', 'c', 'd'].map((name) => ask(name));
  for (const { finish } of calls) finish();
  assert.deepEqual(await Promise.all(calls.map(({ answer }) => answer)), ['a', 'b', 'c', 'd']);
  assert.ok(launched.length <= 2, `${launched.length} were tried`);
  pool.close(new Error('end'));
});

test('an ended worker is replaced when it is needed', async () => {
  const { first, launched, log, ask, pool } = setUp({ workers: 1 });
  first.end();
  const { answer, finish } = ask('a');
  finish();
  await answer;
  assert.deepEqual([launched.length, log], [1, ['a: first 1']]);
  pool.close(new Error('end'));
});

test('a call whose worker cannot be replaced says why, and the next tries again', async () => {
  let tries = 0;
  const { first, ask, pool } = setUp({ workers: 1 }, async (session) => {
    if (++tries === 1) throw new RangeError('refused');
    return session;
  });
  first.end();
  await assert.rejects(ask('a').answer, { message: 'refused' });
  const { answer, finish } = ask('b');
  finish();
  assert.equal(await answer, 'b');
  pool.close(new Error('end'));
});

test('workers that are not needed end after a while, all but the first', async () => {
  const { first, launched, ask, pool } = setUp({ idleMs: 20 });
  const calls = ['a', 'b'].map((name) => ask(name));
  await settled();
  assert.equal(launched[0].over, false);
  for (const { finish } of calls) finish();
  await Promise.all(calls.map(({ answer }) => answer));
  await waited(60);
  assert.deepEqual([launched[0].over, first.over], [true, false]);
  const next = ask('c');
  next.finish();
  assert.equal(await next.answer, 'c');
  pool.close(new Error('end'));
});

test('an aborted waiting call is never begun', async () => {
  const { log, ask, pool } = setUp({ workers: 1 });
  const controller = new AbortController();
  const [a, b] = [ask('a'), ask('b', controller.signal)];
  controller.abort();
  await assert.rejects(b.answer, { name: 'AbortError' });
  a.finish();
  await a.answer;
  assert.deepEqual(log, ['a: first']);
  pool.close(new Error('end'));
});

test('close ends every worker, also one that is about to start', async () => {
  let arrive = () => {};
  const { first, launched, ask, pool } = setUp(
    { workers: 2 },
    (session) =>
      new Promise((resolve) => {
        arrive = () => resolve(session);
      }),
  );
  const calls = ['a', 'b'].map((name) => ask(name).answer);
  await settled();
  pool.close(new RangeError('closed'));
  for (const call of calls) await assert.rejects(call, { message: 'closed' });
  arrive();
  await settled();
  assert.deepEqual([first.over, launched[0].over], [true, true]);
});

test('a worker that comes while another is lost is kept', async () => {
  const arrivals = [];
  const { launched, log, ask, pool } = setUp(
    {},
    (session) => new Promise((resolve) => arrivals.push(() => resolve(session))),
  );
  const calls = ['a', 'b', 'c', 'd'].map((name) => ask(name));
  arrivals[0]();
  await settled();
  launched[0].end();
  calls[1].finish();
  await settled();
  arrivals[1]();
  await settled();
  assert.deepEqual(log, ['a: first', 'b: more 1', 'c: more 2']);
  pool.close(new Error('end'));
  for (const { answer } of calls) await answer.catch(() => {});
  assert.equal(launched[1].over, true);
});
