// One life of a worker: what it does with a script that never comes.
import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';

import { WorkerSession } from '../../web/library/worker_session.ts';

class FakeWorker {
  terminated = 0;
  postMessage() {}
  terminate() {
    ++this.terminated;
  }
}

let worker;
let session;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
  worker = new FakeWorker();
  session = new WorkerSession(/** @type {any} */ (worker));
});

test('a script that does not come within a minute ends the worker, with the reason', async () => {
  const starting = session.request({ type: 'start' });
  mock.timers.tick(59_999);
  assert.equal(session.over, false);
  mock.timers.tick(1);
  await assert.rejects(starting, {
    code: 'asset/unreachable',
    message: /script did not come within 60 s/,
  });
  assert.deepEqual([session.over, worker.terminated], [true, 1]);
});

test('one that was heard before is given up when it says nothing', async () => {
  const heard = /** @type {any} */ (Object.assign(worker, { hasArrived: true }));
  session = /** @type {any} */ (new WorkerSession(heard));
  const starting = session.request({ type: 'start' }, { silenceMs: 8000 });
  mock.timers.tick(8000);
  await assert.rejects(starting, { code: 'worker/crashed', message: /said nothing for 8 s/ });
});

test('one that came may take as long as it wants, and its arrival is no answer', async () => {
  const starting = session.request({ type: 'start' });
  worker.onmessage({ data: { arrived: true } });
  mock.timers.tick(3_600_000);
  worker.onmessage({ data: { ok: true, value: 'started' } });
  assert.equal(await starting, 'started');
  assert.equal(session.over, false);
});

test('one that is asked to may not fall silent: signs of life count, what it does not say ends it', async () => {
  const starting = session.request({ type: 'start' }, { silenceMs: 15_000 });
  mock.timers.tick(20_000); // its script has not come yet
  worker.onmessage({ data: { arrived: true } });
  for (let second = 0; second < 60; ++second) {
    mock.timers.tick(1000);
    worker.onmessage({ data: { alive: true } });
  }
  mock.timers.tick(14_999);
  assert.equal(session.over, false);
  mock.timers.tick(1);
  await assert.rejects(starting, { code: 'worker/crashed', message: /said nothing for 15 s/ });
  assert.equal(worker.terminated, 1);
});

test('one that arrived before it is asked may not stay silent either; one that answered may', async () => {
  worker.onmessage({ data: { arrived: true } });
  const starting = session.request({ type: 'start' }, { silenceMs: 15_000 });
  mock.timers.tick(14_999);
  worker.onmessage({ data: { ok: true, value: 'started' } });
  assert.equal(await starting, 'started');
  mock.timers.tick(3_600_000);
  assert.equal(session.over, false);
});

test('a worker that was ended before is ended once', () => {
  session.end(new Error('not needed'));
  mock.timers.tick(60_000);
  assert.equal(worker.terminated, 1);
});
