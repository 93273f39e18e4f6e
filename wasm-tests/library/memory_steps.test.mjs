// Fault 24: the core with a maximum memory of 16 to 256 MiB. Whatever it cannot hold is memory/exhausted, never a trap, and
// the next call is right.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { placeInHeap } from '../../web/worker/memory.ts';
import { reportFault } from '../report_fault.mjs';
import { pageBytes, withMostPages } from './wasm_memory_limit.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const coreFolder = process.env.GLANCE_CORE ?? join(root, 'build/wasm/src/bindings'); // where glance-core.js is
const modelFile = (name) => join(root, `build/models/efficientnet-lite0${name}.safetensors`);
const smallFile = join(root, 'native-tests/fixtures/classifier/coffee_square.png');
const python = join(root, '.cache/venv/bin/python');
const mebibyte = 2 ** 20;
const limits = [16, 24, 32, 40, 48, 56, 64, 72, 80, 88, 96, 128, 160, 192, 224, 256]; // MiB

// Why a test cannot run: a reason to skip it, except in CI, where everything must be there.
function lacking(path) {
  if (existsSync(path)) return false;
  if (process.env.CI === 'true') throw new Error(`${path} is missing`);
  return `${path} is missing`;
}

const lack =
  lacking(join(coreFolder, 'glance-core.wasm')) ||
  lacking(modelFile('')) ||
  lacking(modelFile('-float32')) ||
  lacking(python);

describe('the core with little memory', { skip: lack }, () => {
  let createGlanceCore;
  let large;
  let small;

  before(async () => {
    // The core was built for browsers: what it asks its surroundings for when it starts.
    Object.assign(globalThis, {
      self: globalThis,
      importScripts: () => {},
      location: { href: 'http://localhost/' },
    });
    ({ default: createGlanceCore } = await import(
      pathToFileURL(join(coreFolder, 'glance-core.js')).href
    ));
    small = readFileSync(smallFile);
    const folder = mkdtempSync(join(tmpdir(), 'glance-memory-'));
    execFileSync(python, [join(root, 'tools/goldens/make_large_pictures.py'), folder, '12mp']);
    large = readFileSync(join(folder, '12mp.jpg'));
    rmSync(folder, { recursive: true });
  });

  async function start(mostMebibytes) {
    const wasm = readFileSync(join(coreFolder, 'glance-core.wasm'));
    const limited = withMostPages(wasm, (mostMebibytes * mebibyte) / pageBytes);
    const module = await WebAssembly.compile(Uint8Array.from(limited));
    const core = await createGlanceCore({
      instantiateWasm: (imports, receive) => {
        void WebAssembly.instantiate(module, imports).then((instance) => receive(instance, module));
        return {};
      },
    });
    return core;
  }

  // Calls of the core as the worker makes them: a block that is refused is thrown by name.
  function tell(call) {
    try {
      return call();
    } catch (error) {
      if (error.code !== 'memory/exhausted') throw error;
      return { ok: false, code: error.code };
    }
  }

  function load(core, model) {
    const loaded = tell(() => core.loadModel(placeInHeap(core, model), model.length, {}));
    return { ...loaded, classifier: loaded.ok && { core, handle: loaded.classifier } };
  }

  const answerTo = ({ core, handle }, picture) =>
    tell(() =>
      handle.classifyEncoded(placeInHeap(core, picture), picture.length, {
        topK: 1000,
        heatmap: true,
      }),
    );

  // Whether it was answered; then it was right, otherwise it was refused by name.
  function isAnswered(classifier, picture, right) {
    const { ok, code, predictions } = answerTo(classifier, picture);
    if (ok) assert.deepEqual(predictions, right.predictions);
    else assert.equal(code, 'memory/exhausted');
    return ok;
  }

  // Which of { weights, small, large } a core of so much memory can do.
  async function tryWith(mostMebibytes, model, rights) {
    const core = await start(mostMebibytes);
    const { ok, code, classifier } = load(core, model);
    if (!ok) {
      assert.equal(code, 'memory/exhausted', `${mostMebibytes} MiB`);
      assert.equal(load(core, model).code, 'memory/exhausted', `${mostMebibytes} MiB, again`);
      return {};
    }
    const doesSmall = isAnswered(classifier, small, rights.small);
    const doesLarge = isAnswered(classifier, large, rights.large);
    assert.equal(
      isAnswered(classifier, small, rights.small),
      doesSmall,
      `${mostMebibytes} MiB, after the large one`,
    );
    assert.ok(core.HEAPU8.length <= mostMebibytes * mebibyte);
    classifier.handle.delete();
    return { weights: true, small: doesSmall, large: doesLarge };
  }

  for (const [type, name] of [
    ['int8', ''],
    ['float32', '-float32'],
  ]) {
    test(`fault 24: with ${type} each step works or is refused by name, and the next call is right`, async () => {
      const model = readFileSync(modelFile(name));
      const { classifier } = load(await start(1024), model);
      const rights = { small: answerTo(classifier, small), large: answerTo(classifier, large) };
      assert.ok(rights.small.ok && rights.large.ok);
      const least = {}; // MiB from which on it can do what
      for (const most of limits) {
        const does = await tryWith(most, model, rights);
        for (const what of ['weights', 'small', 'large']) {
          if (does[what]) least[what] ??= most;
          else assert.equal(least[what], undefined, `${what}: ${most} MiB cannot do what less did`);
        }
      }
      assert.ok(least.large > limits[0], 'something was refused');
      reportFault(
        24,
        `${type}, maximum memory of 16 to 256 MiB in ${limits.length} steps: no trap; weights from ${least.weights}, ` +
          `a small picture from ${least.small}, 12 megapixels from ${least.large} MiB on`,
        'WebAssembly',
      );
    });
  }
});
