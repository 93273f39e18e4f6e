// Starting a classifier: options, progress, abort, and files that are not what they should be.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { sha256Of } from '../../tools/release/bundle/pieces.mjs';
import { openAssets } from '../../web/library/assets.ts';
import { create } from '../../web/library/create.ts';
import { startEarly } from '../../web/library/early_start.ts';
import { startFakeRelease, tinyModel } from './fake_release.mjs';
import { WebWorker } from './web_worker.mjs';

const see = new Blob(['see 1']);
let release;

const createFake = (options, more = {}) =>
  create({ manifest: release.manifest, assets: release.url, ...more }, options);
const requestsOf = (name) =>
  release.server.requests.filter(({ path }) => path.split('?')[0] === `/${name}`).length;
const requestsFor = (path) =>
  release.server.requests.filter((request) => request.path === path).length;

before(async () => {
  Object.assign(globalThis, { Worker: WebWorker });
  release = await startFakeRelease();
});
after(() => release.close());
afterEach(() => {
  release.answers.clear();
  delete globalThis.location;
});

// Creates, classifies once, closes.
async function answerWith(options, more) {
  const classifier = await createFake(options, more);
  try {
    return await classifier.classify(see);
  } finally {
    classifier.close();
  }
}

test('a page of the same origin starts the worker by its URL', async () => {
  Object.assign(globalThis, { location: new URL(`${release.url}page.html`) });
  assert.equal((await answerWith()).predictions[0].index, 1);
});

test('a classifier goes on with a worker that was started early, and nothing is read twice', async () => {
  Object.assign(globalThis, { location: new URL(`${release.url}page.html`) });
  const { manifest } = release;
  const files = [manifest.worker, manifest.cores[0], manifest.models[0]];
  const before = files.map(({ name }) => requestsOf(name));
  /** @type {any} */
  const wanted = { backend: 'simd', threads: 1 };
  const { assets } = startEarly(openAssets(new URL(release.url), manifest), manifest, {
    ...wanted,
    model: manifest.models[0],
  });
  const events = [];
  const onProgress = (event) => events.push(event);
  const answer = await answerWith({ ...wanted, onProgress }, { open: () => assets });
  assert.equal(answer.predictions[0].index, 1);
  assert.deepEqual(
    files.map(({ name }, i) => requestsOf(name) - before[i]),
    [1, 1, 1],
  );
  assert.equal(events.at(-1).status, 'ready');
  assert.equal(events.at(-1).loaded, events.at(-1).total);
});

test('a failure of what was read early is the failure of the start, and another start reads anew', async () => {
  Object.assign(globalThis, { location: new URL(`${release.url}page.html`) });
  const { manifest } = release;
  const [{ name }] = manifest.models;
  release.answers.set(`/${name}`, (request, response) => response.writeHead(404).end());
  /** @type {any} */
  const wanted = { backend: 'simd', threads: 1 };
  const { assets } = startEarly(openAssets(new URL(release.url), manifest), manifest, {
    ...wanted,
    model: manifest.models[0],
  });
  const open = () => assets;
  await assert.rejects(createFake(wanted, { open }), { code: 'asset/unreachable' });
  release.answers.clear();
  assert.equal((await answerWith(wanted, { open })).predictions[0].index, 1);
});

test('a new worker of the same origin asks the server for its script only', async () => {
  Object.assign(globalThis, { location: new URL(`${release.url}page.html`) });
  const classifier = await createFake();
  const before = release.server.requests.length;
  await assert.rejects(classifier.classify(new Blob(['trap'])), { code: 'worker/crashed' });
  assert.equal((await classifier.classify(see)).predictions[0].index, 1);
  classifier.close();
  assert.deepEqual(
    release.server.requests.slice(before).map(({ path }) => path.split('?')[0]),
    ['/glance-worker.js'],
  );
});

