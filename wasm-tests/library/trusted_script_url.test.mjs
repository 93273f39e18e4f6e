// The policy of trusted types: its name, what it lets through, and that nothing needs it where there are none.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';

const policies = [];
// Each time as in a page of its own.
const load = async () =>
  (await import(`../../web/shared/trusted_url.ts?${policies.length}-${Math.random()}`))
    .trustedScriptUrl;

function trustIn(href, createPolicy = (name, rules) => (policies.push(name), rules)) {
  Object.assign(globalThis, { location: new URL(href) });
  globalThis.trustedTypes = { createPolicy };
}

afterEach(() => {
  policies.length = 0;
  delete globalThis.location;
  delete globalThis.trustedTypes;
});

test('there is one policy, named glance, made once', async () => {
  trustIn('https://example.org/index.html');
  const trusted = await load();
  for (const address of ['https://example.org/a.js', new URL('https://example.org/b.js')])
    assert.equal(trusted(address), String(address));
  assert.deepEqual(policies, ['glance']);
});

for (const [here, address] of [
  ['https://example.org/index.html', 'https://example.org/elsewhere/a.js?v=1'],
  ['https://example.org/index.html', 'blob:https://example.org/1234'],
  ['file:///home/glance/index.html', 'file:///home/glance/offline/a.js'],
  ['file:///home/glance/index.html', 'blob:null/1234'],
  ['blob:null/1234', 'blob:null/1234'],
]) {
  test(`${here} may start ${address}`, async () => {
    trustIn(here);
    assert.equal((await load())(address), address);
  });
}

for (const [here, address] of [
  ['https://example.org/index.html', 'https://example.com/a.js'],
  ['https://example.org/index.html', 'http://example.org/a.js'],
  ['https://example.org/index.html', 'https://example.org:8443/a.js'],
  ['https://example.org/index.html', 'data:text/javascript,1'],
  ['https://example.org/index.html', 'javascript:1'],
  ['file:///home/glance/index.html', 'https://example.org/a.js'],
]) {
  test(`${here} may not start ${address}`, async () => {
    trustIn(here);
    await assert.rejects(async () => (await load())(address), TypeError);
  });
}

test('where a site allows other names only, or there are no trusted types, the address stays a text', async () => {
  trustIn('https://example.org/', () => {
    throw new TypeError('disallowed');
  });
  assert.equal((await load())('https://example.org/a.js'), 'https://example.org/a.js');
  delete globalThis.trustedTypes;
  assert.equal((await load())('https://example.org/a.js'), 'https://example.org/a.js');
});
