// When the worker does what nobody waits for.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { IdleTime } from '../../web/worker/warm_up.ts';

const flush = () => new Promise((resolve) => setImmediate(resolve));

// Lets made-up time pass in steps, with all that it sets off.
async function pass(ms) {
  for (let passed = 0; passed < ms; passed += 10) {
    now += 10;
    mock.timers.tick(10);
    await flush();
  }
}

let now = 0;

async function withMadeUpTime(use) {
  mock.timers.enable({ apis: ['setTimeout'] });
  mock.method(performance, 'now', () => now);
  try {
    await use();
  } finally {
    mock.timers.reset();
    mock.restoreAll();
  }
}

test('there is time a while after the last picture', () =>
  withMadeUpTime(async () => {
    const idle = new IdleTime();
    let came = false;
    void idle.begins().then(() => (came = true));
    await pass(60);
    idle.pictureAnswered();
    await pass(60);
    assert.equal(came, false);
    await pass(60);
    assert.deepEqual([came, idle.pictureCount], [true, 1]);
  }));

test('where pictures never stop coming it is found between two of them', () =>
  withMadeUpTime(async () => {
    const idle = new IdleTime();
    let came = false;
    void idle.begins().then(() => (came = true));
    for (let i = 0; i < 59; ++i) {
      await pass(50);
      idle.pictureAnswered();
    }
    assert.equal(came, false);
    await pass(200);
    assert.equal(came, true);
  }));

test('it never comes before what waits already was answered', async () => {
  const idle = new IdleTime();
  await new Promise((resolve) => setTimeout(resolve, 120));
  let isAnswered = false;
  setImmediate(() => (isAnswered = true));
  await idle.begins();
  assert.equal(isAnswered, true);
});
