// What the service worker keeps of a release, and what it never does. The network is a function of the test.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { beforeEach, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { policyOfFolder } from '../../web/shared/policy.ts';
import { fileOf, isOfOtherRelease } from '../../web/service_worker/release.ts';
import { ReleaseCache, Stopped, answerFile } from '../../web/service_worker/release_cache.ts';
import { fakeCaches } from './fake_caches.mjs';

const scope = 'https://example.org/glance/';
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const fileWith = (name, bytes, more = {}) => ({
  name,
  byteCount: Buffer.byteLength(bytes),
  sha256: sha256(bytes),
  needed: true,
  ...more,
});

const releaseOf = (version) => {
  const contents = {
    'index.html': `page ${version}`,
    'app.js': `script ${version}`,
    'models/net.gz': 'weights',
    'models/other.gz': 'other weights',
  };
  const files = Object.entries(contents).map(([name, text]) =>
    fileWith(name, text, { needed: name !== 'models/other.gz' }),
  );
  return { contents, release: { hash: `hash ${version}`, policy: "default-src 'none'", files } };
};

let caches;
let asked;

// A host of a release; `answers` says for an address what else it gives.
function hostOf({ contents }, answers = {}) {
  return async (request) => {
    const url = request.url ?? request;
    asked.push(url.slice(scope.length));
    const address = url.slice(scope.length) || 'index.html';
    const answer = answers[url.slice(scope.length) || './'];
    if (answer) return answer();
    return address in contents
      ? served(contents[address])
      : new Response('<h1>Not here</h1>', { status: 404 });
  };
}

// Browsers say of a plain answer that it is basic, which a Response made here cannot.
function served(body, init) {
  const response = new Response(body, init);
  Object.defineProperty(response, 'type', { value: 'basic' });
  const clone = response.clone.bind(response);
  return Object.assign(response, {
    clone: () => Object.defineProperty(clone(), 'type', { value: 'basic' }),
  });
}

const releaseCacheOf = ({ release }, fetch) => new ReleaseCache({ release, scope, caches, fetch });
const [a, b] = [releaseOf('A'), releaseOf('B')];

beforeEach(() => {
  caches = fakeCaches();
  asked = [];
});

async function textsOf(cache, { release }) {
  const kept = await Promise.all(release.files.map((file) => cache.match(file)));
  return Promise.all(kept.map((response) => response?.text()));
}

test('a release is kept whole: what the page needs, and nothing else', async () => {
  const cache = releaseCacheOf(a, hostOf(a));
  assert.equal(await cache.isComplete(), false);
  await cache.fill();
  assert.equal(await cache.isComplete(), true);
  assert.deepEqual(await textsOf(cache, a), ['page A', 'script A', 'weights', undefined]);
  assert.deepEqual(asked, ['', 'app.js', 'models/net.gz']);
});

test('the page is found by the name of its file where the folder does not give it', async () => {
  for (const answer of [() => new Response('', { status: 403 }), () => served('a list of files')]) {
    caches = fakeCaches();
    const cache = releaseCacheOf(a, hostOf(a, { './': answer }));
    await cache.fill();
    assert.equal(await (await cache.match(a.release.files[0])).text(), 'page A');
  }
});

const wrongs = {
  'a changed byte': () => served('script X'),
  'a file cut short': () => served('script'),
  'a longer file': () => served('script A and more'),
  'a page that says with 200 that it is not there': () =>
    served('<!doctype html>', { headers: { 'content-type': 'text/html' } }),
  'an error that has the right content': () => served('script A', { status: 500 }),
  'a part of the file': () => served('script A', { status: 206 }),
  nothing: () => new Response(null, { status: 200 }),
  'a connection that breaks': () => {
    throw new TypeError('network');
  },
};

for (const [name, answer] of Object.entries(wrongs)) {
  test(`${name} is never kept, and the release is not whole`, async () => {
    const cache = releaseCacheOf(a, hostOf(a, { 'app.js': answer }));
    await assert.rejects(cache.fill());
    assert.equal(await cache.isComplete(), false);
    assert.equal(await cache.match(a.release.files[1]), undefined);
  });
}

