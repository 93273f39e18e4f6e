// esbuild with this project's settings.
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

// The oldest browsers with WebAssembly SIMD and everything else that the sources use.
const target = ['chrome111', 'firefox115', 'safari16.4'];

const web = fileURLToPath(new URL('../../../web/', import.meta.url));

// What app.js hands to the scripts that it loads later: what may be there only once, such as the class that `instanceof` asks for,
// and what is too large to be there twice. By the name of its package or its path in web/.
const shared = {
  preact: ['Component', 'createRef', 'render'],
  'preact/jsx-runtime': ['Fragment', 'jsx', 'jsxs'],
  'library/classifier.ts': ['PooledClassifier', 'closedError', 'endWhenAborted'],
  'page/input/welcome.tsx': ['FileInput'],
  'page/models/stored_models.ts': ['coded', 'openDatabase'],
  'page/strings/strings.ts': ['languages', 'sentenceOf'],
};
const pathOfShared = (name) => (/\.tsx?$/.test(name) ? join(web, name) : name);

/**
 * @param {{ entry: string, format: 'iife' | 'esm', manifest?: object, release?: object, glues?: Record<string, string>,
 *   external?: string[], siblings?: Record<string, string>, chunk?: boolean }} what `chunk`: app.js loads it, `glues` are paths by the name that the worker imports them by,
 *   `external` what stays an import, `siblings` source files that stay imports, of the script that is made of each
 * @returns {Promise<string>} the script; rejects on warnings too
 */
export function bundleScript(what) {
  const {
    entry,
    format,
    manifest,
    release,
    glues = {},
    external = [],
    siblings = {},
    chunk = false,
  } = what;
  return outputOf({
    entryPoints: [entry],
    format,
    external,
    plugins: [siblingImports(siblings), chunk ? takeShared : giveShared],
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

// For app.js: the module `glance-shared` has all that is shared, by the names of the modules.
/** @type {import('esbuild').Plugin} */
const giveShared = {
  name: 'give shared modules',
  setup(bundler) {
    bundler.onResolve({ filter: /^glance-shared$/ }, ({ path }) => ({ path, namespace: 'shared' }));
    bundler.onLoad({ filter: /.*/, namespace: 'shared' }, () => ({
      contents: [
        ...Object.entries(shared).map(
          ([name, parts]) => `import { ${parts} } from '${pathOfShared(name)}';`,
        ),
        `export const sharedModules = {${Object.entries(shared).map(
          ([name, parts]) => `'${name}': { ${parts} }`,
        )}};`,
      ].join('\n'),
      resolveDir: web,
    }));
  },
};

// For what app.js loads: an import of a shared module gives that of app.js.
/** @type {import('esbuild').Plugin} */
const takeShared = {
  name: 'take shared modules',
  setup(bundler) {
    bundler.onResolve({ filter: /.*/ }, ({ path, resolveDir }) => {
      const whole = path.startsWith('.') ? resolve(resolveDir, path) : path;
      const name = Object.keys(shared).find((each) => pathOfShared(each) === whole);
      return name ? { path: name, namespace: 'shared' } : undefined;
    });
    bundler.onLoad({ filter: /.*/, namespace: 'shared' }, ({ path }) => ({
      contents: `export const { ${shared[path]} } = globalThis.glanceShared['${path}'];`,
    }));
  },
};

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
