// The page without a mouse: Tab reaches the file input and each result. In Chromium, which lets a test answer the
// file dialog, keys alone choose a picture.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import {
  articlesOf,
  assertQuiet,
  builtPage,
  readyAfterMs,
  samplePath,
  show,
} from './glance_page.mjs';
import { fromDisk, inEveryEngine } from './in_every_engine.mjs';

// What has the focus: the id of an element, or `picture NAME` inside a result.
function focused(session) {
  return session.evaluate(() => {
    const article = document.activeElement.closest('article[data-file]');
    return article ? `picture ${article.dataset.file}` : document.activeElement.id;
  });
}

// Presses Tab until `wanted` has the focus; fails when it does not come within as many keys as the page has controls.
async function tabTo(session, wanted, maximum = 30) {
  const passed = [];
  for (let i = 0; i < maximum; ++i) {
    await session.press('Tab');
    passed.push(await focused(session));
    if (passed.at(-1) === wanted) return;
  }
  assert.fail(`Tab never reached ${wanted}, but ${passed.join(', ')}`);
}

await inEveryEngine({ ...builtPage, ...fromDisk }, (place) => {
  const canAnswerDialogue = place.engine.name === 'Chromium';

  before(async () => {
    // Long before the first key: Chromium begins to hand dialogues over only some time after it was asked to.
    if (canAnswerDialogue)
      place.session.page.on('filechooser', (dialogue) =>
        dialogue.setFiles([samplePath('coffee.png')]),
      );
    await readyAfterMs(place.session);
  });

  test('Tab reaches the file input', async () => {
    await tabTo(place.session, 'file-input');
  });

  test('the focus can be seen', async () => {
    const outline = await place.session.evaluate(() => {
      const marked = [
        document.activeElement,
        ...document.querySelectorAll(`label[for="${document.activeElement.id}"]`),
      ];
      return marked.some(
        (each) =>
          getComputedStyle(each).outlineStyle !== 'none' && each.getBoundingClientRect().width > 1,
      );
    });
    assert.ok(outline, 'neither the input nor its label has an outline');
  });

  for (const key of canAnswerDialogue ? ['Enter', 'Space'] : []) {
    test(`${key} on the file input opens the dialogue, and the chosen picture is answered`, async () => {
      const [article] = await show(place.session, [samplePath('coffee.png')], () =>
        place.session.press(key),
      );
      assert.equal(article.file, 'coffee.png');
      assert.equal(article.predictions.length, 5);
    });
  }

  test('Tab goes from the file input to each result', async () => {
    await show(place.session, [samplePath('coffee.png'), samplePath('camera.png')]);
    await place.session.evaluate(() => document.querySelector('#file-input').focus());
    await tabTo(place.session, 'picture coffee.png');
    await tabTo(place.session, 'picture camera.png');
  });

  test('a result is removed by a key, and the focus stays among the results', async () => {
    const { length: before } = await articlesOf(place.session);
    await place.session.press('Enter');
    assert.equal((await articlesOf(place.session)).length, before - 1);
    assert.match(await focused(place.session), /^picture |^file-input$/);
  });

  test('has had no error, violation or request outside', () => assertQuiet(place));
});
