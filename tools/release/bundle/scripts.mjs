// esbuild with this project's settings.
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

// The oldest browsers with WebAssembly SIMD and everything else that the sources use.
const target = ['chrome111', 'firefox115', 'safari16.4'];

const web = fileURLToPath(new URL('../../../web/', import.meta.url));

// What app.js hands to the scripts that it loads later: modules that hold something of which there may be only one, such as
// the classes that `instanceof` asks for, and those that are too large to be there twice. By their names or their paths in web/;
// of packages, what the scripts use.
const usedOfPackages = {
  preact: ['Component', 'createRef', 'render'],
  'preact/jsx-runtime': ['Fragment', 'jsx', 'jsxs'],
};
const sharedModules = [
  ...Object.keys(usedOfPackages),
  'shared/errors.ts',
  'shared/trusted_url.ts',
  'library/classifier.ts',
  'library/options.ts',
  'page/camera/devices.ts',
  'page/export/answers_file.ts',
  'page/input/file_kinds.ts',
  'page/input/folders.ts',
  'page/input/welcome.tsx',
  'page/models/stored_models.ts',
  'page/state/predictions.ts',
  'page/strings/strings.ts',
  'page/widgets.tsx',
];

/** @param {string} name @param {number} i @returns {string} what is imported of it */
function partsOf(name, i) {
  const used = usedOfPackages[name];
  return used ? `{ ${used.map((each) => `${each} as ${each}${i}`).join()} }` : `* as m${i}`;
}

function entryOfShared(name, i) {
  const used = usedOfPackages[name];
  return used
    ? `'${name}': {${used.map((each) => `${each}: ${each}${i}`).join()}}`
    : `'${name}': m${i}`;
}

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

// For app.js: the module `glance-shared` has the shared ones by their names.
/** @type {import('esbuild').Plugin} */
const giveShared = {
  name: 'give shared modules',
  setup(bundler) {
    bundler.onResolve({ filter: /^glance-shared$/ }, ({ path }) => ({ path, namespace: 'shared' }));
    bundler.onLoad({ filter: /.*/, namespace: 'shared' }, () => ({
      contents: [
        ...sharedModules.map(
          (name, i) => `import ${partsOf(name, i)} from '${pathOfShared(name)}';`,
        ),
        `export const sharedModules = {${sharedModules.map(entryOfShared).join()}};`,
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
      const name = sharedModules.find((each) => pathOfShared(each) === whole);
      return name ? { path: name, namespace: 'shared' } : undefined;
    });
    bundler.onLoad({ filter: /.*/, namespace: 'shared' }, ({ path }) => ({
      contents: `module.exports = globalThis.glanceShared['${path}'];`,
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
