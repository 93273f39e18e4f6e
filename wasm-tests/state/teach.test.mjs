// The state of the place where people teach: classes, what is taken back, and the sentences about them; its folders and its files.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sortIntoClasses } from '../../web/page/teach/folders.ts';
import { isLearned } from '../../web/page/teach/learner.ts';
import { readProject, writeProject } from '../../web/page/teach/project_file.ts';
import { canLearn, pictureCount, reduce } from '../../web/page/teach/reduce.ts';
import { emptyRoom } from '../../web/page/teach/state.ts';
import { teachLanguages } from '../../web/page/teach/strings.ts';
import {
  advice,
  examplesOfCell,
  inOrder,
  lessonText,
  missingText,
  shortName,
} from '../../web/page/teach/words.ts';

const { en } = teachLanguages;
const size = 16;

/** @returns {any} */
const picture = (name, value = Math.random()) => ({
  name,
  embedding: new Float32Array(size).fill(value),
  thumbnail: null,
});
/** @returns {any} */
const after = (state, ...events) => events.reduce(reduce, state);
const added = (name, none = false) => ({ type: 'classAdded', name, none });
const read = (classId, ...examples) => ({ type: 'read', classId, examples });
const namesOf = ({ classes }) =>
  classes.map(({ name, examples }) => [name, ...examples.map((each) => each.name)]);

// Oak is class 1, beech is class 2.
const trees = after(
  emptyRoom,
  added('oak'),
  added('beech'),
  read(1, picture('a'), picture('b'), picture('c')),
  read(2, picture('d')),
);
const idOf = (state, name) =>
  state.classes.flatMap(({ examples }) => examples).find((each) => each.name === name).id;

test('what is removed or moved comes back to its place, the latest first', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => idOf(trees, name));
  const changed = after(
    trees,
    { type: 'removed', ids: [b] },
    { type: 'moved', ids: [a, c], to: 2 },
    { type: 'classRemoved', id: 1 },
  );
  assert.deepEqual(namesOf(changed), [['beech', 'd', 'a', 'c']]);
  let back = after(changed, { type: 'undone' });
  assert.deepEqual(namesOf(back), [['oak'], ['beech', 'd', 'a', 'c']]);
  back = after(back, { type: 'undone' });
  assert.deepEqual(namesOf(back), [
    ['oak', 'a', 'c'],
    ['beech', 'd'],
  ]);
  back = after(back, { type: 'undone' });
  assert.deepEqual(namesOf(back), namesOf(trees));
  assert.equal(after(back, { type: 'undone' }), back);
});

test('a project that was closed comes back whole', () => {
  const closed = after(trees, { type: 'cleared' });
  assert.equal(pictureCount(closed), 0);
  assert.deepEqual(namesOf(after(closed, { type: 'undone' })), namesOf(trees));
  assert.deepEqual(after(emptyRoom, { type: 'cleared' }).undo, []);
});

test('what was begun after a project was closed comes back as well', () => {
  const begun = after(trees, { type: 'cleared' }, added('ash'));
  const back = after(begun, { type: 'undone' });
  assert.deepEqual(namesOf(back), namesOf(trees));
  assert.deepEqual(namesOf(after(back, { type: 'undone' })), [['ash']]);
});

test('pictures that are read after their class was removed come back with it', () => {
  const removed = after(trees, { type: 'classRemoved', id: 2 }, read(2, picture('e')));
  assert.deepEqual(namesOf(removed), [['oak', 'a', 'b', 'c']]);
  assert.deepEqual(namesOf(after(removed, { type: 'undone' }))[1], ['beech', 'd', 'e']);
  assert.equal(after(removed, read(99, picture('f'))), removed);
});

test('two tabs put together have all pictures of both, each once', () => {
  const b = idOf(trees, 'b');
  const here = after(trees, { type: 'moved', ids: [b], to: 2 }, read(1, picture('new')));
  const there = after(
    { ...trees, nextId: 1000 },
    { type: 'removed', ids: [idOf(trees, 'a')] },
    added('ash'),
    read(1000, picture('x')),
    read(2, picture('y')),
  );
  assert.deepEqual(namesOf(after(here, { type: 'combined', project: there })), [
    ['oak', 'a', 'c', 'new'],
    ['beech', 'd', 'b', 'y'],
    ['ash', 'x'],
  ]);
});

test('a class that is back from another tab does not come twice', () => {
  const removed = after(trees, { type: 'classRemoved', id: 2 });
  const back = after(removed, { type: 'combined', project: trees });
  assert.deepEqual(namesOf(after(back, { type: 'undone' })), namesOf(trees));
});

test('learning that has nothing left to learn has ended', () => {
  const running = after(trees, { type: 'learningStarted' });
  assert.equal(after(running, { type: 'learningEnded' }).learning.status, 'idle');
  const stopped = after(running, { type: 'learningStopped' });
  assert.equal(after(stopped, { type: 'learningEnded' }), stopped);
});

test('no two pictures have the same id, whatever was undone', () => {
  const state = after(trees, { type: 'cleared' }, added('ash'), read(7, picture('x')));
  const back = after(state, { type: 'undone' }, read(1, picture('y')));
  const ids = back.classes.flatMap(({ id, examples }) => [id, ...examples.map((each) => each.id)]);
  assert.equal(new Set(ids).size, ids.length);
});

test('two classes with pictures can be learned; of equal names they are one', () => {
  assert.ok(canLearn(trees));
  assert.equal(missingText(trees, en), '');
  const same = after(trees, { type: 'classNamed', id: 2, name: ' oak ' });
  assert.ok(!canLearn(same));
  assert.match(missingText(same, en), /two classes/);
  assert.match(advice(same, en)[0], /Two classes are called “oak”/);
  const one = after(emptyRoom, added('oak'), added('none of these', true), read(1, picture('a')));
  assert.match(missingText(one, en), /add pictures to “none of these”/);
});

