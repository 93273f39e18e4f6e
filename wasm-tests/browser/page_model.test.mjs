// A person's own model: chosen or dropped, described, used for the pictures, or refused with the reason.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { poll } from '../../tools/browsers/time_limit.mjs';
import {
  articlesOf,
  assertQuiet,
  builtPage,
  chooseLanguage,
  readyAfterMs,
  samplePath,
  show,
} from './glance_page.mjs';
import { fromDisk, inEveryEngine, testInChromium } from './in_every_engine.mjs';
import {
  answered,
  click,
  modelsOfAnswers,
  newsOf,
  panelOf,
  sha256Of,
  tinyPath,
  told,
  writeTwin,
} from './page_models.mjs';
import { modelUrl, sampleAnswers } from './places.mjs';

const needs = [...builtPage.needs, [modelUrl, 'make page']];
const [coffee, camera] = sampleAnswers;
let folder;
let twin;

function write(name, bytes) {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'glance-models-'));
});
after(() => rmSync(folder, { recursive: true }));

// Files that are refused: name, bytes, the sentence that is shown, the code of the core.
/** @type {any[][]} */
const badFiles = [
  [
    'text.safetensors',
    () => 'This is only a text, but it is long enough.',
    /was not used\. .+ EfficientNet-Lite0 stays in use\./,
    /\(model\/not-safetensors\)$/,
  ],
  ['empty.safetensors', () => '', /was not used\./, /\(model\//],
  [
    'cut.safetensors',
    () => readFileSync(tinyPath).subarray(0, -4),
    /The file is cut short\./,
    /\(model\/truncated\)$/,
  ],
  [
    'cut.safetensors.gz',
    () => gzipSync(readFileSync(tinyPath)).subarray(0, -4),
    /The file is cut short\./,
    /gzip cannot be undone.+\(model\/truncated\)$/,
  ],
  [
    'longer.safetensors.gz',
    () => Buffer.concat([gzipSync(readFileSync(tinyPath)), Buffer.alloc(8)]),
    /The file is cut short\./,
    /\(model\/truncated\)$/,
  ],
  [
    'text.safetensors.gz',
    () => gzipSync('This is only a text, but it is long enough.'),
    /was not used\./,
    /\(model\/not-safetensors\)$/,
  ],
  [
    'raw.safetensors',
    () => Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('{}')]),
    /convert_model\.py/,
    /\(model\/bad-metadata\)$/,
  ],
];

