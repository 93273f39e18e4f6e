// The table: it appears for many pictures; order, filter, saved files, cancel and retry; all of it by keys.
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { assertQuiet, builtPage, chooseLayout, readyAfterMs, samplePath } from './glance_page.mjs';
import { fromDisk, inEveryEngine, testInChromium } from './in_every_engine.mjs';
import { answered, click, sha256Of } from './page_models.mjs';
import {
  filterBy,
  focusedRow,
  rowsOf,
  rowsWhen,
  saved,
  savedKeywords,
  tableOf,
} from './page_table.mjs';
import { modelUrl, pageAnswers } from './places.mjs';

const count = 13;
const needs = [...builtPage.needs, [modelUrl, 'make model']];
let folder;
let paths;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'glance-many-'));
  paths = Array.from({ length: count - 1 }, (_, i) =>
    join(folder, `${i + 1} ${pageAnswers[i % 3].file}`),
  );
  paths.forEach((path, i) => copyFileSync(samplePath(pageAnswers[i % 3].file), path));
  paths.push(join(folder, '=formula.png'));
  writeFileSync(paths.at(-1), 'not a picture');
});
after(() => rmSync(folder, { recursive: true }));

const areSettled = (rows) =>
  rows.length === count && rows.every(({ status }) => status === 'done' || status === 'failed');
const filesOf = (rows) => rows.map(({ file }) => file);

