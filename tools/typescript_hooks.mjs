// Node's module hooks: esbuild strips the types of a .ts or .tsx file when Node loads it.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { transform } from 'esbuild';

/** @type {import('node:module').LoadHook} */
export async function load(url, context, nextLoad) {
  const file = url.replace(/[?#].*$/, '');
  if (!/\.tsx?$/.test(file)) return nextLoad(url, context);
  const { code } = await transform(await readFile(fileURLToPath(file), 'utf8'), {
    loader: file.endsWith('x') ? 'tsx' : 'ts',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    target: 'node20',
    sourcemap: 'inline',
    sourcefile: fileURLToPath(file),
  });
  return { format: 'module', shortCircuit: true, source: code };
}
