#!/usr/bin/env node
// How long teaching takes beside scikit-learn's LogisticRegressionCV, on the same embeddings and this machine: both choose C from
// four values by five folds and fit the last layer to all pictures, on one thread. Glance runs as on the page, as WebAssembly; V8 is
// Node's. They take turns, and the least time of each counts. Prints a table and asserts nothing: the figures depend on the machine.
//   node tools/bench/teaching.mjs [--runs N]
// Needs `make wasm`, the default weight file (`make model`) and scikit-learn (`tools/setup goldens`).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '3' } } });
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs ${values.runs}: want a number`);

const root = fileURLToPath(new URL('../..', import.meta.url));
const embeddingSize = 1280;
const sizes = [
  { classes: 12, each: 10 },
  { classes: 12, each: 80 },
  { classes: 100, each: 50 },
];

/** Noise around a point of its class, as float32: (classes * each, embeddingSize). */
function embeddingsOf({ classes, each }) {
  let state = 1; // of a linear congruential generator (Numerical Recipes)
  const random = () => (state = (1664525 * state + 1013904223) % 2 ** 32) / 2 ** 32;
  const embeddings = new Float32Array(classes * each * embeddingSize);
  for (let c = 0, at = 0; c < classes; ++c) {
    const centre = Float32Array.from({ length: embeddingSize }, random);
    for (let i = 0; i < each; ++i)
      for (const value of centre) embeddings[at++] = value + 4 * random();
  }
  return embeddings;
}

async function startGlance() {
  // The module was built for workers of browsers: what it asks its surroundings for when it starts.
  Object.assign(globalThis, {
    self: globalThis,
    importScripts: () => {},
    location: { href: 'http://localhost/' },
  });
  const folder = join(root, 'build/wasm/src/bindings');
  const { default: create } = await import(pathToFileURL(join(folder, 'glance-teach.js')).href);
  const program = await WebAssembly.compile(readFileSync(join(folder, 'glance-teach.wasm')));
  return create({
    instantiateWasm(imports, receive) {
      void WebAssembly.instantiate(program, imports).then((instance) => receive(instance, program));
      return {};
    },
  });
}

const base = readFileSync(join(root, 'build/models/efficientnet-lite0.safetensors'));

/** Seconds of one lesson; `labels` has one for each row. */
function teach(glance, embeddings, labels) {
  const place = (bytes) => {
    const address = glance.allocate(bytes.length);
    glance.HEAPU8.set(bytes, address);
    return [address, bytes.length];
  };
  const blocks = [...place(base), ...place(new Uint8Array(embeddings.buffer))];
  const startMs = performance.now();
  const answer = glance.teach(...blocks, labels, {}, () => {});
  if (!answer.ok) throw new Error(answer.message);
  return (performance.now() - startMs) / 1000;
}

/** scikit-learn in a process of its own, which answers each line on its input with the seconds of one fit. */
function startScikitLearn(file, { classes, each }) {
  const python = join(root, '.cache/venv/bin/python');
  const program = join(root, 'tools/bench/teaching_scikit_learn.py');
  const child = spawn(python, [program, file, String(classes), String(each)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async fit() {
      child.stdin.write('fit\n');
      const { value, done } = await lines.next();
      if (done) throw new Error('scikit-learn did not answer: tools/setup goldens installs it');
      return Number(value);
    },
    async end() {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}

/** The least seconds of each. */
async function compare(glance, size, folder) {
  const embeddings = embeddingsOf(size);
  const file = join(folder, 'embeddings.f32');
  writeFileSync(file, new Uint8Array(embeddings.buffer));
  const labels = Array.from({ length: size.classes * size.each }, (_, i) =>
    String(Math.floor(i / size.each)).padStart(3, '0'),
  );
  const theirs = startScikitLearn(file, size);
  const least = { glance: Infinity, scikitLearn: Infinity };
  for (let run = 0; run < runs; ++run) {
    least.scikitLearn = Math.min(least.scikitLearn, await theirs.fit());
    least.glance = Math.min(least.glance, teach(glance, embeddings, labels));
  }
  await theirs.end();
  return least;
}

const folder = mkdtempSync(join(tmpdir(), 'glance-bench-teaching-'));
try {
  const glance = await startGlance();
  console.log('| classes x pictures | Glance, s | scikit-learn, s | scikit-learn / Glance |');
  console.log('| --- | --- | --- | --- |');
  for (const size of sizes) {
    const { glance: ours, scikitLearn } = await compare(glance, size, folder);
    const cells = [
      `${size.classes} x ${size.each}`,
      ours.toFixed(2),
      scikitLearn.toFixed(2),
      (scikitLearn / ours).toFixed(2),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
