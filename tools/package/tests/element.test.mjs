// <glance-classifier> on the page that documents it: answers, events, parts, errors, removal. What depends on the engine (custom
// elements, parts, files) runs in three.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'node:test';

import { poll } from '../../browsers/time_limit.mjs';
import { inEveryEngine, testInChromium } from '../../../wasm-tests/browser/in_every_engine.mjs';
import { copyOfExample, missingFile, pack, root, samples } from './packed.mjs';

test('the element has fewer than 250 lines, its types and their documentation included', () => {
  const lines = readFileSync(join(root, 'web/package/element.ts'), 'utf8').trimEnd().split('\n');
  assert.ok(lines.length < 250, `${lines.length}`);
});

const lack = missingFile();
const packed = lack ? null : pack();
const page = packed
  ? join(copyOfExample(packed, 'element'), 'index.html')
  : join(root, String(lack));
process.on('exit', () => packed?.remove());

await inEveryEngine(
  { page: pathToFileURL(page), origins: ['http'], server: { mounts: { '/samples/': samples } } },
  (place) => {
    const chromiumTest = testInChromium(place);
    const evaluate = (code, ...args) => place.session.evaluate(code, ...args);
    const classify = (id, path) =>
      evaluate(
        async (element, file) => {
          /** @type {any} */
          const { classifier } = { classifier: document.getElementById(element) };
          const result = await classifier.classify(await (await fetch(file)).blob());
          return result && result.predictions.map(({ label }) => label);
        },
        id,
        path,
      );
    const textOf = (id, part) =>
      evaluate(
        (element, name) =>
          Array.from(
            document.getElementById(element)?.shadowRoot?.querySelectorAll(`[part=${name}]`) ?? [],
            ({ textContent }) => textContent,
          ),
        id,
        part,
      );
    const eventLines = () =>
      evaluate("[...document.querySelectorAll('#events li')].map((line) => line.textContent)");

    test('classify() answers with as many labels as top-k says, and shows them', async () => {
      await poll('the element', () => evaluate("Boolean(customElements.get('glance-classifier'))"));
      const labels = await classify('plain', '/samples/coffee.png');
      assert.equal(labels.length, 3);
      assert.equal(labels[0], 'espresso');
      assert.deepEqual(await textOf('plain', 'label'), labels);
      assert.match((await textOf('plain', 'score'))[0], /^9\d\.\d %$/);
      assert.match((await textOf('plain', 'name'))[0], /^espresso, 9\d\.\d %$/);
    });

    test('its events reach the document', async () => {
      const lines = await eventLines();
      assert.deepEqual(lines, [
        'glance-ready of #plain: EfficientNet-Lite0',
        'glance-result of #plain: espresso',
      ]);
    });

    chromiumTest(
      'labels come in the language that it names, and its content is the invitation',
      async () => {
        assert.equal((await classify('framed', '/samples/coffee.png'))[0], '意式浓缩咖啡');
        assert.equal(
          await evaluate(
            "document.getElementById('framed').shadowRoot.querySelector('slot').assignedNodes()[0].textContent",
          ),
          '请选择一张图片',
        );
      },
    );

    test('::part() styles it from outside', async () => {
      const borderOf = (id) =>
        evaluate((element) => {
          const label = document.getElementById(element)?.shadowRoot?.querySelector('label');
          return label && getComputedStyle(label).borderTopStyle;
        }, id);
      assert.deepEqual([await borderOf('plain'), await borderOf('framed')], ['dashed', 'solid']);
    });

    test('a chosen picture is shown and classified', async () => {
      await evaluate(async () => {
        const transfer = new DataTransfer();
        transfer.items.add(
          new File([await (await fetch('/samples/camera.png')).blob()], 'camera.png', {
            type: 'image/png',
          }),
        );
        const input = /** @type {HTMLInputElement} */ (
          document.getElementById('plain')?.shadowRoot?.querySelector('input')
        );
        input.files = transfer.files;
        input.dispatchEvent(new Event('change'));
      });
      await poll('the label', async () => (await textOf('plain', 'label'))[0] === 'tripod');
      assert.match(
        await evaluate("document.getElementById('plain').shadowRoot.querySelector('img').src"),
        /^blob:/,
      );
    });

    chromiumTest('a file that is no picture gives a message, an event, and null', async () => {
      assert.equal(await classify('plain', 'page.css'), null);
      assert.match((await textOf('plain', 'status'))[0], /picture/);
      assert.match((await eventLines()).at(-1), /^glance-error of #plain: /);
      assert.equal(await evaluate("document.getElementById('plain').hasAttribute('busy')"), false);
    });

    chromiumTest('of two pictures at once only the later one is shown', async () => {
      const labels = await evaluate(async () => {
        const blobs = await Promise.all(
          ['coffee', 'camera'].map(async (name) => (await fetch(`/samples/${name}.png`)).blob()),
        );
        /** @type {any} */
        const element = document.getElementById('plain');
        const results = await Promise.all(blobs.map((blob) => element.classify(blob)));
        return results.map((result) => result && result.predictions[0].label);
      });
      assert.deepEqual(labels, [null, 'tripod']);
      assert.equal((await textOf('plain', 'label'))[0], 'tripod');
    });

    test('removed from the document it closes its classifier, and it works again when it is put back', async () => {
      const code = await evaluate(async () => {
        /** @type {any} */
        const element = document.getElementById('plain');
        const classifier = await element.ready();
        element.remove();
        await new Promise((resolve) => setTimeout(resolve));
        document.querySelector('main')?.append(element);
        return classifier.classify(new Blob([])).catch((error) => error.code);
      });
      assert.equal(code, 'call/closed');
      assert.equal((await classify('plain', '/samples/coffee.png'))[0], 'espresso');
    });

    test('nothing went wrong silently', async () =>
      assert.deepEqual(await place.session.consoleErrors(), []));
  },
);
