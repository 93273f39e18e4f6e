// Every control of the page by keys alone: Tab reaches all of them and starts over, the focused control is visible and marked, and
// dialogs keep the focus inside and return it.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { looked } from './detail_page.mjs';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { assertQuiet, builtPage, readyAfterMs } from './glance_page.mjs';
import { inEveryEngine, inOnePlace } from './in_every_engine.mjs';
import { aboutIsThere, table } from './page_scenes.mjs';

// Runs in the page: what has the focus, and what keeps a person from seeing that.
function focusNow() {
  const element = document.activeElement;
  const { id, dataset, name, value } = element;
  const marked = [element, ...(element.labels ?? []), element.nextElementSibling].filter(Boolean);
  const isMarked = marked.some(
    (each) =>
      getComputedStyle(each).outlineStyle !== 'none' && each.getBoundingClientRect().width > 1,
  );
  const isSeen = marked.some((each) => {
    const { top, bottom, left, right, width } = each.getBoundingClientRect();
    return width > 1 && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  });
  const what = [
    id || dataset.action || name || element.localName,
    dataset.by ?? dataset.format ?? dataset.layout ?? dataset.language ?? (id ? '' : value),
    dataset.file,
  ]
    .filter(Boolean)
    .join(' ');
  return {
    what,
    isBody: element === document.body,
    wrong: [!isMarked && 'no outline', !isSeen && 'out of sight'].filter(Boolean),
  };
}

await inEveryEngine({ ...builtPage, ...inOnePlace }, (place) => {
  const press = (key) => place.session.press(key);
  const evaluate = (...args) => place.session.evaluate(...args);
  const focused = async () => (await evaluate(focusNow)).what;
  const isOpen = (id) => evaluate((wanted) => document.getElementById(wanted).open, id);
  const focus = (selector) =>
    evaluate((wanted) => document.querySelector(wanted).focus(), selector);

  // Presses Tab until it reaches something for the second time. @returns {Promise<string[]>} what had the focus, each once
  async function round() {
    const passed = [];
    for (let i = 0; i < 80; ++i) {
      await press('Tab');
      const { what, isBody, wrong } = await evaluate(focusNow);
      if (passed.includes(what)) return passed;
      if (isBody) continue; // the browser's own controls are part of the cycle
      assert.deepEqual(wrong, [], what);
      passed.push(what);
    }
    assert.fail(`Tab does not come round: ${passed.join(', ')}`);
  }

  function assertAmong(passed, wanted) {
    assert.deepEqual(
      wanted.filter((each) => !passed.includes(each)),
      [],
      passed.join(', '),
    );
  }

  before(async () => {
    await readyAfterMs(place.session);
    await table(place.session);
    await focus('[data-language=en]');
  });

  test('Tab goes round the page with a table', async () => {
    assertAmong(await round(), [
      'language zh',
      'open-settings',
      'file-input',
      'folder-input',
      'open-camera',
      'clear',
      'layout cards',
      'layout table',
      'filter',
      'save csv',
      'save json',
      'save xmp',
      'unsure',
      'hint-cat',
      'sort name',
      'sort score',
      'tr chelsea.png',
      'model-summary',
      'openDialog',
    ]);
  });

  test('rows are reached by arrow keys, and End and Home', async () => {
    await focus('#rows tr[tabindex="0"]');
    for (const [key, file] of [
      ['End', 'china.jpg'],
      ['Home', 'chelsea.png'],
      ['ArrowDown', 'coffee.png'],
    ]) {
      await press(key);
      assert.equal(await focused(), `tr ${file}`);
    }
  });

  for (const [id, opener, inside] of [
    [
      'settings',
      '#open-settings',
      ['top-k', 'threshold', 'resolution', 'threads', 'resetSettings', 'closeDialog'],
    ],
    ['about', '.colophon button', ['closeDialog', 'benchmark-start']],
    ['camera', '#open-camera', ['closeDialog', 'live']],
  ]) {
    test(`the dialogue ${id} opens by Enter, keeps the focus inside, and gives it back at Escape`, async () => {
      await focus(opener);
      const before = await focused();
      await press('Enter');
      assert.ok(await isOpen(id));
      if (id === 'about') await aboutIsThere(place.session);
      if (id === 'camera')
        await poll('no camera', () =>
          evaluate(() => document.getElementById('camera').dataset.camera === 'failed'),
        );
      assertAmong(await round(), inside);
      await press('Escape');
      await poll('closed', async () => !(await isOpen(id)));
      assert.equal(await focused(), before);
    });
  }

  test('a picture is looked at closer by keys: fit, label of the heat map, box', async () => {
    await evaluate(() => document.querySelector('[data-layout=cards]').click());
    await focus('article .closer');
    await press('Enter');
    await looked(place.session);
    assertAmong(await round(), [
      'detail-close',
      'detail-next 1',
      'fit crop',
      'part',
      'heat-switch',
    ]);
    await focus('#detail-labels input');
    await press('Space');
    await press('ArrowDown');
    const { heatIndex, predictions } = await looked(place.session);
    assert.equal(heatIndex, predictions[1].index);
    await focus('#part');
    await press('Enter');
    assert.equal(await focused(), 'box');
    const { box } = await looked(place.session);
    await press('ArrowRight');
    assert.ok((await looked(place.session)).box.left > box.left);
    await press('Delete');
    assert.equal(await focused(), 'part');
    await press('Escape');
    await poll('closed', async () => !(await isOpen('detail')));
    assert.equal(await focused(), 'look');
  });

  test('the panel of the model opens by Enter, and its controls are next', async () => {
    await focus('#model-summary');
    await press('Enter');
    const passed = [];
    for (let i = 0; i < 3; ++i) {
      await press('Tab');
      passed.push(await focused());
    }
    assertAmong(passed, ['copy-hash', 'model-input']);
  });

  test('nothing moves when the system asks for reduced motion', async () => {
    await place.session.page.emulateMedia({ reducedMotion: 'reduce' });
    const moving = await evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((each) => {
          const { animationName, animationDuration, transitionDuration } = getComputedStyle(each);
          return (
            (animationName !== 'none' && parseFloat(animationDuration) > 0.01) ||
            parseFloat(transitionDuration) > 0.01
          );
        })
        .map(({ outerHTML }) => outerHTML.slice(0, 80)),
    );
    assert.deepEqual(moving, []);
  });

  // The scene deletes its unreadable file, so its preview cannot be loaded.
  test('has had no error, violation or request outside', () =>
    assertQuiet(place, /ERR_FILE_NOT_FOUND/));
});
