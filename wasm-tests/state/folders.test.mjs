// Folders that are dropped or picked, with entries and handles made by hand: every picture, in the order of the paths; the
// rest is counted, what cannot be read is named.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { chosenFolder, gather, pathOf, takeDrop } from '../../web/page/input/folders.ts';

// A tree: { name: 'text of a file' | { ... } | an Error when it is read }.
const tree = {
  'z.jpg': 'z',
  'IMG_10.png': 'ten',
  'IMG_2.png': 'two',
  'notes.txt': 'text',
  '.hidden.jpg': 'hidden',
  sub: { 'inside.WEBP': 'inside', deeper: { 'c.heic': 'c' }, empty: {} },
  secret: new Error('not allowed'),
};
const wanted = [
  'day/IMG_2.png',
  'day/IMG_10.png',
  'day/sub/deeper/c.heic',
  'day/sub/inside.WEBP',
  'day/z.jpg',
];

// As browsers do: a reader hands out a few at a time, at last none.
function entryOf(name, content) {
  if (typeof content === 'string') {
    return {
      isFile: true,
      isDirectory: false,
      name,
      file: (resolve) => setImmediate(resolve, new File([content], name)),
    };
  }
  const left =
    content instanceof Error
      ? []
      : Object.entries(content).map(([child, inside]) => entryOf(child, inside));
  const readEntries = (resolve, reject) =>
    content instanceof Error
      ? setImmediate(reject, content)
      : setImmediate(resolve, left.splice(0, 2));
  return { isFile: false, isDirectory: true, name, createReader: () => ({ readEntries }) };
}

function handleOf(name, content) {
  if (typeof content === 'string')
    return { kind: 'file', name, getFile: async () => new File([content], name) };
  return {
    kind: 'directory',
    name,
    async *values() {
      if (content instanceof Error) throw content;
      for (const [child, inside] of Object.entries(content)) yield handleOf(child, inside);
    },
  };
}

const fileItem = (name) => ({
  kind: 'file',
  getAsFile: () => new File(['x'], name),
  webkitGetAsEntry: () => entryOf(name, 'x'),
});
const folderItem = (name, content, more = {}) => ({
  kind: 'file',
  getAsFile: () => null,
  webkitGetAsEntry: () => entryOf(name, content),
  ...more,
});
/** @returns {any} */
const dropOf = (items, files) => ({ items, files });
const drop = (...items) =>
  takeDrop(dropOf(items, items.map((item) => item.getAsFile()).filter(Boolean)));

for (const [kind, more] of [
  ['entries', {}],
  [
    'handles',
    {
      getAsFileSystemHandle: async () => handleOf('day', tree),
      webkitGetAsEntry: () => ({ isDirectory: true, name: 'day' }),
    },
  ],
]) {
  test(`every picture of a dropped folder is found, by ${kind}, in the order of the paths`, async () => {
    const { files, folders } = drop(folderItem('day', tree, more));
    assert.deepEqual([files.length, folders.map(({ name }) => name)], [0, ['day']]);
    const { pictures, others, unreadable } = await gather(folders);
    assert.deepEqual(pictures.map(pathOf), wanted);
    assert.deepEqual(await Promise.all(pictures.map((file) => file.text())), [
      'two',
      'ten',
      'c',
      'inside',
      'z',
    ]);
    assert.equal(others, 2);
    assert.deepEqual(unreadable, ['day/secret']);
  });
}

test('a folder that cannot be read is named, and the next one is read', async () => {
  const { folders } = drop(
    folderItem('locked', new Error('no')),
    folderItem('open', { 'a.png': 'a' }),
  );
  const { pictures, unreadable } = await gather(folders);
  assert.deepEqual([pictures.map(pathOf), unreadable], [['open/a.png'], ['locked']]);
});

test('a handle that is refused makes the folder unreadable', async () => {
  const refused = folderItem('day', tree, {
    getAsFileSystemHandle: () => Promise.reject(new DOMException('no', 'NotAllowedError')),
  });
  const { pictures, unreadable } = await gather(drop(refused).folders);
  assert.deepEqual([pictures, unreadable], [[], ['day']]);
});

test('an empty folder has nothing', async () => {
  assert.deepEqual(await gather(drop(folderItem('empty', {})).folders), {
    pictures: [],
    others: 0,
    unreadable: [],
  });
});

test('files that are dropped beside a folder are taken as they are, whatever they are called', async () => {
  const { files, folders } = drop(
    fileItem('weights.safetensors'),
    folderItem('day', tree),
    fileItem('1.png'),
  );
  assert.deepEqual(
    files.map(({ name }) => name),
    ['weights.safetensors', '1.png'],
  );
  assert.equal(folders.length, 1);
});

test("files alone are the event's own list, also where the browser knows no items", () => {
  assert.deepEqual(
    drop(fileItem('1.png'), fileItem('2.png')).files.map(({ name }) => name),
    ['1.png', '2.png'],
  );
  const files = [new File(['x'], '1.png')];
  assert.deepEqual(takeDrop(dropOf(undefined, files)), { files, folders: [] });
});

test('text that is dragged along is no file', () => {
  const text = { kind: 'string', webkitGetAsEntry: () => null };
  assert.deepEqual(drop(folderItem('day', {})).folders.length, 1);
  assert.deepEqual(takeDrop(dropOf([text], [])), { files: [], folders: [] });
});

test('a picked folder is sorted like a dropped one', async () => {
  const file = (path) =>
    Object.defineProperty(new File(['x'], path.split('/').at(-1)), 'webkitRelativePath', {
      value: path,
    });
  const folder = chosenFolder(
    ['day/b/2.jpg', 'day/notes.txt', 'day/10.jpg', 'day/9.jpg'].map(file),
  );
  assert.equal(folder.name, 'day');
  const { pictures, others } = await gather([folder]);
  assert.deepEqual([pictures.map(pathOf), others], [['day/9.jpg', 'day/10.jpg', 'day/b/2.jpg'], 1]);
});

test('a file that came alone is called by its name', () => {
  assert.equal(pathOf(new File(['x'], 'alone.png')), 'alone.png');
});
