// Five hundred pictures: few of them are in the document and fewer in memory, scrolling leaves no gap, as a table and as cards,
// and when they are cleared nothing of them is left. How long the page is busy meanwhile is measured by
// tools/bench/page_tasks.mjs.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import {
  chooseFiles,
  makeFiles,
  makeSmallPicture,
  scrollThrough,
} from '../../tools/bench/page_in_use.mjs';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { assertQuiet, builtPage, chooseLayout, readyAfterMs } from './glance_page.mjs';
import { inEveryEngine, inOnePlace } from './in_every_engine.mjs';
import { filterBy, rowsOf, rowsWhen, tableOf } from './page_table.mjs';

const count = 500;
const mostRows = 60; // in the document: a window of 720 pixels has 12, and there are spare ones above and below
const mostThumbnails = 120;

// Runs in the page: counts the URLs that keep a file or a picture alive, and the bitmaps that were made and shown.
function countUrls() {
  const { createObjectURL, revokeObjectURL } = URL;
  globalThis.liveUrls = new Set();
  URL.createObjectURL = (object) => {
    const url = createObjectURL.call(URL, object);
    globalThis.liveUrls.add(url);
    return url;
  };
  URL.revokeObjectURL = (url) => {
    globalThis.liveUrls.delete(url);
    revokeObjectURL.call(URL, url);
  };
}

await inEveryEngine({ ...builtPage, ...inOnePlace }, (place) => {
  const evaluate = (...args) => place.session.evaluate(...args);
  const told = () => evaluate(() => document.querySelector('[role=status]').textContent);
  const live = () => evaluate('liveUrls.size');

  before(async () => {
    await readyAfterMs(place.session);
    await evaluate(countUrls);
    await evaluate(makeSmallPicture);
    await evaluate(makeFiles, count);
  });

  async function assertNoGaps(t, selector, part) {
    const { steps, gaps, mostRows: most } = await scrollThrough(place.session, selector, part);
    t.diagnostic(`${steps} steps, at most ${most} rows in the document`);
    assert.ok(steps > 50, `${steps} steps`);
    assert.equal(gaps, 0, `${gaps} of ${steps} times there was nothing in the middle`);
    assert.ok(most <= mostRows, `${most} rows`);
  }

  test(
    `progress and the time left are shown while ${count} pictures are classified, and screen readers hear little of it`,
    { timeout: 120_000 },
    async () => {
      await evaluate(chooseFiles);
      const spoken = new Set();
      const progress = await poll('a time is told', async () => {
        spoken.add(await told());
        const text = await evaluate(() => document.getElementById('batch-count').textContent);
        return /left/.test(text) && text;
      });
      assert.match(progress, /^\d+ of 500, \d+ (s|min) left$/);
      await poll(
        'all answered',
        async () => {
          spoken.add(await told());
          const [, named, unsure = 0] =
            /^(\d+) named(?:, (\d+) not sure)?\.$/.exec(await told()) ?? [];
          return Number(named) + Number(unsure) === count;
        },
        { limitMs: 110_000, everyMs: 100 },
      );
      assert.ok(spoken.size <= 4, [...spoken].join(' | '));
    },
  );

  test('the table says how many rows it has, and few of them are in the document', async () => {
    assert.equal((await tableOf(place.session)).rowCount, count + 1);
    const rows = await rowsOf(place.session);
    assert.ok(rows.length >= 12 && rows.length <= mostRows, `${rows.length} rows`);
    assert.ok((await evaluate(() => document.documentElement.scrollHeight)) > count * 50);
  });

  test(
    'the table scrolls to the end and back without gaps, and few rows are in the document all the time',
    { timeout: 300_000 },
    (t) => assertNoGaps(t, '#rows', 0.5),
  );

  test('End moves the focus to the last row, and the row stays in the document when the page scrolls away', async () => {
    await evaluate(() => document.querySelector('#rows tr[tabindex="0"]').focus());
    await place.session.press('End');
    const last = () =>
      evaluate(() => [document.activeElement.dataset.file, document.activeElement.ariaRowIndex]);
    assert.deepEqual(await last(), ['499.png', '501']);
    await evaluate(() => scrollTo(0, 0));
    await rowsWhen(place.session, 'the first row', (rows) => rows[0].file === '0.png');
    assert.deepEqual(await last(), ['499.png', '501']);
    await place.session.press('ArrowUp');
    assert.deepEqual(await last(), ['498.png', '500']);
    await evaluate(() => document.activeElement.blur());
  });

  test(`at most ${mostThumbnails} thumbnails are in memory, and no URL of a picture`, async () => {
    assert.ok(
      (await evaluate(() => Number(document.getElementById('rows').dataset.thumbnails))) <=
        mostThumbnails,
    );
    assert.ok((await live()) <= 1, `${await live()} URLs`); // that of the script of the worker that makes them
  });

  test('a filter finds one of them', async () => {
    await filterBy(place.session, '321.png');
    assert.deepEqual(
      (await rowsOf(place.session)).map(({ file }) => file),
      ['321.png'],
    );
    await filterBy(place.session, '');
  });

  test(
    'as cards they scroll without gaps too, and only those near the window hold their picture',
    { timeout: 300_000 },
    async (t) => {
      await evaluate(() => scrollTo(0, 0));
      await chooseLayout(place.session, 'cards');
      await poll('all cards', () =>
        evaluate(
          (wanted) => document.querySelectorAll('article[data-file]').length === wanted,
          count,
        ),
      );
      await assertNoGaps(t, '#pictures', 1);
      const held = await evaluate(
        () => document.querySelectorAll('article .photo > canvas').length,
      );
      assert.ok(held >= 1 && held <= 40, `${held} pictures`);
      assert.ok((await live()) <= 1, `${await live()} URLs`);
    },
  );

  test('Clear removes all rows, thumbnails and URLs', async () => {
    await chooseLayout(place.session, 'table');
    await rowsWhen(place.session, 'rows', (rows) => rows.length > 0);
    await evaluate(() => document.getElementById('clear').click());
    assert.deepEqual(await rowsOf(place.session), []);
    assert.equal(await live(), 0);
    assert.equal(await evaluate(() => document.getElementById('rows').dataset.thumbnails), '0');
  });

  test('has had no error, violation or request outside', () => assertQuiet(place));
});
