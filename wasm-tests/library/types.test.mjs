// The types that are made from the sources: complete, documented, of nothing internal, and right for a caller.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import ts from 'typescript';

import { elementTypes, libraryTypes } from '../../tools/release/bundle/types.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder;
let library;
let element;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'glance-types-'));
  library = await libraryTypes(root);
  element = await elementTypes(root);
  writeFileSync(join(folder, 'glance.d.ts'), library);
  writeFileSync(join(folder, 'element.d.ts'), element);
});
after(() => rmSync(folder, { recursive: true }));

// The messages of the compiler about a program that uses them.
function problemsOf(program) {
  const path = join(folder, 'program.ts');
  writeFileSync(path, program);
  const options = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
  };
  return ts
    .getPreEmitDiagnostics(ts.createProgram([path], options))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

test('every public name is there', () => {
  const names = [...library.matchAll(/^export (?:declare )?\w+ (\w+)/gm)].map(([, name]) => name);
  assert.deepEqual(names.sort(), [
    'Answer',
    'Backend',
    'ClassEvaluation',
    'ClassGroup',
    'Classification',
    'Classifier',
    'ClassifierOptions',
    'ClassifyOptions',
    'Described',
    'Doubt',
    'DuplicatesOptions',
    'EvaluateOptions',
    'Evaluation',
    'Example',
    'GlanceError',
    'HeatMap',
    'Lesson',
    'LikenessGroup',
    'ModelDescription',
    'ModelSource',
    'Neighbour',
    'Picture',
    'Pixels',
    'Prediction',
    'Preprocessing',
    'Progress',
    'Rectangle',
    'SimilarOptions',
    'TeachOptions',
    'Teacher',
    'TestResult',
    'createClassifier',
    'createTeacher',
    'findDuplicates',
    'findSimilar',
    'shippedModels',
  ]);
});

test('nothing internal is named', () => {
  assert.doesNotMatch(library, /#private|Manifest|Worker\b|\bany\b|\bimport\b|\bfrom '/);
  assert.doesNotMatch(element, /#private|Parts|\bany\b|\.ts'/);
});

test('calls, options and results keep their documentation', () => {
  for (const sentence of [
    'Starts a classifier.',
    'Says what a picture shows.',
    'Teaches the network of a classifier classes of one',
    'Finds pictures that are there twice or more',
    'Rejects with AbortError',
    'How many of the best labels to return',
    "Shannon's entropy of all scores in bits",
    'is a stable string, `area/reason`',
  ])
    assert.ok(library.includes(sentence), sentence);
  assert.match(element, /A place to choose or drop a picture/);
});

test('a program that uses them is right, and a wrong one is told so', () => {
  const program = (options) => `
    import { GlanceError, createClassifier, createTeacher, findDuplicates, findSimilar, shippedModels } from './glance.js';
    import type { Classification, Lesson } from './glance.js';
    import './element.js';
    const classifier = await createClassifier({ model: shippedModels[0], onProgress: ({ loaded }) => console.log(loaded) });
    const result: Classification = await classifier.classify(new Blob([]), ${options});
    const lesson: Lesson = await createTeacher(classifier).teach({ lost: 0.1, onProgress: console.log });
    for (const { kind, keep } of await findDuplicates(classifier, [result])) console.log(kind === 'same', keep + 1);
    console.log((await findSimilar(classifier, result, [result], { topK: 1 }))[0]?.similarity.toFixed(2));
    if (result.view) new ImageData(result.view.data, result.view.width);
    document.querySelector('glance-classifier')?.addEventListener('glance-result', ({ detail }) => detail.result.entropy);
    document.createElement('glance-classifier').ready().catch((error) => error instanceof GlanceError && error.code);`;
  assert.deepEqual(problemsOf(program("{ topK: 3, fit: 'squash', heatmap: 2 }")), []);
  assert.match(problemsOf(program("{ fit: 'stretch' }"))[0], /'"stretch"' is not assignable/);
});