test('after a start that failed, and no other, the worker comes from another address', async () => {
  Object.assign(globalThis, { location: new URL(`${release.url}page.html`) });
  const scriptsOf = async (action) => {
    const before = release.server.requests.length;
    await action();
    return release.server.requests
      .slice(before)
      .map(({ path }) => path)
      .filter((path) => path.startsWith('/glance-worker.js'));
  };
  const [first] = await scriptsOf(() => answerWith());
  assert.deepEqual(await scriptsOf(() => answerWith()), [first]);
  release.answers.set('/glance-worker.js', (request, response) => response.writeHead(404).end());
  assert.deepEqual(
    await scriptsOf(() => assert.rejects(createFake(), { code: 'worker/start-failed' })),
    [first],
  );
  release.answers.clear();
  const [next] = await scriptsOf(() => answerWith());
  assert.notEqual(next, first);
  assert.equal(
    new URL(next, release.url).searchParams.get('v'),
    new URL(first, release.url).searchParams.get('v'),
  );
});

test('the language of the labels is chosen once for all calls', async () => {
  assert.equal((await answerWith({ language: 'zh' })).predictions[0].label, 'zh 1');
});

test('resolution reaches the core, and more threads than there are get a reason', async () => {
  const classifier = await createFake({ resolution: 192, threads: 4 });
  assert.equal(classifier.model.inputWidth, 192);
  const { backend } = await classifier.classify(see);
  classifier.close();
  assert.equal(backend.threads, 1);
  assert.match(backend.why, /4 threads were asked for/);
});

test('assets may lie elsewhere, with or without a slash at the end', async () => {
  for (const assets of [release.url, release.url.slice(0, -1), new URL(release.url)]) {
    assert.equal(
      (await answerWith({ assets }, { assets: 'http://127.0.0.1:9/' })).predictions[0].index,
      1,
    );
  }
});

for (const [name, model] of /** @type {any[][]} */ ([
  ['a Blob', () => new Blob([tinyModel()])],
  ['a File', () => new File([tinyModel()], 'own.safetensors')],
  ['a Uint8Array', () => new Uint8Array(tinyModel())],
  ['an ArrayBuffer', () => new Uint8Array(tinyModel()).buffer],
  ['a File of gzip', () => new File([gzipSync(tinyModel())], 'own.safetensors.gz')],
  ['a Blob of gzip without a name', () => new Blob([gzipSync(tinyModel())])],
  ['a URL of gzip', () => new URL('models/tiny.safetensors.gz', release.url)],
  ['a URL', () => new URL('models/tiny.safetensors', release.url)],
  ['a text', () => `${release.url}models/tiny.safetensors`],
])) {
  test(`${name} serves as a model`, async () => {
    assert.equal((await answerWith({ model: model() })).predictions[0].index, 1);
  });
}

test('another model of the release is named by its description', async () => {
  const [, { description }] = release.manifest.models;
  const classifier = await createFake({ model: description });
  classifier.close();
  assert.deepEqual({ ...classifier.model }, description);
});

test('a model says what it is: name, licence, source, preprocessing, size, SHA-256', async () => {
  const bytes = tinyModel({ name: 'Own' });
  const classifier = await createFake({ model: new Blob([bytes]) });
  classifier.close();
  assert.deepEqual(
    { ...classifier.model },
    {
      name: 'Own',
      architecture: '',
      license: 'MIT',
      source: { file: 'tiny.pth' },
      preprocessing: { input_size: [1, 1], longer_side: 'floor', crop_offset: 'nearest' },
      sha256: sha256Of(bytes),
      byteLength: bytes.length,
      inputHeight: 1,
      inputWidth: 1,
      classes: 4,
      embeddingSize: 4,
      languages: ['en', 'zh'],
    },
  );
});

test('a model is the same after its worker was lost, and its bytes can be had', async () => {
  const bytes = tinyModel({ name: 'Own' });
  const classifier = await createFake({ model: bytes });
  await assert.rejects(classifier.classify(new Blob(['trap'])), { code: 'worker/crashed' });
  assert.equal((await classifier.classify(see)).predictions[0].index, 1);
  assert.ok(bytes.equals(Buffer.from(await classifier.weights().arrayBuffer())));
  classifier.close();
});

test('a model of the SHA-256 that was asked for is taken, in capitals too', async () => {
  const sha256 = sha256Of(tinyModel());
  assert.equal(
    (await answerWith({ model: new Blob([tinyModel()]), sha256 })).predictions[0].index,
    1,
  );
  assert.equal((await answerWith({ sha256: sha256.toUpperCase() })).predictions[0].index, 1);
});

