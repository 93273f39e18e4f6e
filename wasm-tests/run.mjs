// Runs the tests of wasm-tests, two files at a time, then prints how long each file took in each engine.
//   node wasm-tests/run.mjs [--engine NAME] [--quick] [PART...]
// PART: only the files whose path contains one of the PARTs. --engine chromium, firefox or webkit: no other browser.
// --quick: without the files that take long and check what rarely breaks by itself.
// A test that fails is not tried again. Ends with status 1 when anything failed. With CI=true, a test that cannot run
// fails instead of being skipped.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const fileLimitMs = 15 * 60_000; // a whole file; single calls have their own, shorter limits
// These assert how soon something happens, so nothing of ours runs beside them.
const timed = ['page_ready', 'workers_killed'];
const slow = [
  'accessibility',
  'accuracy',
  'backends_pictures',
  'isolation_answers',
  'offline_repeated',
  'page_network',
  'page_privacy',
  'parity',
  'workers_killed',
];
const isAmong = (names, file) => names.some((name) => file.endsWith(`/browser/${name}.test.mjs`));

function parseCommandLine() {
  try {
    return parseArgs({
      options: { engine: { type: 'string' }, quick: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
  } catch (error) {
    process.stderr.write(`${error.message}\nUsage: run.mjs [--engine NAME] [--quick] [PART...]\n`);
    return process.exit(2);
  }
}

/** The test files below wasm-tests, as absolute paths, in a fixed order. */
function findTests(parts) {
  const folder = join(root, 'wasm-tests');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.mjs') && !name.includes('node_modules'))
    .sort()
    .map((name) => join(folder, name))
    .filter(
      (file) => parts.length === 0 || parts.some((part) => relative(root, file).includes(part)),
    );
}

/** @type {(signal: NodeJS.Signals) => void} */
let stop = () => {};
for (const signal of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => {
    stop(signal);
    process.exitCode = 130;
  });
}

/** Runs the files, `atATime` of them at once. @returns {Promise<boolean>} whether all passed */
async function run(files, atATime, env) {
  if (files.length === 0) return true;
  const imports = ['--import', new URL('../tools/register_typescript.mjs', import.meta.url).href];
  const reporters = ['spec', new URL('duration_reporter.mjs', import.meta.url).href].flatMap(
    (name) => [`--test-reporter=${name}`, '--test-reporter-destination=stdout'],
  );
  const options = [`--test-concurrency=${atATime}`, `--test-timeout=${fileLimitMs}`, ...reporters];
  const runner = spawn(process.execPath, [...imports, '--test', ...options, ...files], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  stop = (signal) => runner.kill(signal); // the runner ends the browsers
  return (await new Promise((resolve) => runner.on('close', resolve))) === 0;
}

const { values, positionals } = parseCommandLine();
const files = findTests(positionals).filter((file) => !values.quick || !isAmong(slow, file));
if (files.length === 0) {
  process.stderr.write(
    `no test file of ${relative(process.cwd(), root) || '.'}/wasm-tests matches ${positionals.join(', ')}\n`,
  );
  process.exit(2);
}
const env = values.engine ? { GLANCE_ENGINE: values.engine } : {};
const together = files.filter((file) => !isAmong(timed, file));
const alone = files.filter((file) => isAmong(timed, file));
const passed = await run(together, Math.min(2, availableParallelism()), env);
const passedAlone = process.exitCode === undefined && (await run(alone, 1, env));
process.exitCode ||= passed && passedAlone ? 0 : 1;
