// Pictures of the clipboard.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { canReadClipboard, readClipboard } from '../../web/page/input/actions.ts';
import { pastedFiles } from '../../web/page/input/drop_and_paste.ts';

/** @returns {any} */
const item = (parts) => ({
  types: Object.keys(parts),
  getType: async (type) => new Blob([parts[type]], { type }),
});
/** @returns {any} */
const pasteOf = (files) => ({ clipboardData: { files } });
const nameOf = (type) => `pasted.${type}`;

test('a paste gives its files, and none when it has none', () => {
  const files = [new File(['x'], 'image.png')];
  assert.deepEqual(pastedFiles(pasteOf(files)), files);
  assert.deepEqual(pastedFiles(pasteOf([])), []);
  assert.deepEqual(pastedFiles({ clipboardData: null }), []);
});

test('of each item the picture is taken, with a name of its type', async () => {
  const read = async () => [
    item({ 'text/html': '<img>', 'image/png': 'png' }),
    item({ 'text/plain': 'x' }),
    item({ 'image/svg+xml': '<svg/>' }),
  ];
  const files = await readClipboard({ read }, nameOf);
  assert.deepEqual(
    files.map(({ name, type }) => [name, type]),
    [
      ['pasted.png', 'image/png'],
      ['pasted.svg', 'image/svg+xml'],
    ],
  );
  assert.equal(await files[0].text(), 'png');
});

test('the button is there only where the browser gives pictures', () => {
  const clipboard = { read: async () => [] };
  assert.equal(
    canReadClipboard({ navigator: { clipboard }, ClipboardItem: { supports: () => true } }),
    true,
  );
  assert.equal(
    canReadClipboard({ navigator: { clipboard }, ClipboardItem: /** @type {any} */ (class {}) }),
    true,
  );
  assert.equal(
    canReadClipboard({ navigator: { clipboard }, ClipboardItem: { supports: () => false } }),
    false,
  );
  assert.equal(
    canReadClipboard({
      navigator: { clipboard: {} },
      ClipboardItem: /** @type {any} */ (class {}),
    }),
    false,
  );
  assert.equal(canReadClipboard({ navigator: {} }), false); // plain http
});