test('long names, few pictures and twins are each said in a sentence', () => {
  const twin = picture('twin', 0.5);
  const long = 'n'.repeat(500);
  const state = after(
    emptyRoom,
    added(long),
    added('one'),
    read(1, twin, picture('p')),
    read(2, { ...twin }),
  );
  const said = advice(state, en);
  assert.match(said[0], /has 500 characters. It is kept whole/);
  assert.match(said[1], /One picture is in two classes at once/);
  assert.match(said[2], /“one” has one picture only/);
  assert.equal(shortName(long).length, 60);
  assert.equal(state.classes[0].name, long);
});

const lesson = {
  classes: [
    { label: 'beech', pictures: 12 },
    { label: 'oak', pictures: 12 },
  ],
  pictures: 24,
  right: 20,
  accuracy: 20 / 24,
  interval: [0.64, 0.93],
  confusion: [
    [11, 1],
    [3, 9],
  ],
};

test('what was learned is said in words', () => {
  const learned = /** @type {any} */ ({ lesson, classes: trees.classes });
  assert.equal(
    lessonText(learned, en),
    'Right about 83 of 100, measured by hiding each fifth of your pictures. With so few pictures, it may be anything from 64 to 93 of 100. beech and oak are confused 4 times.',
  );
});

test('doubtful pictures come first, then the newest; a cell has the pictures that were taken for its class', () => {
  const [a, b] = [idOf(trees, 'a'), idOf(trees, 'b')];
  const mistakes = new Map([
    [a, { predicted: 'beech', score: 0.9, doubtful: true }],
    [b, { predicted: 'beech', score: 0.4, doubtful: false }],
  ]);
  const learned = /** @type {any} */ ({ lesson, mistakes, classes: trees.classes });
  const names = (examples) => examples.map(({ name }) => name);
  assert.deepEqual(names(inOrder(trees.classes[0].examples, learned)), ['a', 'c', 'b']);
  const cell = (label, predicted) =>
    names(examplesOfCell({ ...trees, learned, cell: { label, predicted } }));
  assert.deepEqual(cell('oak', 'beech'), ['a', 'b']);
  assert.deepEqual(cell('oak', 'oak'), ['c']);
  assert.deepEqual(cell('beech', 'oak'), []);
});

test('a lesson is of the classes as they were: a name or a picture makes it old', () => {
  const state = { ...trees, learned: /** @type {any} */ ({ classes: trees.classes }) };
  assert.ok(isLearned(state));
  assert.ok(!isLearned(after(state, { type: 'classNamed', id: 1, name: 'elm' })));
  assert.ok(!isLearned(after(state, read(2, picture('e')))));
});

/** @returns {any} */
const file = (webkitRelativePath) => ({
  name: webkitRelativePath.split('/').at(-1),
  webkitRelativePath,
});

test('folders are classes: those in the one that was given, or those that were given', () => {
  const sorted = (...paths) => {
    const { classes, beside } = sortIntoClasses(paths.map(file));
    return [Object.fromEntries([...classes].map(([name, files]) => [name, files.length])), beside];
  };
  assert.deepEqual(sorted('trees/oak/1.jpg', 'trees/oak/deep/2.jpg', 'trees/ash/1.jpg'), [
    { oak: 2, ash: 1 },
    0,
  ]);
  assert.deepEqual(sorted('oak/1.jpg', 'oak/2.jpg'), [{ oak: 2 }, 0]);
  assert.deepEqual(sorted('oak/1.jpg', 'ash/in/2.jpg'), [{ oak: 1, ash: 1 }, 0]);
  // What lies beside the folders is of no class.
  assert.deepEqual(sorted('trees/1.jpg', 'trees/2.jpg', 'trees/oak/1.jpg'), [{ oak: 1 }, 2]);
});

const base = { name: 'Net', sha256: 'ab', embeddingSize: size };

test('a project in a file is the same project', async () => {
  const named = { ...trees, base };
  const thumbnail = new Blob(['not really a JPEG']);
  named.classes = [
    { ...trees.classes[0], examples: [{ ...trees.classes[0].examples[0], thumbnail }] },
    trees.classes[1],
  ];
  const opened = await readProject(writeProject(named));
  assert.deepEqual(opened.base, base);
  assert.deepEqual(namesOf(opened), [
    ['oak', 'a'],
    ['beech', 'd'],
  ]);
  const [{ examples }] = opened.classes;
  assert.deepEqual(examples[0].embedding, trees.classes[0].examples[0].embedding);
  assert.equal(await examples[0].thumbnail.text(), 'not really a JPEG');
  assert.equal(opened.classes[1].examples[0].thumbnail, null);
});

test('whatever is cut off or changed in the file of a project, it is refused', async () => {
  const bytes = new Uint8Array(await writeProject({ ...trees, base }).arrayBuffer());
  const refused = { name: 'GlanceError', code: 'teach/bad-project' };
  for (let length = 0; length < bytes.length; length += 7)
    await assert.rejects(readProject(new Blob([bytes.slice(0, length)])), refused);
  const strange = bytes.slice();
  new DataView(strange.buffer).setUint32(strange.length - 4, 0x7fc00000, true); // NaN
  await assert.rejects(readProject(new Blob([strange])), refused);
  await assert.rejects(readProject(new Blob([new Uint8Array(400).fill(7)])), refused);
});
