// Inputs besides the file input: paste, folders, sample pictures, and formats that the browser decodes.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, copyFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { poll } from '../../tools/browsers/time_limit.mjs';
import {
  articlesOf,
  assertQuiet,
  builtPage,
  readyAfterMs,
  samplePath,
  show,
} from './glance_page.mjs';
import { fromServerInChromium, inEveryEngine } from './in_every_engine.mjs';
import { dist, sampleAnswers, scoreTolerance } from './places.mjs';

const [coffee, camera] = sampleAnswers;
const fixture = (name) =>
  fileURLToPath(new URL(`../../native-tests/fixtures/formats/${name}`, import.meta.url));
const needs = [...builtPage.needs, [new URL('samples/coffee.png', dist), 'make page']];

// The best class of the samples on the page. That of china and flower is in the README of the data (float32); int8 agrees.
const samples = [
  { file: 'coffee.png', index: 967 },
  { file: 'chelsea.png', index: 285 }, // by parts of it too; by the whole a tiger cat is as likely
  { file: 'camera.png', index: 872 },
  { file: 'flower.jpg', index: 985 },
  { file: 'china.jpg', index: 698 },
  { file: 'boats.jpg', index: 724 },
];

let folder;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'glance-ways-'));
  mkdirSync(join(folder, 'day/deeper'), { recursive: true });
  mkdirSync(join(folder, 'empty'));
  copyFileSync(samplePath('coffee.png'), join(folder, 'day/deeper/coffee.png'));
  copyFileSync(samplePath('camera.png'), join(folder, 'day/camera.png'));
  writeFileSync(join(folder, 'day/notes.txt'), 'no picture');
});
after(() => rmSync(folder, { recursive: true }));

// Runs in the page: a paste event by hand, since WebKit and Firefox let no test put a picture on the clipboard.
function pasteInPage(files, selector = 'body') {
  const clipboardData = new DataTransfer();
  for (const { name, base64, text } of files) {
    const bytes = Uint8Array.from(atob(base64 ?? btoa(text)), (character) =>
      character.charCodeAt(0),
    );
    if (text) clipboardData.setData('text/plain', text);
    else clipboardData.items.add(new File([bytes], name, { type: 'image/png' }));
  }
  const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData });
  if (event.clipboardData !== clipboardData)
    Object.defineProperty(event, 'clipboardData', { value: clipboardData });
  return document.querySelector(selector).dispatchEvent(event);
}

// Runs in the page: drops a folder, as far as an event made by hand can have one.
function dropFolderInPage(tree) {
  const entryOf = (name, content) => {
    if (typeof content === 'string') {
      const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
      return {
        isFile: true,
        isDirectory: false,
        name,
        file: (resolve) => resolve(new File([bytes], name)),
      };
    }
    const left = Object.entries(content).map(([child, inside]) => entryOf(child, inside));
    return {
      isDirectory: true,
      name,
      createReader: () => ({ readEntries: (resolve) => resolve(left.splice(0, 1)) }),
    };
  };
  const items = Object.entries(tree).map(([name, content]) => ({
    kind: 'file',
    getAsFile: () => null,
    webkitGetAsEntry: () => entryOf(name, content),
  }));
  const event = new Event('drop', { bubbles: true, cancelable: true });
  Object.defineProperty(event, 'dataTransfer', { value: { types: ['Files'], items, files: [] } });
  document.body.dispatchEvent(event);
}

const base64Of = (path) => readFileSync(path).toString('base64');

