// esbuild with this project's settings.
import { resolve } from 'node:path';

import { build } from 'esbuild';

// The oldest browsers with WebAssembly SIMD and everything else that the sources use.
const target = ['chrome111', 'firefox115', 'safari16.4'];

/**
 * @param {{ entry: string, format: 'iife' | 'esm', manifest?: object, release?: object, glues?: Record<string, string>,
 *   external?: string[], siblings?: Record<string, string> }} what `glues` are paths by the name that the worker imports them by,
 *   `external` what stays an import, `siblings` source files that stay imports, of the script that is made of each
 * @returns {Promise<string>} the script; rejects on warnings too
 */
export function bundleScript(what) {
  const { entry, format, manifest, release, glues = {}, external = [], siblings = {} } = what;
  return outputOf({
    entryPoints: [entry],
    format,
    external,
    plugins: [siblingImports(siblings)],
    define: {
      ...(manifest && { GLANCE_MANIFEST: JSON.stringify(manifest) }),
      ...(release && { GLANCE_RELEASE: JSON.stringify(release) }),
    },
    alias: Object.fromEntries(Object.entries(glues).map(([name, path]) => [name, resolve(path)])),
  });
}

/** @param {Record<string, string>} siblings @returns {import('esbuild').Plugin} */
function siblingImports(siblings) {
  return {
    name: 'sibling imports',
    setup(bundler) {
      bundler.onResolve({ filter: /^\.\// }, ({ path }) =>
        Object.hasOwn(siblings, path) ? { path: siblings[path], external: true } : undefined,
      );
    },
  };
}

/** @returns {Promise<string>} */
export function bundleStyle(entry) {
  return outputOf({ entryPoints: [entry] });
}

async function outputOf(options) {
  const { outputFiles, warnings } = await build({
    bundle: true,
    minify: true,
    charset: 'utf8',
    legalComments: 'inline',
    target,
    write: false,
    logLevel: 'silent',
    ...options,
  });
  if (warnings.length > 0) throw new Error(`${options.entryPoints[0]}: ${warnings[0].text}`);
  return outputFiles?.[0].text ?? '';
}
