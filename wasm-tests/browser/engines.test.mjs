// The drivers of the engines (tools/browsers), on a page of our own with the content policy of the real one: what a test tells them
// to do arrives in the page, and they notice what goes wrong there. Without this, "zero console errors" would mean nothing.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { engines } from '../../tools/browsers/index.mjs';
import { describeUnless, inEveryEngine, isWanted } from './in_every_engine.mjs';
import { poll } from '../../tools/browsers/time_limit.mjs';

const probe = new URL('pages/probe/index.html', import.meta.url);
let folder;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'glance-engines-'));
  writeFileSync(join(folder, 'one.png'), 'abc');
  writeFileSync(join(folder, 'two.jpg'), 'd');
});
after(() => rmSync(folder, { recursive: true }));

// What may go wrong in a page, and the list that must show it. The file of an engine says what it cannot notice.
const wrongThings = [
  { word: 'console', errors: /probe: console/ },
  { word: 'throw', errors: /probe: thrown|^Script error/ }, // WebKit hides the text of errors in scripts from file:
  { word: 'reject', errors: /probe: rejected/ },
  { word: 'eval', violations: /script-src eval/ },
  { word: 'inline-style', violations: /style-src-attr inline/ },
  { word: 'outside-fetch', violations: /connect-src .*127\.0\.0\.2/ },
  { word: 'outside-image', violations: /img-src .*127\.0\.0\.2/ },
  { word: 'worker-console', errors: /probe: worker console/, notBy: ['WebKit'] },
  { word: 'worker-throw', errors: /probe: worker thrown/ },
  { word: 'worker-fetch', errors: /connect-src/, notBy: ['Chromium', 'WebKit'] },
  { word: 'worker-eval', errors: /script-src/, notBy: ['Chromium', 'WebKit'] },
  { word: 'missing', errors: /Failed to load|cannot load/, notBy: ['Firefox'] },
  {
    word: 'worker-own',
    requests: /index\.html\?worker$/,
    notBy: ['Firefox', 'WebKit'],
    onHttp: true,
  },
];

await inEveryEngine({ page: probe }, (place) => {
  test('a page without faults is reported without faults', async () => {
    await place.session.goto(place.url);
    assert.equal(
      await place.session.evaluate(() => document.documentElement.dataset.state),
      'ready',
    );
    assert.deepEqual(await place.session.consoleErrors(), []);
    assert.deepEqual(await place.session.violations(), []);
  });

  test('evaluate passes arguments, awaits promises and reports errors', async () => {
    assert.deepEqual(await place.session.evaluate(async (a, b) => [b, a], { x: 1 }, 'é'), [
      'é',
      { x: 1 },
    ]);
    assert.equal(await place.session.evaluate('1 + 1'), 2);
    await assert.rejects(
      place.session.evaluate(() => {
        throw new Error('from the page');
      }),
      /from the page/,
    );
  });

  test('files reach the file input', async () => {
    await place.session.goto(place.url);
    await place.session.setFiles('#file-input', [join(folder, 'one.png'), join(folder, 'two.jpg')]);
    assert.deepEqual(await shownFiles(place.session, 2), [
      'one.png image/png 3 294',
      'two.jpg image/jpeg 1 100',
    ]);
  });

  test('files can be dropped', async () => {
    await place.session.goto(place.url);
    await place.session.drop('#drop-zone', [join(folder, 'one.png'), join(folder, 'two.jpg')]);
    assert.deepEqual(await shownFiles(place.session, 2), [
      'one.png image/png 3 294',
      'two.jpg image/jpeg 1 100',
    ]);
  });

  test('keys move the focus', async () => {
    await place.session.goto(place.url);
    const focused = [];
    for (const key of ['Tab', 'Tab', 'Shift+Tab']) {
      await place.session.press(key);
      focused.push(await place.session.evaluate(() => document.activeElement.id));
    }
    assert.deepEqual(focused, ['file-input', 'button', 'file-input']);
  });

  test('a screenshot is a PNG', async () => {
    const path = join(folder, 'screenshot.png');
    await place.session.screenshot(path);
    assert.equal(readFileSync(path).subarray(1, 4).toString(), 'PNG');
    rmSync(path);
  });

  for (const { word, notBy = [], onHttp, ...wanted } of wrongThings) {
    const tellsIt = !notBy.includes(place.engine.name) || (onHttp && place.origin === 'http');
    if (!tellsIt) continue;
    test(`${word} is noticed`, async () => {
      await place.session.goto(`${place.url}?${word}`);
      const [[list, pattern]] = Object.entries(wanted);
      const call = { errors: 'consoleErrors', violations: 'violations', requests: 'requests' }[
        list
      ];
      await poll(
        `${word} in ${call}()`,
        async () => (await place.session[call]()).some((line) => pattern.test(line)),
        { limitMs: 5000 },
      );
    });
  }
});

// The ids of running processes whose environment has `mark` (Linux).
function processesMarked(mark) {
  return readdirSync('/proc').filter((id) => {
    try {
      return (
        /^\d+$/.test(id) &&
        Number(id) !== process.pid &&
        readFileSync(`/proc/${id}/environ`, 'latin1').includes(mark)
      );
    } catch {
      return false; // it has ended in the meantime
    }
  });
}

for (const engine of engines.filter(isWanted)) {
  describeUnless(`${engine.name} afterwards:`, await engine.missing(), () => {
    test('close() ends every process, and may be called twice', async () => {
      const mark = `GLANCE_ENGINE_TEST=${randomUUID()}`;
      [, process.env.GLANCE_ENGINE_TEST] = mark.split('=');
      const session = await engine.open(probe.href);
      assert.notEqual(processesMarked(mark).length, 0);
      await session.close();
      await session.close();
      await poll('all ended', () => processesMarked(mark).length === 0, { limitMs: 5000 });
    });

    test('a page that cannot be opened is an error and leaves no process', async () => {
      const mark = `GLANCE_ENGINE_TEST=${randomUUID()}`;
      [, process.env.GLANCE_ENGINE_TEST] = mark.split('=');
      await assert.rejects(engine.open(new URL('pages/no-such-page.html', import.meta.url).href));
      await poll('all ended', () => processesMarked(mark).length === 0, { limitMs: 5000 });
    });
  });
}

async function shownFiles(session, count) {
  await poll('files shown', () =>
    session.evaluate((n) => document.documentElement.dataset.shown === String(n), count),
  );
  return session.evaluate(() =>
    [...document.querySelectorAll('#files li')].map((item) => item.textContent),
  );
}
