// When the worker does what nobody waits for.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { Rest } from '../../web/worker/rest.ts';

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
    const rest = new Rest();
    let came = false;
    rest.comes().then(() => (came = true));
    await pass(60);
    rest.used();
    await pass(60);
    assert.equal(came, false);
    await pass(60);
    assert.deepEqual([came, rest.uses], [true, 1]);
  }));

test('where pictures never stop coming it is found between two of them', () =>
  withMadeUpTime(async () => {
    const rest = new Rest();
    let came = false;
    rest.comes().then(() => (came = true));
    for (let i = 0; i < 59; ++i) {
      await pass(50);
      rest.used();
    }
    assert.equal(came, false);
    await pass(200);
    assert.equal(came, true);
  }));

test('it never comes before what waits already was answered', async () => {
  const rest = new Rest();
  await new Promise((resolve) => setTimeout(resolve, 120));
  let isAnswered = false;
  setImmediate(() => (isAnswered = true));
  await rest.comes();
  assert.equal(isAnswered, true);
});
