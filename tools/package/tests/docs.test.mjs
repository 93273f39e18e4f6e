// The html and js blocks of the documents: an html block is a page that has to call coffee.png an espresso, a js block is
// run under Node with coffee.png and two folders of pictures to teach beside it, and prints the `text` that follows.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { chromium } from '../../browsers/index.mjs';
import { poll } from '../../browsers/time_limit.mjs';
import { describeUnless } from '../../../wasm-tests/browser/in_every_engine.mjs';
import { startServer } from '../../serve.mjs';
import { copyOfExample, missingFile, pack, root, run, samples } from './packed.mjs';

const docs = readdirSync(join(root, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => join('docs', name));
const documents = ['README.md', ...docs, 'web/package/README.md'];
const fence = /^( *)```(html|js)\n(.*?)^\1```$(?:\n+```text\n(.*?)^```$)?/gms;
const blocksOf = (document) =>
  [...readFileSync(join(root, document), 'utf8').matchAll(fence)].map(
    ([, indent, language, code, printed]) => ({
      language,
      code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
      printed,
    }),
  );

// Stand for pictures of trees: samples that are not alike.
const taught = { oak: ['coffee.png', 'camera.png'], beech: ['flower.jpg', 'china.jpg'] };

// All that a page shows, also inside an element; what stands in its scripts is not shown.
const shownText = () =>
  [document, ...[...document.querySelectorAll('*')].flatMap((each) => each.shadowRoot ?? [])]
    .flatMap((place) => (place instanceof Document ? place.body : [...place.children]))
    .map((each) => (each instanceof HTMLElement ? each.innerText : ''))
    .join(' ');

// Gives the picture to the page's first file input, which may be inside an element.
async function choose() {
  const bytes = await (await fetch('coffee.png')).blob();
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], 'coffee.png', { type: 'image/png' }));
  const places = [
    document,
    ...[...document.querySelectorAll('*')].flatMap((each) => each.shadowRoot ?? []),
  ];
  const input = /** @type {HTMLInputElement | null | undefined} */ (
    places.map((place) => place.querySelector('input[type=file]')).find(Boolean)
  );
  if (!input) return false;
  input.files = transfer.files;
  input.dispatchEvent(new Event('change'));
  return true;
}

async function assertPageLabels(folder) {
  const server = await startServer({ directory: folder });
  const session = await chromium.open(server.url);
  try {
    const isShown = async () => /espresso/.test(await session.evaluate(shownText));
    // A script may not listen yet when the picture is chosen first; what is chosen again is looked at anew.
    const isAnswered = async () =>
      (await session.evaluate(choose)) &&
      poll('the label', isShown, { limitMs: 5000 }).catch(() => false);
    await poll('the label of a picture that is chosen', isAnswered);
    assert.deepEqual(await session.consoleErrors(), []);
  } finally {
    await session.close();
    await server.close();
  }
}

describeUnless('code blocks of the documents:', missingFile() ?? (await chromium.missing()), () => {
  let packed;
  before(() => {
    packed = pack();
  });
  after(() => packed?.remove());
  const folderFor = () => {
    const folder = copyOfExample(packed, 'node');
    cpSync(join(samples, 'coffee.png'), join(folder, 'coffee.png'));
    for (const [label, names] of Object.entries(taught)) {
      mkdirSync(join(folder, label), { recursive: true });
      for (const [i, name] of names.entries())
        cpSync(join(samples, name), join(folder, label, `${i + 1}.jpg`));
    }
    cpSync(join(root, 'dist'), join(folder, 'dist'), {
      recursive: true,
      filter: (path) => !/dist\/(package|release)$/.test(path),
    });
    return folder;
  };

  for (const document of documents) {
    for (const [index, { language, code, printed }] of blocksOf(document).entries()) {
      test(`${document}, ${language} block ${index + 1}`, async () => {
        const folder = folderFor();
        if (language === 'html') {
          writeFileSync(join(folder, 'index.html'), `<link rel="icon" href="data:,">${code}`);
          return assertPageLabels(folder);
        }
        writeFileSync(join(folder, 'block.mjs'), code);
        const output = run(process.execPath, ['block.mjs'], folder);
        return printed === undefined
          ? assert.match(output, /espresso/)
          : assert.equal(output, printed);
      });
    }
  }
});
