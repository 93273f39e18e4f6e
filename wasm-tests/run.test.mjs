// The runner of these tests, run on small tests of its own.
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
const failingOnce = `
import { existsSync, writeFileSync } from 'node:fs'; import { test } from 'node:test';
const mark = new URL('mark', import.meta.url);
test('fails the first time', () => { if (existsSync(mark)) return; writeFileSync(mark, ''); throw new Error('first'); });`;
const inFirefox = `import { test } from 'node:test';
test('Firefox', { skip: process.env.GLANCE_ENGINE !== 'firefox' }, () => { throw new Error('bad'); });`;

/** Runs the runner on these tests. @param {Record<string, string>} files by their path below wasm-tests */
function run(files, ...options) {
  const root = mkdtempSync(join(tmpdir(), 'glance-runner-'));
  folders.push(root);
  for (const name of ['wasm-tests/run.mjs', 'wasm-tests/duration_reporter.mjs'])
    cpSync(join(here, '..', name), join(root, name));
  mkdirSync(join(root, 'tools'));
  writeFileSync(join(root, 'tools/register_typescript.mjs'), ''); // these tests import no TypeScript
  for (const [name, code] of Object.entries(files)) {
    const path = join(root, 'wasm-tests', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
  }
  const { NODE_TEST_CONTEXT, ...env } = process.env; // without it, the runner would take itself for one of these tests
  const program = join(root, 'wasm-tests/run.mjs');
  const { status, stdout } = spawnSync(process.execPath, [program, ...options], {
    env,
    encoding: 'utf8',
  });
  return { status, stdout };
}

test('ends with 0 when all tests pass, and prints the time of each file', () => {
  const { status, stdout } = run({
    'a.test.mjs': passing,
    'browser/page_ready.test.mjs': passing,
  });
  assert.equal(status, 0);
  for (const name of ['a', 'page_ready'])
    assert.match(stdout, new RegExp(`\\d\\.\\d s  ${name}\n`));
});

for (const [name, code] of Object.entries({ failing, killed, failingOnce })) {
  for (const file of ['b.test.mjs', 'browser/page_ready.test.mjs']) {
    test(`ends with 1 when ${file} is ${name}: nothing is tried again`, () =>
      assert.equal(run({ 'a.test.mjs': passing, [file]: code }).status, 1));
  }
}

test('passes the engine on to the tests', () => {
  assert.equal(run({ 'a.test.mjs': inFirefox }, '--engine', 'chromium').status, 0);
  assert.equal(run({ 'a.test.mjs': inFirefox }, '--engine', 'firefox').status, 1);
});

test('--quick leaves out what takes long', () => {
  const files = { 'a.test.mjs': passing, 'browser/accuracy.test.mjs': failing };
  assert.equal(run(files, '--quick').status, 0);
});

test('wrong usage ends with 2', () => {
  assert.equal(run({ 'a.test.mjs': passing }, 'no-such-part').status, 2);
  assert.equal(run({ 'a.test.mjs': passing }, '--nonsense').status, 2);
});
