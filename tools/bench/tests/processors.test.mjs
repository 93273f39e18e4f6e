// The figures of each processor: made-up results whose best can be seen, and the processor that hides what it has.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { contenders, variants } from '../harness/contenders.mjs';
import { forcedEnvironment } from '../harness/forced.mjs';
import { readProcessor } from '../harness/machine.mjs';
import { entriesOf, merge, writeProcessors } from '../harness/processors.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const processor = {
  name: 'Some CPU',
  family: '6',
  model: '7',
  widest: 'AVX-512',
  vnni: ['AVX-512 VNNI'],
};
const all = contenders({
  builds: [{ backend: 'relaxed', threads: 1 }],
  in: Object.keys(variants),
});

const visit = (contender, ...timesMs) => ({ model: 'net', contender, timesMs });
const native = (program, variant, minMs) => ({
  model: 'net',
  program,
  variant,
  precision: 'int8',
  threads: 1,
  minMs,
});
const results = {
  machine: { processor, date: '2026-12-01', versions: { Chromium: '1' } },
  rounds: 2,
  runs: 3,
  models: [{ name: 'net', title: 'Net' }],
  contenders: all,
  visits: [
    visit('glance-relaxed-int8-1t', 12, 10),
    visit('glance-relaxed-int8-1t', 11),
    visit('litert-int8-1t', 40, 30),
    visit('tfjs-float32-1t', 25),
    visit('glance-relaxed-int8-1t-avx2-wide', 8),
    visit('litert-int8-1t-avx2-wide', 16),
  ],
  native: [
    native('Glance', '', 4),
    native('Glance', '', 5),
    native('onnxruntime (Python)', '', 6),
    native('Glance', 'avx2', 8),
    native('onnxruntime (Python)', 'avx2', 4),
  ],
};

test('each row is the best of all rounds against the quickest peer, and what was forced says so', () => {
  const entries = entriesOf(results);
  assert.deepEqual(
    entries.map(({ instructions, forced, rows }) => [
      instructions,
      forced,
      rows.map(({ where, peer, ratio }) => [where, peer, ratio]),
    ]),
    [
      [
        'AVX-512, AVX-512 VNNI',
        false,
        [
          ['natively', 'onnxruntime int8', 1.5],
          ['Chromium', 'tfjs-backend-wasm float32', 2.5],
        ],
      ],
      [
        'AVX2',
        true,
        [
          ['natively', 'onnxruntime int8', 0.5],
          ['Chromium, 256 bits', '@litertjs/core int8', 2],
        ],
      ],
    ],
  );
  const text = writeProcessors(entries);
  assert.match(text, /^## AVX-512, AVX-512 VNNI: Some CPU, family 6, model 7$/m);
  assert.match(text, /^## AVX2, forced on Some CPU, family 6, model 7$/m);
  assert.match(
    text,
    /^\| natively \| Net \| int8 \| 1 \| onnxruntime int8 \| 6.00 \| 4.00 \| 1.50 \|$/m,
  );
});

test('a run replaces the figures of its own processor and keeps those of others', () => {
  const [own, forced] = entriesOf(results);
  const other = { ...own, processor: 'Other CPU', date: 'earlier' };
  const old = { ...own, date: 'earlier' };
  assert.deepEqual(merge([old, other], [own, forced]), [other, own, forced]);
});

test('LiteRT and Glance are contenders with 256 bits too', () => {
  const wide = all.filter(({ variant }) => variant === 'wide').map(({ id }) => id);
  assert.ok(wide.includes('litert-int8-1t-wide') && wide.includes('glance-relaxed-int8-1t-wide'));
  assert.ok(wide.every((id) => /^(litert|glance-relaxed)-/.test(id)));
  assert.ok(variants.wide.flags.includes('--wasm-revectorize'));
});

const forcible = existsSync('/proc/cpuinfo') && readProcessor().forcible;

test(
  'a program that is forced to AVX2 sees neither AVX-512 nor VNNI',
  { skip: forcible ? false : 'this processor has nothing to hide, or cannot' },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'glance-as-avx2-'));
    try {
      const source = join(folder, 'see.c');
      const program = join(folder, 'see');
      const ask = (name) => `__builtin_cpu_supports("${name}") != 0`;
      writeFileSync(
        source,
        `#include <stdio.h>
         int main(void) {
           __builtin_cpu_init();
           printf("%d %d %d", ${['avx2', 'avx512f', 'avx512vnni'].map(ask).join(', ')});
         }`,
      );
      execFileSync('cc', ['-o', program, source]);
      const env = { ...process.env, ...forcedEnvironment(root, folder) };
      assert.equal(execFileSync(program, { encoding: 'utf8', env }), '1 0 0');
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
