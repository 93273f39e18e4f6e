// Files that are broken or no pictures: the page shows a sentence beside the file's name and works on. All of them at once are
// shown in every engine, since a broken file must not upset its decoder for previews; what the core says of each, and of a
// picture that is damaged in part, in Chromium only.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  assertQuiet,
  builtPage,
  chooseLanguage,
  chooseLayout,
  readyAfterMs,
  samplePath,
  show,
} from './glance_page.mjs';
import { fromDisk, inEveryEngine, testInChromium } from './in_every_engine.mjs';
import { sampleAnswers, samples } from './places.mjs';

const needs = [...builtPage.needs, [new URL('flower.jpg', samples), 'make demo']];
let folder;

// The bytes of each broken file, and the code that its message must show.
const brokenFiles = [
  {
    name: 'page.jpg',
    bytes: () => '<!doctype html><title>404</title><p>Not found',
    code: /image\/(not-a-picture|unsupported-format)/,
  },
  { name: 'empty.png', bytes: () => '', code: /image\/empty/ },
  { name: 'three.jpg', bytes: () => Buffer.from([0xff, 0xd8, 0xff]), code: /image\// },
  { name: 'cut.jpg', bytes: () => firstQuarter('flower.jpg'), code: /image\/damaged/ },
  { name: 'cut.png', bytes: () => firstQuarter('coffee.png'), code: /image\/damaged/ },
  { name: 'signature.png', bytes: () => withAWrongSignature('coffee.png'), code: /image\/damaged/ },
  {
    name: '<img src=x onerror=alert(1)>.png',
    bytes: () => 'a name that is markup',
    code: /image\//,
  },
];

function firstQuarter(name) {
  const bytes = readFileSync(samplePath(name));
  return bytes.subarray(0, bytes.length / 4);
}

function withAWrongSignature(name) {
  const bytes = readFileSync(samplePath(name));
  bytes[4] ^= 1;
  return bytes;
}

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'glance-broken-'));
});
after(() => rmSync(folder, { recursive: true }));

function makeBroken({ name, bytes }) {
  const path = join(folder, name);
  writeFileSync(path, bytes());
  return path;
}

function assertRefused(article, { name, code }) {
  assert.equal(article.file, name);
  assert.deepEqual(article.predictions, []);
  assert.match(article.text, code);
  assert.match(article.text.replace(name, ''), /[a-z]+ [a-z ]+\./i); // a sentence, not only a code
}

await inEveryEngine({ ...builtPage, ...fromDisk, needs }, (place) => {
  const chromiumTest = testInChromium(place);
  const [coffee] = sampleAnswers;
  const evaluate = (...code) => place.session.evaluate(...code);

  // The line about the damage; '' when it is not seen, or not above the answer.
  const seenAboveLabels = (selector) =>
    evaluate((outer) => {
      const line = document.querySelector(`${outer} .damage`);
      const { bottom, height } = line.getBoundingClientRect();
      const { top } = document.querySelector(`${outer} ol`).getBoundingClientRect();
      return height > 0 && bottom <= top ? line.textContent : '';
    }, selector);

  async function inPrint(check) {
    await place.session.page.emulateMedia({ media: 'print' });
    await check();
    await place.session.page.emulateMedia({ media: null });
  }

  async function assertStillUsable() {
    const [article] = await show(place.session, [samplePath(coffee.file)]);
    assert.equal(article.predictions[0].index, coffee.index);
  }

  before(async () => {
    await readyAfterMs(place.session);
    await chooseLayout(place.session, 'cards');
  });

  for (const broken of brokenFiles) {
    chromiumTest(
      `${broken.name} is refused with a sentence, and the next picture is right`,
      async () => {
        const [article] = await show(place.session, [makeBroken(broken)]);
        assertRefused(article, broken);
        await assertStillUsable();
      },
    );
  }

  test('broken files among good ones do not change the answers for these', async () => {
    const paths = brokenFiles.flatMap((broken) => [makeBroken(broken), samplePath(coffee.file)]);
    const articles = await show(place.session, paths);
    brokenFiles.forEach((broken, i) => {
      assertRefused(articles[2 * i], broken);
      assert.equal(articles[2 * i + 1].predictions[0].index, coffee.index);
    });
  });

  chromiumTest(
    'a damaged picture of which most can be read is answered; card, table and closer look say what is wrong, in print too',
    async () => {
      const most = readFileSync(samplePath('flower.jpg'));
      const bytes = () => most.subarray(0, most.length * 0.85);
      const [article] = await show(place.session, [makeBroken({ name: 'most.jpg', bytes })]);
      assert.ok(article.predictions.length > 0, article.text);
      const said = /^Damaged \(the lower \d\d % is missing\)$/;
      assert.match(await seenAboveLabels('[data-file="most.jpg"] .answer'), said);
      await evaluate(() => document.querySelector('[data-file="most.jpg"] .closer').click());
      assert.match(await seenAboveLabels('#detail-answer'), said);
      await evaluate(() => document.getElementById('detail-close').click());
      await inPrint(async () =>
        assert.match(await seenAboveLabels('[data-file="most.jpg"] .answer'), said),
      );
      await chooseLayout(place.session, 'table');
      const mark = () => {
        const element = document.querySelector('#rows [data-file="most.jpg"] .damage');
        const { textContent: text, title } = element;
        return { text, title, isSeen: element.getClientRects().length > 0 };
      };
      const expected = { text: 'Damaged', isSeen: true };
      const assertMarked = async () => {
        const { title, ...seen } = await evaluate(mark);
        assert.deepEqual(seen, expected);
        assert.match(title, /^the lower \d\d % is missing$/);
      };
      await assertMarked();
      await inPrint(assertMarked);
      await chooseLanguage(place.session, 'zh');
      expected.text = '已损坏';
      await assertMarked();
      await chooseLayout(place.session, 'cards');
      assert.match(await seenAboveLabels('[data-file="most.jpg"] .answer'), /^已损坏 \(the lower/);
      await chooseLanguage(place.session, 'en');
    },
  );

  test('a name that is markup stays text', async () => {
    assert.equal(
      await place.session.evaluate(
        () => document.querySelectorAll('[onerror], img[src="x"]').length,
      ),
      0,
    );
  });

  // Firefox logs when the preview of a damaged picture cannot be drawn; the page cannot prevent it.
  test('has had no error, violation or request outside', () =>
    assertQuiet(place, /^Error: Image corrupt or truncated\.$/));
});
