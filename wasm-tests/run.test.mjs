// The runner of these tests, on small tests of its own: what fails alone fails, what fails only beside another does not.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, test } from 'node:test';

const here = fileURLToPath(new URL('.', import.meta.url));
const folders = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

const passing = "import { test } from 'node:test'; test('fine', () => {});";
const failing = "import { test } from 'node:test'; test('bad', () => { throw new Error('bad'); });";
const killed = "process.kill(process.pid, 'SIGKILL');";
const crashing = "import { noteCrash } from '../crashes.mjs'; noteCrash('invalid session id: ');";
const failingOnce = (before = '') => `${before}
import { existsSync, writeFileSync } from 'node:fs'; import { test } from 'node:test';
const mark = new URL('mark', import.meta.url);
test('fails the first time', () => { if (existsSync(mark)) return; writeFileSync(mark, ''); throw new Error('first'); });`;

/** Runs the runner on these tests. @param {Record<string, string>} files by their path below wasm-tests */
function run(files) {
  const root = mkdtempSync(join(tmpdir(), 'glance-runner-'));
  folders.push(root);
  const place = join(root, 'wasm-tests');
  for (const name of ['run.mjs', 'note_pass.mjs']) cpSync(join(here, name), join(place, name));
  cpSync(join(here, 'browser/engines/crashes.mjs'), join(place, 'crashes.mjs'));
  for (const [name, code] of Object.entries(files)) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    writeFileSync(join(place, name), code);
  }
  const { NODE_TEST_CONTEXT, ...env } = process.env; // without it, it would take itself for one of these tests
  const { status, stdout } = spawnSync(process.execPath, [join(place, 'run.mjs')], {
    env,
    encoding: 'utf8',
  });
  return { status, stdout };
}

test('all pass', () =>
  assert.equal(run({ 'a.test.mjs': passing, 'browser/page_many.test.mjs': passing }).status, 0));

for (const [name, code] of Object.entries({ failing, killed })) {
  for (const file of ['b.test.mjs', 'browser/page_many.test.mjs']) {
    test(`${file}, ${name}, is a failure`, () =>
      assert.equal(run({ 'a.test.mjs': passing, [file]: code }).status, 1));
  }
}

test('what fails beside another file counts as it does alone', () => {
  const { status, stdout } = run({ 'a.test.mjs': passing, 'b.test.mjs': failingOnce() });
  assert.equal(status, 0);
  assert.match(stdout, /Failed beside another file wasm-tests\/b\.test\.mjs: once more\./);
});

test('what fails alone is not tried again, unless its browser was gone', () => {
  assert.equal(run({ 'browser/page_many.test.mjs': failingOnce() }).status, 1);
  assert.equal(run({ 'browser/page_many.test.mjs': failingOnce(crashing) }).status, 0);
  const { status, stdout } = run({
    'browser/page_many.test.mjs': failingOnce(crashing),
    'browser/page_ready.test.mjs': failing,
  });
  assert.equal(status, 1);
  assert.match(
    stdout,
    /The browser came to an end by itself in wasm-tests\/browser\/page_many\.test\.mjs: once more\./,
  );
  assert.ok(!stdout.split('once more.')[1].includes('page_ready'));
});
