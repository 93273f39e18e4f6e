// The page's side of its service worker: what it notices, what it asks for, and the pictures that were shared with it.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { createUpdates, takeSharedFiles } from '../../web/page/offline/service_worker.ts';
import { initialState, reduce } from '../../web/page/state/reduce.ts';
import { trustScript } from '../../web/shared/trusted_url.ts';
import { answerShare, isShare } from '../../web/service_worker/share.ts';
import { fakeCaches } from './fake_caches.mjs';

const scope = 'https://example.org/glance/';
const scriptUrl = new URL('service-worker.js', scope);
trustScript(scriptUrl);
const settled = () => new Promise((resolve) => setTimeout(resolve, 50));

class FakeWorker extends EventTarget {
  messages = [];
  state = 'installing';
  /** @param {boolean | 'never ends'} kept */
  constructor(kept = true) {
    super();
    this.kept = kept;
  }
  postMessage(message, [port] = []) {
    this.messages.push(message.type);
    if (message.type === 'pause') this.reply?.({ kept: null }); // answers what it was keeping
    this.reply = (answer) => port?.postMessage(answer);
    if (message.type === 'pause') this.reply({});
    else if (this.kept !== 'never ends') this.reply({ kept: this.kept });
  }
  becomes(state) {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

// A window whose service worker is `active`; `container.controller` is whether this page was loaded through it.
/** @returns {any} */
function fakeWindow(
  /** @type {any} */ {
    active = new FakeWorker(),
    waiting = null,
    controller = active,
    register,
  } = {},
) {
  const registration = Object.assign(new EventTarget(), { active, waiting, installing: null });
  const container = Object.assign(new EventTarget(), {
    controller,
    ready: Promise.resolve(registration),
    register: register ?? (async () => registration),
  });
  const window = {
    reloads: 0,
    isSecureContext: true,
    navigator: { serviceWorker: container },
    location: { reload: () => ++window.reloads },
  };
  return Object.assign(window, {
    registration,
    container,
    change: () => container.dispatchEvent(new Event('controllerchange')),
  });
}

let told;
let offers; // of sharing
beforeEach(() => {
  told = [];
  offers = 0;
});

const listeners = {
  dispatch: (event) => told.push(event),
  offerSharing: () => ++offers,
};

async function begin(window, { ends = true } = {}) {
  const updates = createUpdates(window, scriptUrl, listeners);
  await (ends ? updates.start() : Promise.race([updates.start(), settled()]));
  return updates;
}

for (const kept of [true, false]) {
  test(`the page asks to be kept, and says whether it is: ${kept}`, async () => {
    const window = fakeWindow({ active: new FakeWorker(kept) });
    await begin(window);
    assert.deepEqual(window.registration.active.messages, ['keep']);
    assert.deepEqual(told, [{ type: 'keptKnown', kept }]);
  });
}

test('sharing is offered only when the service worker controls the page', async () => {
  await begin(fakeWindow({ controller: null }));
  assert.equal(offers, 0);
  await begin(fakeWindow());
  assert.equal(offers, 1);
});

test('while it is paused nothing is asked for, and then it goes on', async () => {
  const window = fakeWindow();
  const updates = createUpdates(window, scriptUrl, listeners);
  await updates.pause();
  await updates.start();
  assert.deepEqual([window.registration.active.messages, told], [[], []]);
  updates.resume();
  await settled();
  assert.deepEqual(window.registration.active.messages, ['keep']);
  assert.deepEqual(told, [{ type: 'keptKnown', kept: true }]);
  await updates.pause();
  updates.resume();
  await settled();
  assert.deepEqual(window.registration.active.messages, ['keep'], 'it is done');
});

test('what is running stops when it is paused, and is begun again', async () => {
  const active = new FakeWorker('never ends');
  const window = fakeWindow({ active });
  const updates = await begin(window, { ends: false });
  await updates.pause();
  await settled();
  assert.deepEqual([active.messages, told, offers], [['keep', 'pause'], [], 0]);
  active.kept = true;
  updates.resume();
  await settled();
  assert.deepEqual([active.messages, offers], [['keep', 'pause', 'keep'], 1]);
});

test('an update that waits is told of, also one that becomes ready later', async () => {
  await begin(fakeWindow({ waiting: new FakeWorker() }));
  assert.equal(told[0].type, 'updateReady');
  told = [];
  const window = fakeWindow();
  await begin(window);
  window.registration.installing = new FakeWorker();
  window.registration.dispatchEvent(new Event('updatefound'));
  assert.deepEqual(
    told.filter(({ type }) => type === 'updateReady'),
    [],
  );
  window.registration.installing.becomes('installed');
  assert.equal(told.at(-1).type, 'updateReady');
});

test('the first service worker is no update', async () => {
  const window = fakeWindow({ active: null, controller: null });
  window.container.ready = new Promise(() => {});
  const first = new FakeWorker();
  window.registration.installing = first;
  await begin(window, { ends: false });
  first.becomes('installed');
  window.change();
  assert.deepEqual(told, []);
  assert.equal(window.reloads, 0);
});

test('an update is taken by asking for it, and by loading the page when it has taken over', async () => {
  const waiting = new FakeWorker();
  const window = fakeWindow({ waiting });
  const updates = await begin(window);
  updates.take();
  assert.deepEqual([waiting.messages, window.reloads], [['take'], 0]);
  window.change();
  assert.equal(window.reloads, 1);
});

test('an update that another page took is told of, and this page is not loaded again by itself', async () => {
  const window = fakeWindow();
  const updates = await begin(window);
  window.change();
  assert.deepEqual([told.at(-1).type, window.reloads], ['updatedElsewhere', 0]);
  updates.take();
  assert.equal(window.reloads, 1);
});

for (const [name, change, expected] of /** @type {any[][]} */ ([
  [
    'plain http',
    (window) => {
      window.isSecureContext = false;
    },
    [],
  ],
  [
    'a window without service workers',
    (window) => {
      window.navigator = {};
    },
    [],
  ],
  [
    'a registration that is refused',
    (window) => {
      window.container.register = async () => {
        throw new Error('refused');
      };
    },
    [{ type: 'keptKnown', kept: false }],
  ],
])) {
  test(`${name} leaves the page as it is`, async () => {
    const window = fakeWindow();
    change(window);
    await begin(window);
    assert.deepEqual([told, window.registration.active.messages], [expected, []]);
  });
}

test('a page from disk asks for nothing', async () => {
  const window = fakeWindow();
  const address = new URL('file:///glance/service-worker.js');
  void createUpdates(window, address, listeners).start();
  await settled();
  assert.deepEqual([told, window.registration.active.messages], [[], []]);
});

test('the state knows whether the page is kept, and the last word on updates', () => {
  const states = (...events) => events.reduce(reduce, initialState('en', [])).offline;
  assert.deepEqual(states(), { kept: null, update: 'none' });
  assert.deepEqual(states({ type: 'keptKnown', kept: true }, { type: 'updateReady' }), {
    kept: true,
    update: 'ready',
  });
  assert.deepEqual(
    states({ type: 'updateReady' }, { type: 'updatedElsewhere' }, { type: 'updateReady' }).update,
    'elsewhere',
  );
  const state = reduce(initialState('en', []), { type: 'updateReady' });
  assert.equal(reduce(state, { type: 'updateReady' }), state);
});

const picture = (name, text, type) => new File([text], name, { type });

function shareOf(...files) {
  const body = new FormData();
  for (const file of files) body.append('pictures', file);
  return new Request(`${scope}share`, { method: 'POST', body });
}

// The page's window after the share has led to it.
async function arrive(response, caches) {
  const location = { href: response.headers.get('location') };
  /** @type {any} */
  const window = {
    caches,
    location,
    history: {
      replaceState: (_state, _title, href) => {
        location.href = href;
      },
    },
  };
  return {
    files: await takeSharedFiles(window),
    href: location.href,
    again: () => takeSharedFiles({ ...window, location: { href: `${scope}?shared` } }),
  };
}

test('only a form that is posted to the share address is a share', () => {
  assert.ok(isShare(shareOf(), scope));
  for (const request of [
    new Request(`${scope}share`),
    new Request(`${scope}sharing`, { method: 'POST' }),
    new Request('https://example.org/share', { method: 'POST' }),
  ]) {
    assert.ok(!isShare(request, scope), request.url);
  }
});

test('shared pictures reach the page with their names and kinds, in their order, once', async () => {
  const caches = fakeCaches();
  const names = [
    'a b.jpg',
    '照片.png',
    '100%.gif',
    ...Array.from({ length: 12 }, (_, i) => `${i}.png`),
  ];
  const response = await answerShare(
    shareOf(...names.map((name) => picture(name, `bytes of ${name}`, 'image/png'))),
    scope,
    caches,
  );
  assert.equal(response.status, 303);
  const { files, href, again } = await arrive(response, caches);
  assert.deepEqual(
    files.map(({ name, type }) => [name, type]),
    names.map((name) => [name, 'image/png']),
  );
  assert.equal(await files[1].text(), 'bytes of 照片.png');
  assert.equal(href, scope);
  assert.deepEqual([await again(), await caches.keys()], [[], []]);
});

test('a share that another site posts opens the page without its pictures', async () => {
  const caches = fakeCaches();
  const own = {
    referrer: `${scope}index.html`,
    headers: new Headers({ origin: new URL(scope).origin }),
  };
  const postedBy = (more) => {
    const request = shareOf(picture('a.png', 'a', 'image/png'));
    const { method, url } = request;
    const formData = () => request.formData();
    return /** @type {any} */ ({
      referrer: '',
      headers: new Headers(),
      method,
      url,
      formData,
      ...more,
    });
  };
  for (const [more, count] of /** @type {any[][]} */ ([
    [{}, 1],
    [{ referrer: 'about:client' }, 1],
    [own, 1],
    [{ headers: new Headers({ 'sec-fetch-site': 'none' }) }, 1],
    [{ headers: new Headers({ origin: 'https://elsewhere.example' }) }, 0],
    [{ headers: new Headers({ 'sec-fetch-site': 'cross-site' }) }, 0],
    [{ headers: new Headers({ 'sec-fetch-site': 'same-site' }) }, 0],
    [{ referrer: 'https://elsewhere.example/' }, 0],
  ])) {
    const response = await answerShare(postedBy(more), scope, caches);
    assert.equal(response.status, 303);
    assert.equal((await arrive(response, caches)).files.length, count, JSON.stringify(more));
  }
});

test('a share that cannot be read opens the page', async () => {
  const request = new Request(`${scope}share`, { method: 'POST', body: 'no form' });
  const response = await answerShare(request, scope, fakeCaches());
  assert.deepEqual([response.status, response.headers.get('location')], [303, scope]);
});

test('a share without pictures opens the page, and what came before is gone', async () => {
  const caches = fakeCaches();
  await answerShare(shareOf(picture('old.png', 'old', 'image/png')), scope, caches);
  const { files } = await arrive(await answerShare(shareOf(), scope, caches), caches);
  assert.deepEqual(files, []);
});

test('a page that was not opened for a share looks nowhere', async () => {
  /** @type {any} */
  const caches = {
    open() {
      throw new Error('asked');
    },
  };
  assert.deepEqual(
    await takeSharedFiles(
      /** @type {any} */ ({ caches, location: { href: `${scope}?threads=1` } }),
    ),
    [],
  );
  /** @type {any} */
  const window = { caches, location: { href: `${scope}?shared` }, history: { replaceState() {} } };
  const refused = await takeSharedFiles(window);
  assert.deepEqual(refused, []);
});

test('a window that may not even be asked for its caches has no shared pictures', async () => {
  /** @returns {any} */
  const sandboxed = (href) => ({
    location: { href },
    history: { replaceState() {} },
    get caches() {
      throw new DOMException('sandboxed', 'SecurityError');
    },
  });
  for (const query of ['', '?shared'])
    assert.deepEqual(await takeSharedFiles(sandboxed(scope + query)), []);
});
