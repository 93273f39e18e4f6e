// One life of a worker: what it does with a script that never comes.
import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';

import { WorkerSession } from '../../web/library/worker_session.js';

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
  session = new WorkerSession(worker);
});

test('a script that does not come within a minute ends the worker, with the reason', async () => {
  const starting = session.request({ type: 'start' });
  mock.timers.tick(59_999);
  assert.equal(session.over, false);
  mock.timers.tick(1);
  await assert.rejects(starting, { code: 'asset/unreachable', message: /script did not come within 60 s/ });
  assert.deepEqual([session.over, worker.terminated], [true, 1]);
});

test('one that came may take as long as it wants, and its arrival is no answer', async () => {
  const starting = session.request({ type: 'start' });
  worker.onmessage({ data: { arrived: true } });
  mock.timers.tick(3_600_000);
  worker.onmessage({ data: { ok: true, value: 'started' } });
  assert.equal(await starting, 'started');
  assert.equal(session.over, false);
});

test('a worker that was ended before is ended once', () => {
  session.end(new Error('not needed'));
  mock.timers.tick(60_000);
  assert.equal(worker.terminated, 1);
});