for (const [name, model] of /** @type {any[][]} */ ([
  ['a Blob', () => new Blob([tinyModel()])],
  ['a URL', () => new URL('models/tiny.safetensors', release.url)],
  ['the default', () => undefined],
])) {
  test(`${name} of another SHA-256 than asked for is asset/wrong-content`, async () => {
    const creating = createFake({ model: model(), sha256: sha256Of(Buffer.from('another')) });
    await assert.rejects(creating, { code: 'asset/wrong-content', message: /SHA-256/ });
  });
}

test('a compressed model is what is inside it: SHA-256, size, bytes', async () => {
  const bytes = tinyModel({ name: 'Own' });
  const classifier = await createFake({
    model: new Blob([gzipSync(bytes)]),
    sha256: sha256Of(bytes),
  });
  classifier.close();
  assert.equal(classifier.model.sha256, sha256Of(bytes));
  assert.equal(classifier.model.byteLength, bytes.length);
  assert.ok(bytes.equals(Buffer.from(await classifier.weights().arrayBuffer())));
});

test('a compressed model that is cut short is model/truncated', async () => {
  const model = new Blob([gzipSync(tinyModel()).subarray(0, -9)]);
  await assert.rejects(createFake({ model }), {
    code: 'model/truncated',
    message: /gzip cannot be undone/,
  });
});

test('a server that says the compressed weights are encoded by gzip is understood', async () => {
  const compressed = gzipSync(tinyModel());
  release.answers.set('/models/tiny.safetensors.gz', (_, response) => {
    response
      .writeHead(200, { 'content-encoding': 'gzip', 'content-length': compressed.length })
      .end(compressed);
  });
  const events = [];
  assert.equal(
    (await answerWith({ onProgress: (event) => events.push(event) })).predictions[0].index,
    1,
  );
  assert.ok(events.every(({ loaded, total }) => loaded <= total));
  assert.equal(events.at(-1).total, release.manifest.cores[0].byteCount + tinyModel().length);
});

test('a model above 1 GiB is refused before it is read', async () => {
  const huge = Object.defineProperty(new Blob(['x']), 'size', { value: 2 ** 30 + 1 });
  huge.arrayBuffer = () => assert.fail('it was read');
  await assert.rejects(createFake({ model: huge }), {
    code: 'model/too-large',
    message: /1,025 MiB.*1,024 MiB/,
  });
});

test('progress knows the size of a model of the caller beforehand', async () => {
  const events = [];
  const model = new File([tinyModel()], 'own.safetensors');
  (await createFake({ model, onProgress: (event) => events.push(event) })).close();
  const total = release.manifest.cores[0].byteCount + model.size;
  assert.ok(
    events.every((event) => event.total === total),
    JSON.stringify(events),
  );
  assert.deepEqual(events.at(-1), {
    status: 'ready',
    file: 'own.safetensors',
    loaded: total,
    total,
  });
});

test('a model of the caller costs no request for the shipped one', async () => {
  const before = requestsFor('/models/tiny.safetensors.gz');
  await answerWith({ model: new Blob([tinyModel()]) });
  assert.equal(requestsFor('/models/tiny.safetensors.gz'), before);
});

for (const [name, options, code] of [
  ['a number as model', { model: 7 }, 'call/bad-argument'],
  ['a model that is no URL', { model: 'http://' }, 'call/bad-argument'],
  ['a description of no shipped model', { model: { sha256: '0'.repeat(64) } }, 'call/bad-argument'],
  ['null as model', { model: null }, 'call/bad-argument'],
  ['a SHA-256 that is too short', { sha256: 'abc' }, 'call/bad-argument'],
  ['assets that are no URL', { assets: 'http://' }, 'call/bad-argument'],
  ['weights that are none', { model: new Blob(['junk']) }, 'model/not-safetensors'],
]) {
  test(`${name} is ${code}`, async () => {
    await assert.rejects(createFake(options), { name: 'GlanceError', code });
  });
}

