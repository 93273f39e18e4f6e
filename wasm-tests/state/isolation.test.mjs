// The headers by which the service worker isolates the page.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isolated, needsIsolation } from '../../web/service_worker/isolation.ts';

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
