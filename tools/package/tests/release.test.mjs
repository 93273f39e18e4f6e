// What `make release` makes: whole, the same twice, and the page opens from disk after unzipping.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';

import { chromium } from '../../browsers/index.mjs';
import { poll } from '../../browsers/time_limit.mjs';
import { describeUnless } from '../../../wasm-tests/browser/in_every_engine.mjs';
import { startServer } from '../../serve.mjs';
import { root, run, samples } from './packed.mjs';

const release = join(root, 'dist/release');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const python = join(root, '.cache/venv/bin/python');
const lack = existsSync(join(release, 'SHA256SUMS'))
  ? await chromium.missing()
  : 'dist/release is missing (make release)';

describeUnless('the release:', lack, () => {
  let folder;
  let page;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'glance-release-'));
    run(python, ['-m', 'zipfile', '-e', join(release, `glance-${version}-page.zip`), folder]);
    page = join(folder, `glance-${version}`);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('every file bears the one version, and SHA256SUMS names each with its hash', () => {
    const names = readdirSync(release).sort();
    assert.deepEqual(
      names.map((name) => name.replace(version, 'VERSION').replace(/linux[-_]\w+/, 'PLATFORM')),
      [
        'SHA256SUMS',
        'glance-VERSION-PLATFORM.tar.gz',
        'glance-VERSION-page.zip',
        'glance-VERSION.cdx.json',
        'glance-VERSION.tgz',
        'glance_classifier-VERSION-py3-none-PLATFORM.whl',
      ],
    );
    const checked = run('sha256sum', ['--strict', '--check', 'SHA256SUMS'], release)
      .trim()
      .split('\n');
    assert.equal(checked.length, readdirSync(release).length - 1);
  });

  test('made again of the same, it has the same bytes', () => {
    run(python, ['tools/release/make_release.py', '--output', join(folder, 'again')]);
    const sums = (where) => readFileSync(join(where, 'SHA256SUMS'), 'utf8');
    assert.equal(sums(join(folder, 'again')), sums(release));
  });

  test('unzipping makes one folder, in which there is nothing but the page', () => {
    assert.deepEqual(
      readdirSync(folder).filter((name) => name !== 'again'),
      [`glance-${version}`],
    );
    assert.ok(existsSync(join(page, 'index.html')));
    assert.equal(existsSync(join(page, 'package')) || existsSync(join(page, 'release')), false);
  });

  test('its LICENSES.txt has a text for everything that THIRD_PARTY.md says is compiled into it', () => {
    const [, compiledIn] = readFileSync(join(root, 'THIRD_PARTY.md'), 'utf8').split(/^## .*\n/m);
    const names = [...compiledIn.matchAll(/^\| \[(\w+)\].*$/gm)]
      .filter(([row]) => !row.includes('natively only'))
      .map(([, name]) => name.toLowerCase());
    const titles = [
      ...readFileSync(join(page, 'LICENSES.txt'), 'utf8').matchAll(/^---- (\w+) ----$/gm),
    ].map(([, title]) => title);
    assert.ok(names.includes('emscripten'));
    assert.deepEqual(
      [...names, 'musl', 'llvm'].filter((name) => !titles.includes(name)),
      [],
    );
  });

  test('unzipped into an empty folder the page opens from disk and labels a picture', async () => {
    const session = await chromium.open(pathToFileURL(join(page, 'index.html')).href);
    try {
      await poll('the page', () =>
        session.evaluate("document.documentElement.dataset.state === 'ready'"),
      );
      await session.setFiles('#file-input', [join(samples, 'coffee.png')]);
      const best = () =>
        session.evaluate(
          'document.querySelector(\'article[data-file="coffee.png"] li[data-index]\')?.dataset.index',
        );
      await poll('the answer', best);
      assert.equal(await best(), '967');
      assert.deepEqual(await session.consoleErrors(), []);
      const requests = await session.requests();
      assert.deepEqual(
        requests.filter((url) => !/^(file|blob|data):/.test(url)),
        [],
      );
    } finally {
      await session.close();
    }
  });

  test('a host that sends what _headers says isolates the page at once', async () => {
    const everywhere = readFileSync(join(page, '_headers'), 'utf8')
      .split(/^\//m)
      .find((part) => part.startsWith('*'));
    const headers = [...(everywhere ?? '').matchAll(/^ {2}([\w-]+): (.+)$/gm)];
    assert.ok(headers.length >= 2);
    const onRequest = (_, response) =>
      headers.forEach(([, name, value]) => response.setHeader(name, value));
    const server = await startServer({ directory: page, onRequest });
    const session = await chromium.open(`${server.url}index.html`);
    try {
      assert.equal(await session.evaluate('crossOriginIsolated'), true);
      await poll('the page', () =>
        session.evaluate("document.documentElement.dataset.state === 'ready'"),
      );
    } finally {
      await session.close();
      await server.close();
    }
  });

  test('the command line of the native package labels a picture', () => {
    const [archive] = readdirSync(release).filter((name) => name.endsWith('.tar.gz'));
    run('tar', ['-xzf', join(release, archive), '-C', folder]);
    const program = join(folder, archive.replace(/\.tar\.gz$/, ''), 'bin/glance');
    assert.match(
      run(program, ['classify', '--top-k', '1', join(samples, 'coffee.png')]),
      /espresso/,
    );
  });
});
