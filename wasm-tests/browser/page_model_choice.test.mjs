// A release with several models: keys alone choose between them. The models are tiny, the core is the real one.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { missingCoreFile } from '../../tools/release/bundle/cores.mjs';
import { bundleDist } from '../../tools/release/bundle/dist.mjs';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { chooseLanguage, readyAfterMs, samplePath, show } from './glance_page.mjs';
import { fromServerInChromium, inEveryEngine } from './in_every_engine.mjs';
import {
  choiceIsStored,
  modelsOfAnswers,
  newsOf,
  otherTinyPath,
  panelOf,
  sha256Of,
  thirdTinyPath,
  tinyPath,
  told,
} from './page_models.mjs';
import { builtTypes, needsSamples } from './places.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cores = process.env.GLANCE_CORES ?? join(root, 'build'); // has the folders of the presets
const licenses = join(cores, 'wasm/LICENSES.txt');
const folder = mkdtempSync(join(tmpdir(), 'glance-choice-'));
const needs = [
  ...needsSamples,
  [pathToFileURL(missingCoreFile(cores) ?? cores), 'make wasm'],
  [pathToFileURL(licenses), 'make wasm'],
];

if (needs.every(([url]) => existsSync(url)))
  await bundleDist({
    root,
    cores,
    models: [tinyPath, otherTinyPath, thirdTinyPath],
    licenses,
    out: folder,
    types: builtTypes,
  });
after(() => rmSync(folder, { recursive: true }));

await inEveryEngine(
  {
    page: pathToFileURL(join(folder, 'index.html')),
    ...fromServerInChromium,
    needs,
    server: { isolated: true },
  },
  (place) => {
    const press = (key) => place.session.press(key);
    const focused = () =>
      place.session.evaluate(() => {
        const { id, value, dataset } = document.activeElement;
        return id || value || dataset.action || '';
      });
    const chosen = async () =>
      (await panelOf(place.session)).models.find((model) => model.chosen).name;
    const inUse = (name) =>
      poll(`${name} is in use`, async () =>
        (await panelOf(place.session)).summary.startsWith(`${name} · 5 kinds`),
      );

    async function tabTo(wanted) {
      const passed = [];
      while (passed.at(-1) !== wanted && passed.length < 30) {
        await press('Tab');
        passed.push(await focused());
      }
      assert.equal(passed.at(-1), wanted, `Tab passed ${passed.join(', ')}`);
    }

    before(() => readyAfterMs(place.session));

    test('the first model of the release is used, and all are offered', async () => {
      assert.equal(
        await place.session.evaluate(() => document.getElementById('model-panel').open),
        false,
      );
      const { models } = await panelOf(place.session);
      assert.deepEqual(
        models.map(({ name, origin, sha256, chosen: is, canBeForgotten }) => [
          name,
          origin,
          sha256,
          is,
          canBeForgotten,
        ]),
        [
          ['activations', '1.8 kB · part of this page', sha256Of(tinyPath), true, false],
          ['conv_plain', '1.8 kB · part of this page', sha256Of(otherTinyPath), false, false],
          ['conv_one_pixel', '1.8 kB · part of this page', sha256Of(thirdTinyPath), false, false],
        ],
      );
      await place.session.evaluate('void (document.getElementById("model-panel").open = false)');
    });

    test('the panel is opened and another model chosen by keys', async () => {
      await tabTo('model-summary');
      await press('Enter');
      await tabTo(sha256Of(tinyPath));
      await press('ArrowDown');
      await inUse('conv_plain');
      assert.equal(await chosen(), 'conv_plain');
      assert.equal(await focused(), sha256Of(otherTinyPath));
      await told(place.session, /^conv_plain answers from now on\.$/);
      await show(place.session, [samplePath('coffee.png')]);
      assert.deepEqual(await modelsOfAnswers(place.session), [sha256Of(otherTinyPath)]);
    });

    test('every choice has a name, the group has one, and the input of files has one', async () => {
      const names = await place.session.evaluate(() => [
        document.querySelector('#models legend').textContent,
        ...[...document.querySelectorAll('.model input')].map((input) =>
          input.labels[0].textContent.trim(),
        ),
        document.getElementById('model-input').labels[0].textContent,
        document.getElementById('copy-hash').getAttribute('aria-label'),
      ]);
      assert.deepEqual(names, [
        'Which model looks at the pictures',
        'activations 1.8 kB · part of this page',
        'conv_plain 1.8 kB · part of this page',
        'conv_one_pixel 1.8 kB · part of this page',
        'Use a model of your own…',
        'Copy the SHA-256',
      ]);
    });

    const crash =
      place.engine.name === 'WebKit' &&
      place.origin === 'file' &&
      'WebKitGTK 2.50 crashes here when a page from disk is left after a change of model; page_model_memory proves it';
    test('the choice is remembered on the next visit', { skip: crash }, async () => {
      await choiceIsStored(place.session, sha256Of(otherTinyPath));
      await place.session.goto(place.url);
      await readyAfterMs(place.session);
      assert.match((await panelOf(place.session)).summary, /^conv_plain/);
    });

    test('keys close a message, and the focus moves to what follows it', async () => {
      await tabTo(sha256Of(otherTinyPath));
      await press('ArrowUp');
      await told(place.session, /^activations answers/);
      await press('Shift+Tab');
      await press('Shift+Tab');
      assert.equal(await focused(), 'dismiss');
      await press('Enter');
      assert.equal((await newsOf(place.session)).text, '');
      assert.equal(await focused(), 'model-summary');
    });

    test('a shipped model that lacks a language is shown in one that it has', async () => {
      await chooseLanguage(place.session, 'zh');
      const [
        {
          predictions: [best],
        },
      ] = await show(place.session, [samplePath('coffee.png')]);
      assert.match(best.text, /^class \d/);
      await chooseLanguage(place.session, 'en');
    });

    // The service worker has stored the models that were used before; this one was not.
    test(
      'a shipped model that cannot be loaded is refused with the reason, and the one in use stays',
      { skip: place.origin === 'file' && 'only a server can go away' },
      async () => {
        await place.server.close();
        await place.session.evaluate(
          (sha256) => document.querySelector(`input[value="${sha256}"]`).click(),
          sha256Of(thirdTinyPath),
        );
        const { text, detail } = await told(place.session, /^conv_one_pixel was not used/);
        assert.match(text, /activations stays in use\.$/);
        assert.match(detail, /\((asset\/unreachable|worker\/start-failed)\)$/);
        assert.equal(await chosen(), 'activations');
        const [{ predictions }] = await show(place.session, [samplePath('coffee.png')]);
        assert.equal(predictions.length, 5);
      },
    );

    test('has had no error, violation or request outside', async () => {
      // The browser itself logs that it cannot load files of a server that has gone away.
      const errors = (await place.session.consoleErrors()).filter(
        (line) => !/ERR_CONNECTION_REFUSED|cannot load http/.test(line),
      );
      assert.deepEqual([errors, await place.session.violations()], [[], []]);
      const inside = [
        place.origin === 'file' ? pathToFileURL(folder).href : place.server.url,
        'blob:',
        'data:',
      ];
      assert.deepEqual(
        (await place.session.requests()).filter(
          (url) => !inside.some((start) => url.startsWith(start)),
        ),
        [],
      );
    });
  },
);