test('progress counts all files together and ends with ready', async () => {
  const events = [];
  await answerWith({ onProgress: (event) => events.push(event) });
  const total = release.manifest.cores[0].byteCount + release.manifest.models[0].byteCount;
  const loaded = events.map((event) => event.loaded);
  assert.deepEqual(
    loaded,
    loaded.toSorted((a, b) => a - b),
  );
  assert.ok(events.every((event) => event.total === total));
  assert.deepEqual(events.at(-1), {
    status: 'ready',
    file: 'models/tiny.safetensors.gz',
    loaded: total,
    total,
  });
  assert.deepEqual(
    [...new Set(events.map(({ status }) => status))],
    ['loading', 'checking', 'starting', 'ready'],
  );
});

test('an abort during the start rejects at once', async () => {
  release.answers.set('/models/tiny.safetensors.gz', () => {}); // never answers
  const controller = new AbortController();
  const creating = createFake({ signal: controller.signal });
  setTimeout(() => controller.abort(), 50);
  await assert.rejects(creating, { name: 'AbortError' });
  await assert.rejects(createFake({ signal: AbortSignal.abort() }), { name: 'AbortError' });
});

for (const [name, path, answer, code] of [
  [
    'weights that are missing',
    '/models/tiny.safetensors.gz',
    (_, response) => response.writeHead(404).end(),
    'asset/unreachable',
  ],
  [
    'a page in place of the weights',
    '/models/tiny.safetensors.gz',
    (_, response) => response.end('<p>Welcome'),
    'asset/wrong-content',
  ],
  [
    'weights that are cut off',
    '/models/tiny.safetensors.gz',
    (_, response) => response.end(gzipSync(tinyModel()).subarray(0, -9)),
    'asset/wrong-content',
  ],
  [
    'weights with something behind them',
    '/models/tiny.safetensors.gz',
    (_, response) => response.end(Buffer.concat([gzipSync(tinyModel()), Buffer.alloc(9)])),
    'asset/wrong-content',
  ],
  [
    'weights of another name',
    '/models/tiny.safetensors.gz',
    (_, response) => response.end(gzipSync(tinyModel({ name: 'Evil' }))),
    'asset/wrong-content',
  ],
  [
    'weights that never end',
    '/models/tiny.safetensors.gz',
    (_, response) => response.end(gzipSync(Buffer.alloc(2 ** 26))),
    'asset/wrong-content',
  ],
  [
    'a connection that breaks',
    '/models/tiny.safetensors.gz',
    (_, response) => response.destroy(),
    'asset/unreachable',
  ],
  [
    'other wasm',
    '/glance-simd.wasm',
    (_, response) => response.end(Buffer.from([0, 97, 115, 109, 2, 0, 0, 0])),
    'asset/wrong-content',
  ],
  [
    'a worker that is missing',
    '/glance-worker.js',
    (_, response) => response.writeHead(500).end(),
    'asset/unreachable',
  ],
  [
    'a worker that is a page',
    '/glance-worker.js',
    (_, response) => response.end('<p>Welcome'),
    'worker/start-failed',
  ],
]) {
  test(`${name} is ${code}, and the next try works`, async () => {
    release.answers.set(path, answer);
    await assert.rejects(createFake(), { name: 'GlanceError', code });
    release.answers.clear();
    assert.equal((await answerWith()).predictions[0].index, 1);
  });
}

test('a cached file of another release is asked for anew, once', async () => {
  const before = requestsFor('/glance-simd.wasm');
  release.answers.set('/glance-simd.wasm', (_, response) => {
    release.answers.clear();
    response.end('of another release');
  });
  assert.equal((await answerWith()).predictions[0].index, 1);
  assert.equal(requestsFor('/glance-simd.wasm'), before + 2);
});

test('a browser without WebAssembly gets a reason', async () => {
  const script = 'globalThis.WebAssembly = undefined;\n';
  const worker = await (await fetch(`${release.url}glance-worker.js`)).text();
  release.answers.set('/glance-worker.js', (_, response) => response.end(script + worker));
  await assert.rejects(createFake(), { code: 'backend/no-webassembly' });
});

test('a browser without SIMD gets a reason', async () => {
  const script = 'WebAssembly.validate = () => false;\n';
  const worker = await (await fetch(`${release.url}glance-worker.js`)).text();
  release.answers.set('/glance-worker.js', (_, response) => response.end(script + worker));
  await assert.rejects(createFake(), { code: 'backend/no-simd' });
});