await inEveryEngine({ ...builtPage, ...fromServerInChromium, needs }, (place) => {
  const evaluateIn = (...args) => place.session.evaluate(...args);
  const notice = () => evaluateIn(() => document.getElementById('notice').textContent);
  const clear = async () => {
    await evaluateIn(() => document.getElementById('clear').click());
    await poll('an empty page', async () => (await articlesOf(place.session)).length === 0);
  };

  before(() => readyAfterMs(place.session));

  for (const { file, index } of samples) {
    test(`the sample ${file} is recognised`, async () => {
      const [article] = await show(place.session, [file], () =>
        evaluateIn((name) => {
          document.querySelector(`[data-sample="samples/${name}"]`).click();
        }, file),
      );
      assert.equal(article.file, file);
      assert.equal(article.predictions[0].index, index, JSON.stringify(article.predictions));
      await clear();
    });
  }

  test('samples are offered with name and credit, only while there are no pictures', async () => {
    const offer = () =>
      evaluateIn(() => ({
        hidden: document.getElementById('samples').hidden,
        names: [...document.querySelectorAll('[data-sample]')].map((button) =>
          button.getAttribute('aria-label'),
        ),
        credit: document.getElementById('samples-credit').textContent,
        drawn: [...document.querySelectorAll('[data-sample] img')].filter(
          (image) => image.naturalWidth > 0,
        ).length,
      }));
    const { hidden, names, credit, drawn } = await offer();
    assert.deepEqual([hidden, names.length, drawn], [false, 6, 6]);
    assert.match(names[3], /Boats.*Felice Beato.*CC0/);
    assert.match(credit, /danielbuechele and vultilion \(CC BY 2\.0\)/);
    await show(place.session, [samplePath('coffee.png')]);
    assert.equal((await offer()).hidden, true);
    await clear();
  });

  test('pasted pictures are recognised', async () => {
    const files = [coffee, camera].map(({ file }) => ({
      name: file,
      base64: base64Of(samplePath(file)),
    }));
    const articles = await show(place.session, files, () => evaluateIn(pasteInPage, files));
    assert.deepEqual(
      articles.map(({ predictions }) => predictions[0].index),
      [coffee.index, camera.index],
    );
    await clear();
  });

  test('a paste without a picture gives a sentence, which the next picture removes', async () => {
    await evaluateIn(pasteInPage, [{ text: 'only words' }]);
    assert.match(await notice(), /no picture on the clipboard/);
    await show(place.session, [samplePath('coffee.png')]);
    assert.equal(await notice(), '');
    await clear();
  });

  test('a paste into a control goes to the control', async () => {
    const wentOn = await evaluateIn(pasteInPage, [{ text: 'words' }], '#threads');
    assert.equal(wentOn, true);
    assert.equal(await notice(), '');
  });

  test('all pictures of a dropped folder are classified, in the order of their paths, and counted', async () => {
    const tree = {
      day: {
        'z.png': base64Of(samplePath('camera.png')),
        'notes.txt': btoa('x'),
        a: { 'coffee.png': base64Of(samplePath('coffee.png')) },
      },
    };
    const articles = await show(place.session, ['a', 'z'], () =>
      evaluateIn(dropFolderInPage, tree),
    );
    assert.deepEqual(
      articles.map(({ file, predictions }) => [file, predictions[0].index]),
      [
        ['day/a/coffee.png', coffee.index],
        ['day/z.png', camera.index],
      ],
    );
    assert.equal(await notice(), '2 pictures from “day”; 1 other file left out.');
    await clear();
  });

  test('the page says when a folder is empty', async () => {
    await evaluateIn(dropFolderInPage, { empty: {} });
    await poll('the sentence', async () => /empty/.test(await notice()));
    assert.equal(await notice(), '“empty” is empty.');
  });

  if (place.engine.name === 'Chromium') {
    test('a real folder, dropped', async () => {
      const articles = await show(place.session, ['coffee', 'camera'], () =>
        place.session.drop('main', [join(folder, 'day')]),
      );
      assert.deepEqual(
        articles.map(({ file, predictions }) => [file, predictions[0].index]),
        [
          ['day/camera.png', camera.index],
          ['day/deeper/coffee.png', coffee.index],
        ],
      );
      assert.equal(await notice(), '2 pictures from “day”; 1 other file left out.');
      await clear();
    });

    test('a real folder that is empty, dropped', async () => {
      await place.session.drop('main', [join(folder, 'empty')]);
      await poll('the sentence', async () => (await notice()) === '“empty” is empty.');
    });

    test('a real folder, picked', async () => {
      const articles = await show(place.session, ['coffee', 'camera'], () =>
        place.session.setFiles('#folder-input', join(folder, 'day')),
      );
      assert.deepEqual(
        articles.map(({ file, predictions }) => [file, predictions[0].index]),
        [
          ['day/camera.png', camera.index],
          ['day/deeper/coffee.png', coffee.index],
        ],
      );
      assert.equal(await notice(), '2 pictures from “day”; 1 other file left out.');
      await clear();
    });
  }

  for (const file of ['photograph.webp', 'photograph.avif', 'moving.gif', 'rgb.bmp']) {
    test(`${file} is answered like its pixels as PNG, and the page says who decoded it`, async () => {
      const [article, reference] = await show(place.session, [
        fixture(file),
        fixture(`${file}.png`),
      ]);
      assert.equal(article.predictions[0].index, reference.predictions[0].index);
      assert.ok(
        Math.abs(article.predictions[0].score - reference.predictions[0].score) <= scoreTolerance,
      );
      assert.match(article.text, /Decoded by the browser/);
      assert.doesNotMatch(reference.text, /Decoded by the browser/);
      await clear();
    });
  }

  test('an error names HEIC', async () => {
    const [article] = await show(place.session, [fixture('header.heic')]);
    assert.match(
      article.text,
      /this is a HEIC picture, which this browser does not read: convert it to JPEG or PNG/i,
    );
    await clear();
  });

  test('has had no error, violation or request outside', () => assertQuiet(place));
});
