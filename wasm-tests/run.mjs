// Runs every test of wasm-tests, one file after the other: the browsers are to be timed undisturbed.
//   node wasm-tests/run.mjs [PART...]     only the files whose path contains one of the PARTs
// Ends with node's summary and its exit status. With CI=true, what cannot run fails instead of being skipped.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
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
const options = ['--test', '--test-concurrency=1', `--test-timeout=${fileLimitMs}`, '--test-reporter=spec'];
const runner = spawn(process.execPath, [...options, ...files], { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => runner.kill(signal)); // it ends the browsers
runner.on('close', (status) => {
  process.exitCode = status ?? 1;
});
