// Runs every test of wasm-tests, one file after the other: the browsers are to be timed undisturbed.
//   node wasm-tests/run.mjs [PART...]     only the files whose path contains one of the PARTs
// A file during which the browser's own process came to an end is run once more, if nothing else failed.
// Ends with node's summary and its exit status. With CI=true, what cannot run fails instead of being skipped.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const fileLimitMs = 15 * 60_000; // a whole file; single calls have their own, shorter limits

/** The test files below wasm-tests, as paths from the repository's root, in a fixed order. */
function findTests() {
  const names = readdirSync(join(root, 'wasm-tests'), { recursive: true });
  const isTest = (name) => name.endsWith('.test.mjs') && !name.includes('node_modules');
  return names.filter(isTest).map((name) => join('wasm-tests', name)).sort();
}

const parts = process.argv.slice(2);
const files = findTests().filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)));
if (files.length === 0) {
  process.stderr.write(`no test file of ${relative(process.cwd(), root) || '.'}/wasm-tests matches ${parts.join(', ')}\n`);
  process.exit(2);
}
const notes = mkdtempSync(join(tmpdir(), 'glance-tests-'));
process.on('exit', () => rmSync(notes, { recursive: true, force: true }));
const crashes = join(notes, 'crashes');
const linesOf = (path) => (existsSync(path) ? [...new Set(readFileSync(path, 'utf8').split('\n').filter(Boolean))] : []);

/** Runs the files. @returns {Promise<{ status: number, failed: string[] }>} */
function run(tests) {
  const failed = join(notes, 'failed');
  const note = ['--import', new URL('note_failure.mjs', import.meta.url).href];
  const options = [...note, '--test', '--test-concurrency=1', `--test-timeout=${fileLimitMs}`, '--test-reporter=spec'];
  const env = { ...process.env, GLANCE_BROWSER_CRASHES: crashes, GLANCE_FAILED_FILES: failed };
  const runner = spawn(process.execPath, [...options, ...tests], { cwd: root, stdio: 'inherit', env });
  const pass = (signal) => runner.kill(signal); // it ends the browsers
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, pass);
  return new Promise((resolve) => {
    runner.on('close', (status) => resolve({ status: status ?? 1, failed: linesOf(failed) }));
  });
}

let { status, failed } = await run(files);
// A browser whose process is gone says nothing of what is tested, once.
if (status !== 0 && failed.length > 0 && failed.every((file) => linesOf(crashes).includes(file))) {
  process.stdout.write(`\nThe browser came to an end by itself in ${failed.map((file) => relative(root, file)).join(', ')}: once more.\n`);
  ({ status } = await run(failed));
}
process.exitCode = status;
