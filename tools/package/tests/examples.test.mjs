// Each example of examples/ that is a page, built where it is to be built, run in Chromium from a server.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { chromium } from '../../browsers/index.mjs';
import { poll } from '../../browsers/time_limit.mjs';
import { describeUnless } from '../../../wasm-tests/browser/in_every_engine.mjs';
import { startServer } from '../../serve.mjs';
import { copyOfExample, missingFile, pack, run, samples } from './packed.mjs';

// Opens a page, gives it the espresso, and expects it to be called so, with nothing in the console.
async function assertLabels(url) {
  const session = await chromium.open(url);
  try {
    await session.setFiles('#picture', [join(samples, 'coffee.png')]);
    const answer = () => session.evaluate("document.querySelector('#answer').textContent");
    await poll('the answer', async () => /%|\//.test(await answer()));
    assert.match(await answer(), /^espresso, 9\d %/);
    assert.deepEqual(await session.consoleErrors(), []);
  } finally {
    await session.close();
  }
}

async function assertServed(directory) {
  const server = await startServer({ directory });
  try {
    await assertLabels(server.url);
  } finally {
    await server.close();
  }
}

// `vite dev` until the page was tested; it says where it listens.
async function withViteDev(folder, use) {
  const arguments_ = ['node_modules/vite/bin/vite.js', '--host', '127.0.0.1', '--port', '0'];
  const server = spawn(process.execPath, arguments_, {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
  });
  try {
    let output = '';
    server.stdout.on('data', (text) => {
      output += text;
    });
    await use(await poll('vite', () => /http:\/\/127\.0\.0\.1:\d+\//.exec(output)?.[0]));
  } finally {
    server.kill();
  }
}

describeUnless('the examples in Chromium:', missingFile() ?? (await chromium.missing()), () => {
  let packed;
  before(() => {
    packed = pack();
  });
  after(() => packed?.remove());

  test('without a bundler', () => assertServed(copyOfExample(packed, 'browser')));
  test('in a worker', () => assertServed(copyOfExample(packed, 'worker')));
  test('built by esbuild', () => {
    const folder = copyOfExample(packed, 'esbuild', ['esbuild']);
    run('npm', ['run', 'build'], folder);
    return assertServed(folder);
  });

  describe('Vite:', () => {
    let folder;
    before(() => {
      folder = copyOfExample(packed, 'vite', ['vite']);
    });

    test('built', () => {
      run(process.execPath, ['node_modules/vite/bin/vite.js', 'build'], folder);
      return assertServed(join(folder, 'dist'));
    });
    test('by its development server', () => withViteDev(folder, assertLabels));
  });
});
