// Makes this machine run programs as a processor with AVX2 and nothing newer would, where it can.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Flags of V8: it then uses no instruction that sums four products of int8. */
export const withoutVnni = ['--no-enable-avx-vnni', '--no-enable-avx-vnni-int8'];

/**
 * Builds as_avx2.c into `folder`.
 * @returns {Record<string, string>} the environment with which a native program runs as on such a processor
 */
export function forcedEnvironment(root, folder) {
  mkdirSync(folder, { recursive: true });
  const library = join(folder, 'as_avx2.so');
  const source = join(root, 'tools/bench/as_avx2.c');
  execFileSync('cc', ['-O2', '-shared', '-fPIC', '-o', library, source]);
  return { LD_PRELOAD: library };
}
