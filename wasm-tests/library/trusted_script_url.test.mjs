// The policy of trusted types: its name, that it lets through this build's own scripts one by one, and that nothing needs it where
// there are none.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';

const policies = [];
// Each time as in a page of its own.
/** @param {...(string | URL)} own addresses of the build's scripts */
const load = async (...own) => {
  const loaded = await import(
    `../../web/shared/trusted_url.ts?${policies.length}-${Math.random()}`
  );
  own.forEach(loaded.trustScript);
  return Object.assign(loaded.trustedScriptUrl, loaded);
};

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
  const own = ['https://example.org/a.js', new URL('https://example.org/b.js')];
  const trusted = await load(...own);
  for (const address of own) assert.equal(trusted(address), String(address));
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
    assert.equal((await load(address.split('?')[0]))(address), address);
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
    await assert.rejects(async () => (await load(address))(address), TypeError);
  });
}

test('another script of the same folder is let through by no query, and neither is a blob that somebody else made', async () => {
  trustIn('https://example.org/index.html');
  const trusted = await load('https://example.org/worker.js');
  for (const address of [
    'https://example.org/app.js',
    'https://example.org/app.js?worker.js',
    'https://example.org/worker.js/../app.js',
    'https://example.org/worker.jsx',
    'https://example.org/',
    'blob:https://example.org/1234',
  ])
    assert.throws(() => trusted(address), TypeError, address);
  assert.equal(trusted('https://example.org/worker.js?v=1'), 'https://example.org/worker.js?v=1');
});

test('a blob of our own is let through until it is revoked', async () => {
  trustIn('https://example.org/index.html');
  const trusted = await load();
  const url = trusted.scriptBlobUrl('1');
  assert.equal(trusted(url), url);
  trusted.revokeScript(url);
  assert.throws(() => trusted(url), TypeError);
});

test('where a site allows other names only, or there are no trusted types, the address stays a text', async () => {
  trustIn('https://example.org/', () => {
    throw new TypeError('disallowed');
  });
  const address = 'https://example.org/a.js';
  assert.equal((await load(address))(address), address);
  delete globalThis.trustedTypes;
  assert.equal((await load(address))(address), address);
});
