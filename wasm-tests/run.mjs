// Runs every test of wasm-tests: two files at a time, then, one after the other, those that time the browser and those that
// failed beside another one. What a file says alone is what counts.
//   node wasm-tests/run.mjs [PART...]     only the files whose path contains one of the PARTs
// A file during which the browser's own process came to an end is run once more.
// Ends with node's summary, and with status 1 when anything failed. With CI=true, what cannot run fails instead of being skipped.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const fileLimitMs = 15 * 60_000; // a whole file; single calls have their own, shorter limits
const timed = ['page_many', 'page_ready', 'page_smooth', 'workers_killed'].map(
  (name) => `browser/${name}.test.mjs`,
);

/** The test files below wasm-tests, as absolute paths, in a fixed order. */
function findTests() {
  const names = readdirSync(join(root, 'wasm-tests'), { recursive: true });
  const isTest = (name) => name.endsWith('.test.mjs') && !name.includes('node_modules');
  return names
    .filter(isTest)
    .sort()
    .map((name) => join(root, 'wasm-tests', name));
}

const shortOf = (file) => relative(root, file);
const parts = process.argv.slice(2);
const files = findTests().filter(
  (file) => parts.length === 0 || parts.some((part) => shortOf(file).includes(part)),
);
if (files.length === 0) {
  process.stderr.write(
    `no test file of ${relative(process.cwd(), root) || '.'}/wasm-tests matches ${parts.join(', ')}\n`,
  );
  process.exit(2);
}
const notes = mkdtempSync(join(tmpdir(), 'glance-tests-'));
process.on('exit', () => rmSync(notes, { recursive: true, force: true }));
const [passed, crashes] = ['passed', 'crashes'].map((name) => join(notes, name));
const linesOf = (path) => (existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []);

let [stop, stopped] = [() => {}, false];
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    stopped = true;
    stop(signal);
  });
}

/** Runs the files, so many at a time. @returns {Promise<string[]>} those that failed */
async function run(tests, atATime) {
  if (tests.length === 0) return [];
  for (const list of [passed, crashes]) rmSync(list, { force: true });
  const preload = ['../tools/register_typescript.mjs', 'note_pass.mjs'];
  const note = preload.flatMap((name) => ['--import', new URL(name, import.meta.url).href]);
  const options = [
    ...note,
    '--test',
    `--test-concurrency=${atATime}`,
    `--test-timeout=${fileLimitMs}`,
    '--test-reporter=spec',
  ];
  const env = { ...process.env, GLANCE_BROWSER_CRASHES: crashes, GLANCE_PASSED_FILES: passed };
  const runner = spawn(process.execPath, [...options, ...tests], {
    cwd: root,
    stdio: 'inherit',
    env,
  });
  stop = (signal) => runner.kill(signal); // it ends the browsers
  const status = await new Promise((resolve) => runner.on('close', (code) => resolve(code ?? 1)));
  if (stopped) process.exit(130);
  const good = linesOf(passed);
  const failed = tests.filter((file) => !good.includes(file));
  if (status !== 0 && failed.length === 0) process.exitCode = 1; // a failure that belongs to no file, so none can make up for it
  return failed;
}

function say(what, again) {
  process.stdout.write(`\n${what} ${again.map(shortOf).join(', ')}: once more.\n`);
}

const isTimed = (file) => timed.some((name) => file.endsWith(name));
const together = await run(
  files.filter((file) => !isTimed(file)),
  Math.min(2, availableParallelism()),
);
if (together.length > 0) say('Failed beside another file', together);
let failed = await run([...together, ...files.filter(isTimed)], 1);
// A browser whose process is gone says nothing of what is tested, once.
const crashed = failed.filter((file) => linesOf(crashes).includes(file));
if (crashed.length > 0) {
  say('The browser came to an end by itself in', crashed);
  failed = [...failed.filter((file) => !crashed.includes(file)), ...(await run(crashed, 1))];
}
if (failed.length > 0) process.exitCode = 1;