test('an endless answer is not read to its end', async () => {
  let chunks = 0;
  const endless = () =>
    served(
      new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(++chunks && 5)),
      }),
    );
  await assert.rejects(releaseCacheOf(a, hostOf(a, { 'app.js': endless })).fill());
  assert.ok(chunks < 20, `${chunks}`);
});

test('an answer that stops coming is given up, and its connection with it', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let cancelled = false;
  const stalled = () =>
    served(
      new ReadableStream({
        start: (stream) => stream.enqueue(Buffer.from('script')),
        cancel: () => {
          cancelled = true;
        },
      }),
    );
  const cache = releaseCacheOf(a, hostOf(a, { 'app.js': stalled }));
  const file = a.release.files[1];
  const keeping = cache.addPassing(file, stalled());
  for (let i = 0; i < 10; ++i) await Promise.resolve();
  t.mock.timers.tick(29_999);
  for (let i = 0; i < 10; ++i) await Promise.resolve();
  assert.equal(cancelled, false);
  t.mock.timers.tick(1);
  await keeping;
  assert.deepEqual([cancelled, await cache.match(file)], [true, undefined]);
});

test("a stale copy in the browser's own cache is passed over", async () => {
  const fetch = async (url, { cache }) =>
    served(
      url.endsWith('app.js') && cache === 'default'
        ? 'script 0'
        : a.contents[url.slice(scope.length) || 'index.html'],
    );
  const cache = releaseCacheOf(a, fetch);
  await cache.fill();
  assert.equal(await cache.isComplete(), true);
});

test('what was kept before an attempt broke off is not loaded again', async () => {
  await assert.rejects(releaseCacheOf(a, hostOf(a, { 'app.js': wrongs['a changed byte'] })).fill());
  asked = [];
  await releaseCacheOf(a, hostOf(a)).fill();
  assert.deepEqual(asked, ['app.js', 'models/net.gz']);
});

test('two attempts at once are one', async () => {
  const cache = releaseCacheOf(a, hostOf(a));
  await Promise.all([cache.fill(), cache.fill()]);
  assert.equal(asked.length, 3);
});

test('an update loads what has changed, and leaves the older release as it is until it takes over', async () => {
  const [old, next] = [releaseCacheOf(a, hostOf(a)), releaseCacheOf(b, hostOf(b))];
  await old.fill();
  asked = [];
  await next.fill();
  assert.deepEqual(asked, ['', 'app.js']);
  assert.deepEqual(await textsOf(old, a), ['page A', 'script A', 'weights', undefined]);
  assert.deepEqual(await textsOf(next, b), ['page B', 'script B', 'weights', undefined]);
  await next.deleteOthers();
  assert.deepEqual(await caches.keys(), ['glance /glance/ hash B']);
});

test('an update that is damaged leaves the older release whole', async () => {
  const [old, next] = [
    releaseCacheOf(a, hostOf(a)),
    releaseCacheOf(b, hostOf(b, { 'app.js': () => served('script A') })),
  ];
  await old.fill();
  await assert.rejects(next.fill(), /app\.js/);
  assert.deepEqual(
    [await old.isComplete(), await next.isComplete(), await next.hasAnyComplete()],
    [true, false, true],
  );
});

test('another copy of the page on the same host is left alone', async () => {
  const other = new ReleaseCache({
    release: a.release,
    scope: 'https://example.org/else/',
    caches,
    fetch: async (url) => served(a.contents[url.split('/').at(-1)] ?? 'page A'),
  });
  await releaseCacheOf(b, hostOf(b)).fill();
  await other.deleteOthers();
  assert.equal(await releaseCacheOf(b, hostOf(b)).isComplete(), true);
});

test('a storage that is full is an attempt that failed', async () => {
  caches = fakeCaches({ limitBytes: 6 });
  const cache = releaseCacheOf(a, hostOf(a));
  await assert.rejects(cache.fill(), { name: 'QuotaExceededError' });
  assert.equal(await cache.isComplete(), false);
});

