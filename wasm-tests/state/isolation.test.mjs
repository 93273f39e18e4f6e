// How the page gets itself isolated by its service worker, on windows made for the test.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isolate } from '../../web/page/offline/service_worker.ts';
import { trustScript } from '../../web/shared/trusted_url.ts';
import { isolated, needsIsolation } from '../../web/service_worker/isolation.ts';

const scriptUrl = new URL('https://example.org/glance/service-worker.js');
trustScript(scriptUrl);

function fakeStorage() {
  const items = new Map();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => items.set(key, value),
  };
}

// A window that counts how often it is loaded again.
function fakeWindow(more = {}) {
  const window = {
    reloads: 0,
    registered: [],
    crossOriginIsolated: false,
    isSecureContext: true,
    sessionStorage: fakeStorage(),
    navigator: {
      serviceWorker: {
        ready: Promise.resolve({}),
        register: async (url) => window.registered.push(String(url)),
      },
    },
    location: { reload: () => ++window.reloads },
  };
  return Object.defineProperties(window, Object.getOwnPropertyDescriptors(more));
}

const tryToIsolate = (window, more = {}) =>
  isolate({ window, scriptUrl, mayReload: () => true, ...more });

test('a page that is not isolated is loaded again, once', async () => {
  const window = fakeWindow();
  assert.equal(await tryToIsolate(window), true);
  assert.equal(await tryToIsolate(window), false);
  assert.equal(window.reloads, 1);
  assert.deepEqual(new Set(window.registered), new Set([scriptUrl.href]));
});

for (const [name, window, more] of /** @type {any[][]} */ ([
  ['a page that is isolated already', fakeWindow({ crossOriginIsolated: true })],
  ['a browser that knows no isolation', fakeWindow({ crossOriginIsolated: undefined })],
  ['plain http', fakeWindow({ isSecureContext: false })],
  ['a page from disk', fakeWindow(), { scriptUrl: new URL('file:///glance/service-worker.js') }],
  ['a window without service workers', fakeWindow({ navigator: {} })],
])) {
  test(`${name} is left alone`, async () => {
    assert.equal(await tryToIsolate(window, more), false);
    assert.deepEqual([window.reloads, window.registered], [0, []]);
  });
}

for (const [name, window, more] of /** @type {any[][]} */ ([
  [
    'a registration that is refused',
    fakeWindow({
      navigator: {
        serviceWorker: {
          register: async () => {
            throw new Error('refused');
          },
        },
      },
    }),
  ],
  [
    'a registration that throws at once',
    fakeWindow({
      navigator: {
        serviceWorker: {
          register() {
            throw new Error('refused');
          },
        },
      },
    }),
  ],
  [
    'storage that is blocked',
    fakeWindow({
      get sessionStorage() {
        throw new Error('SecurityError');
      },
    }),
  ],
  [
    'storage that is full',
    fakeWindow({
      sessionStorage: {
        getItem: () => null,
        setItem() {
          throw new Error('QuotaExceededError');
        },
      },
    }),
  ],
  ['a page that somebody has begun to use', fakeWindow(), { mayReload: () => false }],
])) {
  test(`${name} leaves the page as it is`, async () => {
    assert.equal(await tryToIsolate(window, more), false);
    assert.equal(window.reloads, 0);
  });
}

test('a service worker that never gets ready is not waited for', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const window = fakeWindow({
    navigator: { serviceWorker: { register: async () => {}, ready: new Promise(() => {}) } },
  });
  const trying = tryToIsolate(window);
  t.mock.timers.tick(3000);
  assert.equal(await trying, false);
});

test('pages and workers get the headers, and keep their own', async () => {
  for (const destination of /** @type {RequestDestination[]} */ (['document', 'iframe', 'worker']))
    assert.ok(needsIsolation({ destination }));
  for (const destination of /** @type {RequestDestination[]} */ ([
    '',
    'script',
    'image',
    'style',
    'manifest',
  ]))
    assert.ok(!needsIsolation({ destination }));
  const response = isolated(
    new Response('text', {
      status: 404,
      headers: { 'content-type': 'text/html', 'cross-origin-opener-policy': 'unsafe-none' },
    }),
  );
  assert.deepEqual(Object.fromEntries(response.headers), {
    'content-type': 'text/html',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  });
  assert.deepEqual([response.status, await response.text()], [404, 'text']);
});

test('the content policy of the page joins what the host says', () => {
  const policyWith = (own) =>
    isolated(
      new Response('', { headers: own ? { 'content-security-policy': own } : {} }),
      'script-src self',
    ).headers.get('content-security-policy');
  assert.equal(policyWith(), 'script-src self');
  assert.equal(policyWith('script-src self'), 'script-src self');
  assert.equal(policyWith('img-src none'), 'img-src none, script-src self');
});

test("what is no plain answer of the page's own host stays untouched", () => {
  for (const response of /** @type {any[]} */ ([
    Response.error(),
    { type: 'opaqueredirect' },
    { type: 'opaque' },
  ]))
    assert.equal(isolated(response), response);
});
