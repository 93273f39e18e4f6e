// esbuild with this project's settings.
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

// The oldest browsers with WebAssembly SIMD and everything else that the sources use.
const target = ['chrome111', 'firefox115', 'safari16.4'];

const web = fileURLToPath(new URL('../../../web/', import.meta.url));

// What start.js hands to app.js, and both to the scripts that are loaded later: what may be there only once, such as the class that
// `instanceof` asks for, and what is too large to be there twice. By the name of its package or its path in web/.
const ofStart = {
  'library/assets.ts': ['buildFor', 'openAssets', 'startWorkerAt'],
  'page/settings/stored_settings.ts': ['storedSettings'],
  'page/start/first_model.ts': ['firstModel'],
  'page/state/settings.ts': ['defaultSettings', 'languageCodes', 'levels', 'settingsReducers'],
  'shared/asset_bytes.ts': ['checkedBytes'],
  'shared/bytes.ts': ['bytesOfBlob', 'sha256Hex'],
  'shared/errors.ts': [
    'GlanceError',
    'UnsupportedFormatError',
    'abortError',
    'codeOf',
    'messageOf',
    'onAbort',
    'throwIfAborted',
  ],
  'shared/inflate.ts': ['inflate', 'isGzip'],
  'shared/support.ts': ['canShareMemory', 'hasRelaxedSimd', 'hasSimd'],
  'shared/trusted_url.ts': ['revokeScript', 'scriptBlobUrl', 'trustScript', 'trustedScriptUrl'],
  'worker/backend.ts': ['chooseBackend', 'factsHere', 'withoutThreads'],
};
const ofApp = {
  preact: ['Component', 'createRef', 'render'],
  'preact/jsx-runtime': ['Fragment', 'jsx', 'jsxs'],
  'library/classifier.ts': ['PooledClassifier', 'closedError', 'endWhenAborted'],
  'page/input/welcome.tsx': ['FileInput'],
  'page/models/stored_models.ts': ['coded', 'openDatabase'],
  'page/strings/strings.ts': ['backendText', 'languages', 'sentenceOf'],
};
/** Which modules a script of the page hands on, and which it takes. */
const parts = {
  start: { gives: ofStart, takes: {} },
  app: { gives: ofApp, takes: ofStart },
  chunk: { gives: {}, takes: { ...ofStart, ...ofApp } },
};
const pathOfShared = (name) => (/\.tsx?$/.test(name) ? join(web, name) : name);

/**
 * @param {{ entry: string, format: 'iife' | 'esm', manifest?: object, release?: object, glues?: Record<string, string>,
 *   external?: string[], siblings?: Record<string, string>, part?: keyof typeof parts }} what `part` of the page's scripts, `glues` are paths by the name that the worker imports them by,
 *   `external` what stays an import, `siblings` source files that stay imports, of the script that is made of each
 * @returns {Promise<string>} the script; rejects on warnings too
 */
export function bundleScript(what) {
  const { entry, format, manifest, release, glues = {}, external = [], siblings = {}, part } = what;
  return outputOf({
    entryPoints: [entry],
    format,
    external,
    plugins: [siblingImports(siblings), ...(part ? [sharing(parts[part])] : [])],
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

/**
 * The module `glance-shared` has all that a script gives, by the names of the modules. An import of a module that it takes gives that of
 * the script before it.
 * @param {{ gives: Record<string, string[]>, takes: Record<string, string[]> }} part
 * @returns {import('esbuild').Plugin}
 */
function sharing({ gives, takes }) {
  return {
    name: 'shared modules',
    setup(bundler) {
      bundler.onResolve({ filter: /.*/ }, ({ path, resolveDir }) => {
        if (path === 'glance-shared') return { path, namespace: 'given' };
        const whole = path.startsWith('.') ? resolve(resolveDir, path) : path;
        const name = Object.keys(takes).find((each) => pathOfShared(each) === whole);
        return name ? { path: name, namespace: 'taken' } : undefined;
      });
      bundler.onLoad({ filter: /.*/, namespace: 'given' }, () => ({
        contents: givenModules(gives),
        resolveDir: web,
      }));
      bundler.onLoad({ filter: /.*/, namespace: 'taken' }, ({ path }) => ({
        contents: `export const { ${takes[path]} } = globalThis.glanceShared['${path}'];`,
      }));
    },
  };
}

function givenModules(gives) {
  const entries = Object.entries(gives);
  return [
    ...entries.map(([name, names]) => `import { ${names} } from '${pathOfShared(name)}';`),
    `export const sharedModules = {${entries.map(([name, names]) => `'${name}': { ${names} }`)}};`,
  ].join('\n');
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
