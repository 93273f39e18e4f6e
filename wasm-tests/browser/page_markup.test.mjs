// Markup in untrusted texts: file names, the metadata of a weight file, EXIF, and files that are no pictures. The page shows them as
// text, and nothing of them runs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { reportFault } from '../report_fault.mjs';
import { poll } from '../../tools/browsers/time_limit.mjs';
import {
  articlesOf,
  assertQuiet,
  builtPage,
  chooseLayout,
  readyAfterMs,
  samplePath,
} from './glance_page.mjs';
import { fromDisk, inEveryEngine, testInChromium } from './in_every_engine.mjs';
import { panelOf, tinyPath } from './page_models.mjs';

const payloads = [
  '<script>ran()</script>',
  '<img src=x onerror=ran()>',
  '"><img src=x onerror=ran()>',
  "'><svg onload=ran()>",
  '<svg><script>ran()</script></svg>',
  '<svg/onload=ran()>',
  '<iframe srcdoc="<script>parent.ran()</script>">',
  '<iframe src="javascript:parent.ran()">',
  '<a href="javascript:ran()">x</a>',
  '<body onload=ran()>',
  '<details open ontoggle=ran()>',
  '<input autofocus onfocus=ran()>',
  '<video><source onerror=ran()></video>',
  '<math><mtext><style><img src=x onerror=ran()></style></mtext></math>',
  '<template><script>ran()</script></template>',
  '</title><script>ran()</script>',
  '" onmouseover="ran()" x="',
  '&lt;script&gt;ran()&lt;/script&gt;',
  '${ran()}{{ran()}}',
  'javascript:ran()//\u202e<b onclick=ran()>',
];

// The tiny network with another description; it has five classes.
function describedAs(change) {
  const bytes = readFileSync(tinyPath);
  const headerLength = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + headerLength));
  header.__metadata__.glance = JSON.stringify(change(JSON.parse(header.__metadata__.glance)));
  const text = Buffer.from(JSON.stringify(header));
  const padded = Buffer.concat([text, Buffer.alloc(-text.length & 7, ' ')]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([length, padded, bytes.subarray(8 + headerLength)]);
}

// A JPEG with the text as EXIF description, XMP and comment.
function withTexts(text) {
  const jpeg = readFileSync(samplePath('flower.jpg'));
  const bytes = Buffer.from(`${text}\0`);
  const tiff = Buffer.alloc(26);
  tiff.write('II*\0', 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  tiff.writeUInt16LE(0x010e, 10); // ImageDescription
  tiff.writeUInt16LE(2, 12);
  tiff.writeUInt32LE(bytes.length, 14);
  tiff.writeUInt32LE(26, 18);
  const segment = (marker, content) => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(content.length + 2, 2);
    return Buffer.concat([head, content]);
  };
  return Buffer.concat([
    jpeg.subarray(0, 2),
    segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), tiff, bytes])),
    segment(0xe1, Buffer.concat([Buffer.from('http://ns.adobe.com/xap/1.0/\0'), bytes])),
    segment(0xfe, bytes),
    jpeg.subarray(2),
  ]);
}

// Runs in the page: drops files of any name.
function dropFiles(files) {
  const transfer = new DataTransfer();
  for (const { name, base64 } of files) {
    transfer.items.add(
      new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], name),
    );
  }
  for (const type of ['dragenter', 'dragover', 'drop']) {
    document
      .querySelector('main')
      .dispatchEvent(
        new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }),
      );
  }
}

// Runs in the page: elements and handlers that only the payloads would make.
function strangersIn() {
  const elements = document.querySelectorAll(
    'body script, iframe, body template, math, video:not(#camera-video), source, [srcdoc], img[src="x"], a[href^="javascript"]',
  );
  const handlers = [...document.querySelectorAll('*')].filter((each) =>
    each.getAttributeNames().some((name) => name.startsWith('on')),
  );
  return [...elements, ...handlers].map((each) => each.outerHTML.slice(0, 200));
}