await inEveryEngine({ ...builtPage, ...fromDisk, needs }, (place) => {
  const chromiumTest = testInChromium(place);
  before(() => readyAfterMs(place.session));

  // Scrolls the table to the top of the window, so that all of its rows are in the document.
  async function seeTable() {
    await rowsWhen(place.session, 'the table', (rows) => rows.length > 0);
    await place.session.evaluate(() => document.getElementById('table').scrollIntoView());
  }

  test('thirteen pictures at once are a table: a row each, in their order, with the right labels', async () => {
    await place.session.setFiles('#file-input', paths);
    await seeTable();
    const rows = await rowsWhen(place.session, 'all rows settled', areSettled);
    assert.deepEqual(
      filesOf(rows),
      paths.map((path) => path.slice(folder.length + 1)),
    );
    rows.slice(0, -1).forEach(({ predictions }, i) => {
      assert.equal(predictions.length, 5);
      assert.equal(predictions[0].index, pageAnswers[i % 3].index);
    });
    const { isShown, articles, rowCount } = await tableOf(place.session);
    assert.deepEqual([isShown, articles, rowCount], [true, 0, count + 1]);
    assert.deepEqual(
      rows.map(({ rowIndex }) => rowIndex),
      Array.from({ length: count }, (_, i) => i + 2),
    );
  });

  chromiumTest('a file that is no picture says so in its row, with the code', async () => {
    const { status, text, predictions } = (await rowsOf(place.session)).at(-1);
    assert.equal(status, 'failed');
    assert.match(text, /not a picture\..*image\/not-a-picture/);
    assert.deepEqual(predictions, []);
  });

  test('each row gets a thumbnail of the right proportions, except the one without a picture', async () => {
    const rows = await rowsWhen(place.session, 'all thumbnails tried', (all) =>
      all.every(({ thumbnail }) => thumbnail.made !== 'not'),
    );
    assert.deepEqual(
      rows.map(({ thumbnail }) => thumbnail.made),
      [...Array(count - 1).fill('yes'), 'never'],
    );
    assert.deepEqual(rows[0].thumbnail, { made: 'yes', width: 160, height: 107 }); // of 600 x 400
    assert.deepEqual(rows[1].thumbnail, { made: 'yes', width: 160, height: 160 }); // of 512 x 512
  });

  chromiumTest(
    'a header sorts, reverses, and restores the order of arrival, and says so',
    async () => {
      const scores = async () =>
        (await rowsOf(place.session)).map(({ predictions: [best] }) => best?.score ?? null);
      await click(place.session, '[data-by="score"]');
      const falling = await scores();
      assert.deepEqual(
        falling.slice(0, -1),
        falling.slice(0, -1).toSorted((a, b) => b - a),
      );
      assert.equal(falling.at(-1), null);
      assert.deepEqual((await tableOf(place.session)).sort, {
        name: 'none',
        size: 'none',
        label: 'none',
        score: 'descending',
        time: 'none',
      });
      await click(place.session, '[data-by="score"]');
      assert.deepEqual((await scores()).slice(0, -1), falling.slice(0, -1).toReversed());
      assert.equal((await tableOf(place.session)).sort.score, 'ascending');
      await click(place.session, '[data-by="score"]');
      assert.deepEqual(
        filesOf(await rowsOf(place.session)),
        paths.map((path) => path.slice(folder.length + 1)),
      );
    },
  );

  chromiumTest('numbers in file names are sorted as numbers', async () => {
    await click(place.session, '[data-by="name"]');
    const files = filesOf(await rowsOf(place.session)).filter((file) => /^\d/.test(file));
    assert.deepEqual(
      files.map((file) => Number.parseInt(file, 10)),
      Array.from({ length: count - 1 }, (_, i) => i + 1),
    );
    await click(place.session, '[data-by="name"]');
    await click(place.session, '[data-by="name"]');
  });

  chromiumTest(
    'a filter shows only the rows with that label or name, and counts them',
    async () => {
      await filterBy(place.session, 'ESPRESSO');
      const rows = await rowsOf(place.session);
      assert.ok(
        rows.length >= 4 && rows.every(({ text }) => text.includes('espresso')),
        JSON.stringify(filesOf(rows)),
      );
      const { filterCount, rowCount } = await tableOf(place.session);
      assert.deepEqual([filterCount, rowCount], [`${rows.length} of ${count}`, rows.length + 1]);
      await filterBy(place.session, 'nothing is called like this');
      assert.deepEqual(await rowsOf(place.session), []);
      assert.ok(
        await place.session.evaluate(
          () => document.getElementById('rows-empty').getClientRects().length > 0,
        ),
      );
      await filterBy(place.session, '');
      await seeTable();
      await rowsWhen(place.session, 'all rows again', (all) => all.length === count);
      assert.equal((await tableOf(place.session)).filterCount, '');
    },
  );

  chromiumTest(
    'where the script that saves is missing the page says so, and tries again',
    async () => {
      const press = () =>
        document.querySelector('[data-action="save"][data-format="json"]').click();
      await place.session.evaluate(() => {
        document.head.append = (/** @type {any} */ script) => {
          delete document.head.append;
          script.onerror(); // as if the file were not there
        };
      });
      await place.session.evaluate(press);
      const notice = () =>
        place.session.evaluate(() => document.getElementById('notice').textContent);
      assert.match(await poll('a sentence', notice), /^The file could not be saved\./);
    },
  );

  chromiumTest(
    'JSON is saved with every answer, the model, its SHA-256, preprocessing and times',
    async () => {
      const { name, type, text } = await saved(place.session, 'json');
      assert.match(name, /^glance-\d{4}-\d\d-\d\d\.json$/);
      assert.match(type, /^application\/json/);
      const { models, pictures } = JSON.parse(text);
      const rows = await rowsOf(place.session);
      assert.deepEqual(
        pictures.map(({ file }) => file),
        filesOf(rows),
      );
      assert.deepEqual(
        models.map(({ sha256, preprocessing }) => [sha256, preprocessing.input_size]),
        [[sha256Of(modelUrl), [224, 224]]],
      );
      pictures.slice(0, -1).forEach((picture, i) => {
        assert.deepEqual(
          picture.predictions.map(({ index, score }) => ({ index, score })),
          rows[i].predictions,
        );
        assert.ok(
          picture.predictions[0].label.length > 0 &&
            picture.timings_ms.total > 0 &&
            picture.width > 0,
        );
        assert.deepEqual([picture.bytes, picture.model], [readFileSync(paths[i]).length, 0]);
      });
      assert.equal(pictures.at(-1).error.code, 'image/not-a-picture');
    },
  );

  chromiumTest('CSV is saved with a line per picture, and formulas in it are defused', async () => {
    const { name, type, text, bom } = await saved(place.session, 'csv');
    assert.match(name, /\.csv$/);
    assert.match(type, /^text\/csv/);
    assert.ok(bom);
    const lines = text.trimEnd().split('\r\n');
    assert.equal(lines.length, count + 1);
    assert.match(lines[1], /^1 coffee\.png,done,600,400,\d+,967,espresso,0\.9\d+,/);
    assert.match(lines.at(-1), /^'=formula\.png,failed,/);
  });

  test('keywords are saved as a ZIP of sidecars, one for each picture with a named answer', async () => {
    const { name, type, names, keywords } = await savedKeywords(place.session);
    assert.match(name, /^glance-keywords-\d{4}-\d\d-\d\d\.zip$/);
    assert.equal(type, 'application/zip');
    assert.deepEqual(
      names,
      paths.slice(0, -1).map((path) => `${path.slice(folder.length + 1)}.xmp`),
    );
    assert.equal(keywords.length, names.length);
    const cat = keywords[names.indexOf('3 chelsea.png.xmp')];
    assert.deepEqual([cat[0], cat.at(-2)], ['animal', 'cat']);
    assert.equal(cat.at(-1), cat.slice(0, -1).join('|'));
  });

  chromiumTest(
    'a group finds its pictures, by its name in either language or by one press',
    async () => {
      for (const text of ['cat', '猫', 'ANIMAL']) {
        await filterBy(place.session, text);
        await rowsWhen(
          place.session,
          `only cats by ${text}`,
          (rows) => rows.length === 4 && rows.every(({ file }) => file.endsWith('chelsea.png')),
        );
      }
      await filterBy(place.session, '');
      await rowsWhen(place.session, 'all rows', (rows) => rows.length === count);
      await click(place.session, '#hint-cat');
      await rowsWhen(place.session, 'only cats', (rows) => rows.length === 4);
      const hint = await place.session.evaluate(() => {
        const { textContent, ariaPressed } = document.getElementById('hint-cat');
        return [textContent, ariaPressed];
      });
      assert.deepEqual(hint, ['cat 4', 'true']);
      await click(place.session, '#hint-cat');
      await rowsWhen(place.session, 'all rows again', (rows) => rows.length === count);
    },
  );

  test('keys move through the rows; Delete removes one, and the focus stays among them', async () => {
    const names = filesOf(await rowsOf(place.session));
    await place.session.evaluate(() => document.querySelector('#rows tr[tabindex="0"]').focus());
    const passed = [];
    for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'End', 'ArrowDown', 'PageUp']) {
      await place.session.press(key);
      passed.push(await focusedRow(place.session));
    }
    assert.deepEqual(
      passed.slice(0, 6),
      [0, 1, 2, 1, 12, 12].map((i) => names[i]),
    );
    assert.ok(names.indexOf(passed[6]) < 12);
    const isInWindow = () => {
      const { top, bottom } = document.activeElement.getBoundingClientRect();
      return (
        top >= document.querySelector('#table thead').getBoundingClientRect().bottom - 1 &&
        bottom <= innerHeight
      );
    };
    assert.ok(await place.session.evaluate(isInWindow));
    await place.session.press('End');
    await place.session.press('Delete');
    assert.deepEqual(filesOf(await rowsOf(place.session)), names.slice(0, -1));
    assert.equal(await focusedRow(place.session), names.at(-2));
  });

  test('Tab leaves the table after the buttons of one row', async () => {
    await place.session.evaluate(() => document.querySelector('#rows tr[data-file]').focus());
    for (let i = 0; i < 4; ++i) await place.session.press('Tab'); // past "Look closer", "This is…" and "Remove"
    assert.equal(await focusedRow(place.session), '#model-summary');
  });

  chromiumTest('"Try again" classifies cancelled pictures', async () => {
    await place.session.evaluate(() => document.getElementById('clear').click());
    await place.session.setFiles('#file-input', paths);
    await seeTable();
    await click(place.session, '#cancel');
    const rows = await rowsWhen(place.session, 'nothing waits', (all) =>
      all.every(({ status }) => status !== 'waiting' && status !== 'running'),
    );
    const cancelled = rows.filter(({ status }) => status === 'cancelled').length;
    assert.ok(cancelled > 0);
    assert.match(
      await place.session.evaluate(() => document.getElementById('retry-many').textContent),
      new RegExp(`Try (${cancelled}|one) again`),
    );
    await click(place.session, '#retry-many');
    assert.ok(areSettled(await rowsWhen(place.session, 'all settled', areSettled)));
    assert.ok(await place.session.evaluate(() => document.getElementById('retry-many').hidden));
  });

  chromiumTest('a failed picture can be tried again from its row', async () => {
    const phase = await place.session.evaluate(() => {
      document.querySelector('#rows tr[data-status="failed"] [data-action="retryOne"]').click();
      return document.documentElement.dataset.state;
    });
    assert.equal(phase, 'busy');
    await poll(
      'ready again',
      async () =>
        (await place.session.evaluate('document.documentElement.dataset.state')) === 'ready',
    );
    const rows = await rowsWhen(place.session, 'failed again', areSettled); // drawn with the next frame
    assert.equal(rows.at(-1).status, 'failed');
  });

  chromiumTest(
    'cards show the same answers, and the choice is kept for the next pictures',
    async () => {
      const rows = await rowsOf(place.session);
      await chooseLayout(place.session, 'cards');
      const articles = () =>
        place.session.evaluate(() =>
          [...document.querySelectorAll('article')].map((article) => [
            article.dataset.file,
            Number(article.querySelector('li')?.dataset.index ?? -1),
          ]),
        );
      assert.deepEqual(
        await articles(),
        rows.map(({ file, predictions: [best] }) => [file, best?.index ?? -1]),
      );
      await place.session.setFiles('#file-input', paths);
      await answered(place.session);
      assert.equal((await tableOf(place.session)).isShown, false);
    },
  );

  test('has had no error, violation or request outside', () =>
    assertQuiet(place, /^Error: Image corrupt or truncated\.$/));
});