await inEveryEngine({ ...builtPage, ...fromDisk, needs }, (place) => {
  const chromiumTest = testInChromium(place);
  const open = async () => {
    await place.session.goto(place.url);
    await readyAfterMs(place.session);
  };
  const give = (...paths) => place.session.setFiles('#file-input', paths);

  // Holds back the message that starts a worker, so that the test can look at the page while a model loads.
  const holdArrivals = () =>
    place.session.evaluate(() => {
      const { postMessage } = Worker.prototype;
      const held = [];
      Worker.prototype.postMessage = function (message, ...more) {
        if (message.type === 'start') held.push(() => postMessage.call(this, message, ...more));
        else postMessage.call(this, message, ...more);
      };
      globalThis.letArrive = () => {
        Worker.prototype.postMessage = postMessage;
        held.forEach((send) => send());
      };
    });
  const arriving = () =>
    poll('a model arrives', async () => (await newsOf(place.session)).arriving);

  before(async () => {
    twin ??= writeTwin(folder);
    await readyAfterMs(place.session);
  });

  chromiumTest('the model of the page is described', async () => {
    const { summary, models, facts } = await panelOf(place.session);
    assert.match(summary, /^EfficientNet-Lite0 · 1,000 kinds of things/);
    assert.deepEqual(models, []); // nothing to choose from
    assert.equal(facts.license, 'Apache-2.0');
    assert.equal(facts.size, `${(statSync(modelUrl).size / 1e6).toFixed(1)} MB`);
    assert.equal(
      facts.labels,
      '1,000, in English and Chinese: tench, goldfish, great white shark…',
    );
    assert.equal(facts.input, '224 × 224 pixels');
    assert.match(facts.source, /efficientnet-lite0/);
    assert.equal(facts.sha256, sha256Of(modelUrl));
  });

  test('a picked model is used, shown and remembered', async () => {
    await panelOf(place.session); // opens it
    await place.session.setFiles('#model-input', [tinyPath]);
    assert.match(
      (await told(place.session, /remembered/)).text,
      /^activations answers from now on\. It is remembered on this device\.$/,
    );
    const { summary, models, facts } = await panelOf(place.session);
    assert.match(summary, /^activations · 5 kinds of things/);
    assert.deepEqual(
      models.map(({ name, origin, chosen, canBeForgotten }) => [
        name,
        origin,
        chosen,
        canBeForgotten,
      ]),
      [
        [
          'EfficientNet-Lite0',
          `${(statSync(modelUrl).size / 1e6).toFixed(1)} MB · part of this page`,
          false,
          false,
        ],
        ['activations', '1.8 kB · remembered on this device', true, true],
      ],
    );
    assert.deepEqual(facts, {
      license: 'MIT',
      size: '1.8 kB',
      labels: '5, in English: class 0, class 1, class 2…',
      input: '6 × 5 pixels',
      source: 'not stated',
      sha256: sha256Of(tinyPath),
    });
  });

  test('it answers pictures, which name it', async () => {
    const [article] = await show(place.session, [samplePath(coffee.file)]);
    assert.equal(article.predictions.length, 5);
    assert.match(article.predictions[0].text, /^class \d/);
    assert.match(article.text, /activations/);
    assert.deepEqual(await modelsOfAnswers(place.session), [sha256Of(tinyPath)]);
  });

  chromiumTest(
    'a model of real size answers rightly, and pictures that another model answered can be classified again',
    async () => {
      await give(twin);
      await told(place.session, /^EfficientNet-Twin0 answers from now on\. It is remembered/);
      assert.deepEqual(await modelsOfAnswers(place.session), [sha256Of(tinyPath)]);
      assert.equal(
        await place.session.evaluate(() =>
          document.getElementById('stale').innerText.replace(/\s+/g, ' ').trim(),
        ),
        'One answer was made with another model or with other settings. Look again with EfficientNet-Twin0',
      );
      await click(place.session, '#again');
      await answered(place.session);
      const [
        {
          predictions: [best],
        },
      ] = await articlesOf(place.session);
      assert.equal(best.index, coffee.index);
      assert.deepEqual(await modelsOfAnswers(place.session), [sha256Of(twin)]);
      assert.equal(
        await place.session.evaluate(() => document.getElementById('stale').hidden),
        true,
      );
    },
  );

  test('a model answers the pictures that are dropped with it', async () => {
    await open();
    const paths = [samplePath(coffee.file), tinyPath, samplePath(camera.file)];
    await show(place.session, [paths[0], paths[2]], () => place.session.drop('main', paths));
    await told(place.session, /^activations answers/);
    assert.deepEqual(await modelsOfAnswers(place.session), Array(2).fill(sha256Of(tinyPath)));
  });

  test('compressed weights work under any name, with the size and SHA-256 of their content', async () => {
    await give(write('compressed.bin', gzipSync(readFileSync(tinyPath))));
    await told(place.session, /^activations answers/);
    const { facts } = await panelOf(place.session);
    assert.deepEqual([facts.size, facts.sha256], ['1.8 kB', sha256Of(tinyPath)]);
    await show(place.session, [samplePath(coffee.file)]);
    assert.deepEqual((await modelsOfAnswers(place.session))[0], sha256Of(tinyPath));
  });

  chromiumTest('weights are recognised under any name', async () => {
    await give(write('holiday.jpg', readFileSync(twin)));
    await told(place.session, /^EfficientNet-Twin0 answers/);
  });

  chromiumTest(
    'while a model loads the old one answers, and pictures that came with the new one wait',
    async () => {
      await open();
      const { summary } = await panelOf(place.session);
      await holdArrivals();
      await give(tinyPath, samplePath(coffee.file));
      await arriving();
      assert.match((await newsOf(place.session)).text, /^Loading activations\.safetensors…$/);
      await give(samplePath(camera.file));
      await poll(
        'the picture that came alone is answered',
        async () => (await articlesOf(place.session))[0].predictions.length > 0,
      );
      const [alone, together] = await articlesOf(place.session);
      assert.deepEqual(
        [alone.file, together.file, together.predictions.length],
        [camera.file, coffee.file, 0],
      );
      assert.equal((await panelOf(place.session)).summary.split(' · ')[0], summary.split(' · ')[0]);
      await place.session.evaluate('letArrive()');
      await answered(place.session);
      assert.deepEqual((await modelsOfAnswers(place.session))[1], sha256Of(tinyPath));
    },
  );

  chromiumTest('loading a model can be cancelled', async () => {
    await holdArrivals();
    const { summary } = await panelOf(place.session);
    await give(twin);
    await arriving();
    await click(place.session, '#cancel-model');
    assert.deepEqual(await newsOf(place.session), { text: '', detail: '', arriving: false });
    assert.equal((await panelOf(place.session)).summary, summary);
    await place.session.evaluate('letArrive()');
    await show(place.session, [samplePath(coffee.file)]);
    // Compares the name only: the page may have measured that threads are slower for so small a network.
    assert.equal((await panelOf(place.session)).summary.split(' · ')[0], summary.split(' · ')[0]);
  });

  test('bad files are refused with the reason, and the old model answers', async () => {
    await open();
    await click(place.session, '.model:first-child input');
    await poll('the model of the page is in use', async () =>
      /^EfficientNet-Lite0/.test((await panelOf(place.session)).summary),
    );
    for (const [name, bytes, sentence, code] of badFiles) {
      await give(write(name, bytes()));
      const { text, detail } = await told(place.session, new RegExp(`^${name} `));
      assert.match(text, sentence, name);
      assert.match(detail, code, name);
    }
    const [article] = await show(place.session, [samplePath(coffee.file)]);
    assert.equal(article.predictions[0].index, coffee.index);
  });

  chromiumTest('the old model answers pictures that are dropped with a bad one', async () => {
    const bad = write('bad.safetensors', 'nothing');
    const [article] = await show(place.session, [samplePath(coffee.file)], () =>
      place.session.drop('main', [bad, samplePath(coffee.file)]),
    );
    assert.equal(article.predictions[0].index, coffee.index);
    assert.match(
      (await told(place.session, /^bad\.safetensors was not used/)).text,
      /stays in use/,
    );
  });

  for (const name of ['net.pth', 'net.pt', 'net.onnx']) {
    chromiumTest(`${name} is answered with the command that converts it`, async () => {
      await place.session.drop('main', [write(name, 'PK')]);
      const { text, detail } = await told(
        place.session,
        new RegExp(`^${name.replace('.', '\\.')} has to be converted`),
      );
      assert.match(text, /before the page can use it/);
      assert.equal(detail, `tools/convert_model.py ${name} -o net.safetensors`);
    });
  }

  chromiumTest('a notification can be closed, and exists in Chinese', async () => {
    await chooseLanguage(place.session, 'zh');
    assert.match((await newsOf(place.session)).text, /^net\.onnx 需要先转换/);
    assert.match((await panelOf(place.session)).facts.labels, /^1,000 个，语言：.+：丁鱥、/);
    await click(place.session, '#dismiss');
    assert.equal((await newsOf(place.session)).text, '');
    await chooseLanguage(place.session, 'en');
  });

  test('the SHA-256 is copied, or shown in full where the clipboard cannot be used', async () => {
    await click(place.session, '#copy-hash');
    const shown = await poll('an answer', () =>
      place.session.evaluate(() => {
        const { shown } = document.getElementById('fact-sha256').dataset;
        return (
          shown !== 'short' && { shown, button: document.getElementById('copy-hash').textContent }
        );
      }),
    );
    assert.deepEqual(
      shown,
      shown.shown === 'copied'
        ? { shown: 'copied', button: 'Copied' }
        : { shown: 'whole', button: 'Copy' },
    );
  });

  // Only Chromium lets a test choose the window.
  chromiumTest('at 320 pixels nothing is cut off', async () => {
    await place.session.page.setViewportSize({ width: 320, height: 640 });
    await give(write('a-very-long-name-without-any-space-in-it-at-all.safetensors', 'x'));
    await told(place.session, /^a-very-long-name/);
    await panelOf(place.session);
    assert.ok((await place.session.evaluate(() => document.documentElement.scrollWidth)) <= 320);
  });

  test('has had no error, violation or request outside', () => assertQuiet(place));
});