await inEveryEngine({ ...builtPage, ...fromDisk }, (place) => {
  const chromiumTest = testInChromium(place);
  const evaluate = (...args) => place.session.evaluate(...args);
  const drop = (files) =>
    evaluate(
      dropFiles,
      files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString('base64') })),
    );
  const noneRan = async () =>
    assert.deepEqual([await evaluate('globalThis.runs'), await evaluate(strangersIn)], [0, []]);

  async function answered(count) {
    const isDone = (wanted) =>
      document.documentElement.dataset.state === 'ready' &&
      document.querySelectorAll('article[data-file]').length === wanted;
    await poll(`${count} answers`, () => evaluate(isDone, count), { limitMs: 60_000 });
    return articlesOf(place.session);
  }

  async function clear() {
    await evaluate(() => document.getElementById('clear').click());
  }

  before(async () => {
    await readyAfterMs(place.session);
    await chooseLayout(place.session, 'cards');
    await evaluate(() => {
      globalThis.runs = 0;
      globalThis.ran = () => ++globalThis.runs;
    });
  });

  chromiumTest('the check notices what would run', async () => {
    assert.equal(
      await evaluate(() => {
        const button = document.createElement('button');
        button.setAttribute('srcdoc', 'x');
        document.body.append(button);
        return true;
      }),
      true,
    );
    assert.equal((await evaluate(strangersIn)).length, 1);
    await evaluate(() => document.querySelector('[srcdoc]').remove());
  });

  test(`fault 32: ${payloads.length} file names that are markup are shown as text, in cards and in the table`, async () => {
    const bytes = readFileSync(samplePath('flower.jpg'));
    await drop(payloads.map((name) => ({ name, bytes })));
    const articles = await answered(payloads.length);
    assert.deepEqual(
      articles.map(({ file }) => file),
      payloads,
    );
    articles.forEach(({ text, predictions }, i) =>
      assert.ok(text.includes(payloads[i]) && predictions.length === 5, payloads[i]),
    );
    await noneRan();
    await chooseLayout(place.session, 'table');
    const rows = await poll('rows', async () => {
      const found = await evaluate(() =>
        [...document.querySelectorAll('#rows th.name')].map(({ textContent }) => textContent),
      );
      return found.length >= 10 && found;
    });
    rows.forEach((text) => assert.ok(payloads.includes(text), text));
    await noneRan();
    await evaluate(() => document.querySelector('#rows [data-action="look"]').click());
    await noneRan();
    await evaluate(() => document.querySelector('dialog[open]')?.close());
    await chooseLayout(place.session, 'cards');
    await clear();
  });

  chromiumTest(
    `fault 32: ${payloads.length} pictures with markup in EXIF, XMP and comment, and as many files of nothing but markup, run nothing`,
    async () => {
      await drop([
        ...payloads.map((text, i) => ({ name: `exif-${i}.jpg`, bytes: withTexts(text) })),
        ...payloads.map((text, i) => ({ name: `text-${i}.png`, bytes: text })),
      ]);
      const articles = await answered(2 * payloads.length);
      assert.deepEqual(
        articles.map(({ predictions }) => predictions.length > 0),
        [...payloads.map(() => true), ...payloads.map(() => false)],
      );
      await noneRan();
      await clear();
    },
  );

  chromiumTest(
    `fault 32: ${payloads.length} weight files with markup as name, licence, source and labels are shown as text`,
    async () => {
      for (const [i, text] of payloads.entries()) {
        const model = describedAs((document) => ({
          ...document,
          name: `${i} ${text}`,
          license: text,
          source: { url: text, file: text },
          labels: Object.fromEntries(
            Object.entries(document.labels).map(([language, labels]) => [
              language,
              labels.map((_, k) => `${k} ${text}`),
            ]),
          ),
        }));
        await drop([
          { name: `${text}.safetensors`, bytes: model },
          { name: `${i}.jpg`, bytes: readFileSync(samplePath('flower.jpg')) },
        ]);
        const [{ text: shown }] = await answered(1);
        const label = text.split(',')[0];
        assert.ok(shown.includes(label), `${label} in ${shown}`);
        const { summary, facts } = await panelOf(place.session);
        const start = text.replace(/\u202e.*/, '').slice(0, 40);
        assert.ok(summary.startsWith(`${i} ${start}`), summary);
        assert.ok(
          facts.license.startsWith(start) && facts.source.includes(start),
          JSON.stringify(facts),
        );
        await noneRan();
        await clear();
      }
      reportFault(
        32,
        `${payloads.length} payloads as file name, EXIF, content, and all texts of a weight file: 0 run, all shown as text`,
        place.engine.name,
      );
    },
  );

  chromiumTest(
    'fault 32: a weight file that asks for markup as an operation is refused in words',
    async () => {
      const model = describedAs((document) =>
        JSON.parse(
          JSON.stringify(document).replaceAll(/"op":"[^"]+"/g, '"op":"<img src=x onerror=ran()>"'),
        ),
      );
      await drop([{ name: 'odd.safetensors', bytes: model }]);
      await poll('a refusal', () =>
        evaluate(() =>
          /^odd\.safetensors was not used/.test(document.getElementById('news-text').textContent),
        ),
      );
      await noneRan();
    },
  );

  // Firefox logs that a file of nothing but text has no preview.
  test('has had no error, violation or request outside', () =>
    assertQuiet(place, /^Error: Image corrupt or truncated\.$/));
});
