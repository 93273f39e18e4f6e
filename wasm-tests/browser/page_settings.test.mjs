// The settings: keys open and close them, a change acts at once, is remembered, and can be reset.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
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
import { fromServerInChromium, inEveryEngine } from './in_every_engine.mjs';
import { answered, click, panelOf, told } from './page_models.mjs';

// Runs in the page, before its own scripts: every heading that was ever shown.
function watchHeading() {
  globalThis.glanceHeadings = [];
  new MutationObserver(() => {
    const heading = document.querySelector('h1')?.textContent;
    if (heading && !globalThis.glanceHeadings.includes(heading))
      globalThis.glanceHeadings.push(heading);
  }).observe(document, { childList: true, subtree: true, characterData: true });
}

await inEveryEngine({ ...builtPage, ...fromServerInChromium }, (place) => {
  const dialogIsOpen = () => place.session.evaluate(() => document.getElementById('settings').open);
  const focused = () => place.session.evaluate(() => document.activeElement.id);
  const isTold = (pattern) => told(place.session, pattern);

  // Changes a control as a person does.
  const change = (selector, value) =>
    place.session.evaluate(
      (wanted, to) => {
        const control = document.querySelector(wanted);
        if (control.type === 'radio') return control.click();
        control.value = to;
        return control.dispatchEvent(new Event('input', { bubbles: true }));
      },
      selector,
      value,
    );

  const shown = () =>
    place.session.evaluate(() => ({
      language: document.querySelector('#settings [name=language]:checked').value,
      theme: document.querySelector('#settings [name=theme]:checked').value,
      topK: document.getElementById('top-k-value').textContent,
      threshold: document.getElementById('threshold-value').textContent,
      resolution: document.getElementById('resolution').value,
      threads: document.getElementById('threads').value,
    }));
  const defaults = {
    language: 'en',
    theme: 'system',
    topK: '5',
    threshold: '60%',
    resolution: '',
    threads: '',
  };

  async function comeAgain() {
    // Settings end the worker. WebKitGTK 2.50 often crashes when a page from disk is left right after that.
    if (place.engine.name === 'WebKit' && place.origin === 'file') await sleep(5000);
    await place.session.goto(place.url);
    await readyAfterMs(place.session);
  }

  before(() => readyAfterMs(place.session));

  test('the dialogue opens by a key, shows the defaults, and gives the focus back when it is closed by Escape', async () => {
    await place.session.evaluate(() => document.getElementById('open-settings').focus());
    await place.session.press('Enter');
    assert.ok(await dialogIsOpen());
    assert.deepEqual(await shown(), defaults);
    await place.session.press('Escape');
    await poll('the dialogue is closed', async () => !(await dialogIsOpen()));
    assert.equal(await focused(), 'open-settings');
    await place.session.press('Enter'); // opens again after the browser itself has closed it
    assert.ok(await dialogIsOpen());
  });

  test('every control has a name', async () => {
    const nameless = await place.session.evaluate(() =>
      [...document.querySelectorAll('#settings :is(input, select, button)')]
        .filter(
          (control) =>
            !(
              control.labels?.[0]?.textContent ||
              control.textContent ||
              control.getAttribute('aria-label')
            ),
        )
        .map(({ id, name }) => id || name),
    );
    assert.deepEqual(nameless, []);
  });

  test('the theme changes at once', async () => {
    const colors = () =>
      place.session.evaluate(() => {
        const { backgroundColor, colorScheme } = getComputedStyle(document.documentElement);
        return [backgroundColor, colorScheme];
      });
    await change('#settings [name=theme][value=light]');
    assert.deepEqual(await colors(), ['rgb(247, 245, 240)', 'light']);
    await change('#settings [name=theme][value=dark]');
    assert.deepEqual(await colors(), ['rgb(23, 22, 19)', 'dark']);
  });

  test('another input size restarts the model, keeps the answers, and offers to classify again', async () => {
    await show(place.session, [samplePath('coffee.png')]);
    const [
      {
        predictions: [first],
      },
    ] = await articlesOf(place.session);
    await change('#resolution', '160');
    await isTold(/now looks at 160 × 160 pixels, on /);
    assert.match((await panelOf(place.session)).facts.input, /^160 × 160/);
    const [
      {
        predictions: [kept],
      },
    ] = await articlesOf(place.session);
    assert.deepEqual(kept, first);
    await click(place.session, '#again');
    await answered(place.session);
    const [
      {
        predictions: [second],
      },
    ] = await articlesOf(place.session);
    assert.equal(second.index, first.index); // an espresso at any size
    assert.notEqual(second.score, first.score);
    assert.ok(await place.session.evaluate(() => document.getElementById('stale').hidden));
  });

  test('the number of threads changes, and the page gives the reason for what it uses', async () => {
    await change('#threads', '1');
    await isTold(/, on one thread, /);
    const hint = await place.session.evaluate(
      () => document.getElementById('threads-hint').textContent,
    );
    assert.match(hint, /This number of threads was asked for\.$/);
  });

  const chosen = {
    language: 'zh',
    theme: 'dark',
    topK: '3',
    threshold: '80%',
    resolution: '160',
    threads: '1',
  };

  test('settings are remembered for the next visit', async () => {
    await change('#top-k', '3');
    await change('#threshold', '0.8');
    await chooseLanguage(place.session, 'zh', '#settings [name=language][value=zh]');
    assert.deepEqual(await shown(), chosen);
    if (place.engine.name === 'Chromium') await place.session.page.addInitScript(watchHeading);
    await comeAgain();
    assert.deepEqual(await shown(), chosen);
    if (place.engine.name === 'Chromium')
      assert.deepEqual(await place.session.evaluate('glanceHeadings'), ['图里是什么？']);
    assert.equal(
      await place.session.evaluate(
        () => `${document.documentElement.lang} ${document.documentElement.dataset.theme}`,
      ),
      'zh-CN dark',
    );
    assert.match((await panelOf(place.session)).facts.input, /^160 × 160/);
  });

  test('one button restores the defaults, also for the next visit', async () => {
    await click(place.session, '[data-action=resetSettings]');
    assert.deepEqual(await shown(), defaults);
    await isTold(/now looks at 224 × 224 pixels/);
    if (place.engine.name !== 'Chromium') return; // that an engine remembers is known by now
    await comeAgain();
    assert.deepEqual(await shown(), defaults);
  });

  test('has had no error, violation or request outside', () => assertQuiet(place));
});
