// The harness at work: one round with Glance and one peer, through the command line.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from '../../browsers/index.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const run = (...args) =>
  spawnSync(process.execPath, ['tools/bench/bench.mjs', ...args], { cwd: root, encoding: 'utf8' });

async function whatIsMissing() {
  const needs = { 'dist/glance.js': 'make page', 'tools/bench/node_modules': 'tools/setup bench' };
  const absent = Object.entries(needs).filter(([path]) => !existsSync(`${root}/${path}`));
  return (
    (await chromium.missing()) ??
    (absent.map(([path, remedy]) => `${path} is missing (${remedy})`).join('; ') || null)
  );
}

const missing = await whatIsMissing();
if (missing && process.env.CI === 'true') throw new Error(missing);

test('wrong usage is said, with exit status 2', () => {
  const { status, stderr } = run('--rounds', 'many');
  assert.equal(status, 2);
  assert.match(stderr, /--rounds many: want a whole number/);
});

test(
  'a quick run times both, checks their answers and writes JSON',
  { skip: missing ?? false },
  () => {
    const { status, stdout, stderr } = run(
      '--quick',
      '--only',
      'glance-auto-int8',
      '--only',
      'tfjs-float32-1t',
    );
    assert.equal(status, 0, stderr);
    assert.match(stdout, /\| Glance, picked: \w+ \| int8 \|/);
    const { visits, pages, machine } = JSON.parse(
      readFileSync(`${root}/build/bench-quick.json`, 'utf8'),
    );
    assert.deepEqual(
      visits.map(({ contender }) => contender),
      ['glance-auto-int8', 'tfjs-float32-1t'],
    );
    for (const { timesMs, readyMs, transfer, residentMiB } of visits) {
      assert.equal(timesMs.length, 10);
      assert.ok(timesMs.every((ms) => ms > 0) && readyMs > 0 && residentMiB > 0);
      assert.ok(
        transfer.wasm.raw > 1e5 &&
          transfer.weights.raw > 3e6 &&
          transfer.total.gzip < transfer.total.raw,
      );
    }
    assert.ok(pages[0].transfer.total.raw > 3e6);
    assert.ok(machine.processor.name.length > 0);
  },
);