test('where storage is refused, everything comes from the network', async () => {
  const refuse = async () => {
    throw new DOMException('refused', 'SecurityError');
  };
  caches = { open: refuse, keys: refuse };
  const cache = releaseCacheOf(a, hostOf(a));
  assert.deepEqual([await cache.isComplete(), await cache.hasAnyComplete()], [false, false]);
  await cache.deleteOthers();
  await assert.rejects(cache.fill());
  assert.equal(await (await answer(a, cache, 'app.js', hostOf(a))).text(), 'script A');
});

test('weights that the host inflates are as good as those that it does not', async () => {
  const inside = 'the weights inside';
  const compressed = gzipSync(inside);
  const file = fileWith('models/net.gz', compressed, {
    inflated: { byteCount: inside.length, sha256: sha256(inside) },
  });
  for (const bytes of [inside, compressed]) {
    caches = fakeCaches();
    const cache = releaseCacheOf({ release: { hash: 'h', policy: '', files: [file] } }, async () =>
      served(bytes),
    );
    await cache.fill();
    assert.deepEqual(
      Buffer.from(await (await cache.match(file)).arrayBuffer()),
      Buffer.from(bytes),
    );
  }
});

test("pages and scripts are kept with the headers that isolate them, and none of the host's", async () => {
  const answer = () =>
    served('page A', { headers: { 'content-type': 'text/plain', 'x-host': '1' } });
  const cache = releaseCacheOf(a, hostOf(a, { './': answer }));
  await cache.fill();
  assert.deepEqual(Object.fromEntries((await cache.match(a.release.files[0])).headers), {
    'content-type': 'text/html; charset=utf-8',
    'content-length': '6',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'content-security-policy': "default-src 'none'",
  });
});

const ask = (name, more = {}) => Object.assign(new Request(scope + name, more));
const find = ({ release }, request) => fileOf(release, scope, request);

test('files are known by their names in the folder, whatever follows a question mark', () => {
  for (const address of ['', 'index.html', '?threads=1', 'index.html?x#y'])
    assert.equal(find(a, ask(address))?.name, 'index.html', address);
  assert.equal(find(a, ask('models/net.gz')).name, 'models/net.gz');
  for (const request of [
    ask('else.js'),
    ask('app.js', { method: 'POST' }),
    ask('app.js', { headers: { range: 'bytes=0-3' } }),
    new Request('https://example.org/app.js'),
    new Request('https://elsewhere.org/glance/app.js'),
  ])
    assert.equal(find(a, request), undefined, request.url);
});

async function answer(parts, cache, name, fetch, more = {}) {
  const works = [];
  const request = ask(name, more);
  const response = await answerFile(
    cache,
    find(parts, request),
    { request, waitUntil: (work) => works.push(work) },
    fetch,
  );
  await Promise.all(works);
  return response;
}

test('until a release is whole, everything comes from the network, and is kept as it comes by', async () => {
  const fetch = hostOf(b);
  const cache = releaseCacheOf(a, hostOf(a));
  assert.equal(await (await answer(a, cache, 'app.js', fetch)).text(), 'script B'); // no version is mixed with another
  assert.deepEqual(await textsOf(cache, a), [undefined, undefined, undefined, undefined]);
  assert.equal(await (await answer(a, cache, 'app.js', hostOf(a))).text(), 'script A');
  assert.deepEqual(await textsOf(cache, a), [undefined, 'script A', undefined, undefined]);
});

test('once it is whole, the network is not asked, and a model is kept when it was used', async () => {
  const fetch = hostOf(a);
  const cache = releaseCacheOf(a, fetch);
  await cache.fill();
  asked = [];
  for (const name of ['', 'app.js', 'models/other.gz', 'models/other.gz'])
    assert.ok((await answer(a, cache, name, fetch)).ok);
  assert.deepEqual(asked, ['models/other.gz']);
});

test('a needed file that got lost comes from the same release, or not at all', async () => {
  const cache = releaseCacheOf(a, hostOf(a));
  await cache.fill();
  caches.all.get('glance /glance/ hash A').delete(`${scope}app.js`);
  const newer = releaseCacheOf(a, hostOf(b));
  assert.equal((await answer(a, newer, 'app.js', hostOf(b))).type, 'error');
  assert.equal(await (await answer(a, cache, 'app.js', hostOf(a))).text(), 'script A');
  assert.equal((await cache.match(a.release.files[1])).status, 200);
});

test('a kept file that was damaged is not used, and is replaced', async () => {
  const cache = releaseCacheOf(a, hostOf(a));
  await cache.fill();
  const entries = caches.all.get('glance /glance/ hash A');
  const damage = (name) => entries.set(`${scope}${name}`, new Response('script Z'));
  damage('app.js');
  const offline = async () => {
    throw new TypeError('no network');
  };
  assert.equal((await answer(a, releaseCacheOf(a, offline), 'app.js', offline)).type, 'error');
  assert.equal(await (await answer(a, cache, 'app.js', hostOf(a))).text(), 'script A');
  assert.equal(
    await (await answer(a, releaseCacheOf(a, offline), 'app.js', offline)).text(),
    'script A',
  );
  damage('models/other.gz'); // one that the page is whole without, and that the library checks: it then asks once more
  assert.equal(await (await answer(a, cache, 'models/other.gz', hostOf(a))).text(), 'script Z');
  assert.equal(
    await (await answer(a, cache, 'models/other.gz', hostOf(a), { cache: 'reload' })).text(),
    'other weights',
  );
  assert.equal(await (await cache.match(a.release.files[3])).text(), 'other weights');
});

test('a page of another release gets no script of this one', async () => {
  const [, script] = a.release.files;
  assert.equal(isOfOtherRelease(script, ask(`app.js?v=${script.sha256.slice(0, 16)}`)), false);
  assert.equal(isOfOtherRelease(script, ask('app.js')), false);
  assert.equal(isOfOtherRelease(a.release.files[0], ask('?v=2')), false);
  assert.equal(
    isOfOtherRelease(script, ask(`app.js?v=${b.release.files[1].sha256.slice(0, 16)}`)),
    true,
  );
  const cache = releaseCacheOf(a, hostOf(a));
  await cache.fill();
  assert.equal((await answer(a, cache, 'app.js?v=0123', hostOf(a))).type, 'error');
});

test('while it stores, stop() ends it at once, and a later fill() goes on where it was', async () => {
  const a = releaseOf('A');
  let arrive = () => {};
  const requests = [];
  const host = hostOf(a);
  const cache = releaseCacheOf(a, async (url, { signal }) => {
    requests.push(url.slice(scope.length));
    if (!url.endsWith('app.js') || requests.length > 2) return host(url);
    arrive();
    return new Promise((_, reject) =>
      signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))),
    );
  });
  const waiting = new Promise((resolve) => {
    arrive = () => resolve(undefined);
  });
  const filling = cache.fill();
  await waiting;
  await cache.stop();
  await assert.rejects(filling, Stopped);
  assert.deepEqual(requests, ['', 'app.js']);
  assert.equal(await cache.isComplete(), false);
  await cache.fill();
  assert.deepEqual(requests, ['', 'app.js', 'app.js', 'models/net.gz']);
  assert.ok(await cache.isComplete());
  await cache.stop(); // of nothing
});

test('scripts and pages are kept with the policy of their folder', async () => {
  const a = releaseOf('A');
  const release = { ...a.release, policy: "default-src 'none'; connect-src 'self'" };
  const cache = releaseCacheOf({ release }, hostOf(a));
  await cache.fill();
  const { headers } = await cache.match(release.files[0]);
  assert.equal(headers.get('content-security-policy'), `default-src 'none'; connect-src ${scope}`);
});

test('a policy names the folder where it can', () => {
  const policy = "default-src 'none'; connect-src 'self'; img-src 'self' blob:";
  for (const [folder, wanted] of [
    ['https://example.org/', 'https://example.org/'],
    ['http://127.0.0.1:8080/a b/', 'http://127.0.0.1:8080/a%20b/'],
    ['https://example.org/a;b,c/', 'https://example.org/a%3Bb%2Cc/'],
    ['http://[::1]:8080/', null], // no policy can name it
    ['file:///home/glance/', null],
  ]) {
    assert.equal(
      policyOfFolder(policy, new URL(folder)),
      wanted && `default-src 'none'; connect-src ${wanted}; img-src ${wanted} blob:`,
    );
  }
});
