// Teaching classes of one's own on the page: the whole walk, from the first name to a taught network that the page uses, and the
// project that is there again after the page was loaded anew.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { assertQuiet, builtPage, readyAfterMs, samplePath, show } from './glance_page.mjs';
import { fromServerInChromium, inEveryEngine, testInChromium } from './in_every_engine.mjs';
import { savedFile } from './saved_file.mjs';
import { pngOf } from './taught_pictures.mjs';
import { countsOf, kindsOf, roomOf } from './teach_page.mjs';

const each = 6;
const { folder, paths } = kindsOf(each);
const newDisc = join(folder, 'new disc.png');
writeFileSync(newDisc, pngOf('disc', 77));

await inEveryEngine({ ...builtPage, ...fromServerInChromium }, (place) => {
  const room = roomOf(place);
  const { evaluate, when } = room;
  const inChromium = testInChromium(place);
  let stripes;
  let disc;

  before(room.goTo);

  test('two named classes with pictures are learned by themselves, and it is said how well', async () => {
    stripes = await room.addClass('stripes');
    disc = await room.addClass('disc');
    assert.match((await room.now()).lesson, /“stripes” and “disc”/);
    await room.addPictures(stripes, paths.stripes);
    await when('one class', (now) => countsOf(now).stripes === each);
    assert.match((await room.now()).lesson, /Now add pictures to “disc”/);
    await room.addPictures(disc, paths.disc);
    const { lesson, classes } = await room.learned();
    assert.deepEqual(
      classes.map(({ name, pictures }) => [name, pictures]),
      [
        ['stripes', each],
        ['disc', each],
      ],
    );
    assert.match(lesson, /^Right about (all of them|\d+ of 100), measured by hiding each fifth/);
  });

  test('every picture has a thumbnail', async () => {
    const sizes = () =>
      evaluate(() =>
        [...document.querySelectorAll('.tile img')].map(({ naturalWidth }) => naturalWidth),
      );
    await poll('thumbnails', async () => (await sizes()).every((width) => width === 160));
    assert.equal((await sizes()).length, 2 * each);
  });

  test('a picture is moved by its dialog, and Ctrl+Z takes that back', async () => {
    await room.press(`[data-class="${stripes}"] [data-action=lookAt]`);
    await poll('the dialog', () =>
      evaluate(() => document.getElementById('move-to')?.checkVisibility()),
    );
    await evaluate((to) => {
      const select = document.getElementById('move-to');
      select.value = String(to);
      select.dispatchEvent(new Event('change', { bubbles: true }));
    }, disc);
    await when('it is moved', (now) => countsOf(now).disc === each + 1);
    await room.press('#teach-picture .cross');
    await evaluate(() =>
      document.body.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true, cancelable: true }),
      ),
    );
    await when(
      'it is back',
      (now) => countsOf(now).disc === each && countsOf(now).stripes === each,
    );
  });

  test('Delete removes a picture, and the toast brings it back', async () => {
    await evaluate(
      (id) => document.querySelector(`[data-class="${id}"] [data-action=lookAt]`).focus(),
      stripes,
    );
    await place.session.press('Delete');
    const { toast } = await when('one less', (now) => countsOf(now).stripes === each - 1);
    assert.match(toast, /^1 picture removed\./);
    await room.press('#undo');
    await when('it is back', (now) => countsOf(now).stripes === each);
  });

  test('arrow keys lead from picture to picture', async () => {
    const focused = () => evaluate(() => document.activeElement.dataset.example);
    const names = await evaluate(
      (id) =>
        [...document.querySelectorAll(`[data-class="${id}"] .tile`)].map(
          (tile) => tile.dataset.example,
        ),
      disc,
    );
    await evaluate((id) => document.querySelector(`[data-class="${id}"] .tile`).focus(), disc);
    await place.session.press('ArrowRight');
    await poll('the next one', async () => (await focused()) === names[1]);
    await place.session.press('ArrowLeft');
    await poll('the one before', async () => (await focused()) === names[0]);
  });

  test('a removed class comes back with its pictures', async () => {
    await room.press(`[data-class="${disc}"] [data-action=removeClass]`);
    await when('it is gone', ({ classes }) => classes.length === 1);
    assert.match((await room.now()).lesson, /needs pictures of two classes/);
    await room.press('#undo');
    const { classes } = await room.learned();
    assert.equal(classes.length, 2);
  });

  test('what was learned is tried, also on something else', async () => {
    await room.setFiles('#try-input', [newDisc]);
    await when('an answer', ({ trial }) => /^disc/.test(trial));
    await room.setFiles('#try-input', [samplePath('coffee.png')]);
    await when('none of these', ({ trial }) => /^None of these/.test(trial));
  });

  test('files that are no pictures are named, and the others come in', async () => {
    const damaged = join(folder, 'damaged.png');
    writeFileSync(damaged, pngOf('disc', 5).subarray(0, 60));
    const noise = await room.addClass('noise');
    await room.addPictures(noise, [damaged, ...paths.noise]);
    const { unread } = await when(
      'all are read',
      (now) => countsOf(now).noise === each && now.unread !== '',
    );
    assert.match(unread, /^One picture could not be read\..*damaged\.png: /);
    await room.learned();
  });

  test('a cell of the confusion matrix shows its pictures', async () => {
    await room.press('[data-action=cell]');
    const shown = () => evaluate(() => document.querySelectorAll('#teach-cell[open] .tile').length);
    await poll('pictures', async () => (await shown()) > 0);
    const count = await evaluate(() =>
      Number(document.querySelector('[data-action=cell]').textContent),
    );
    assert.equal(await shown(), count);
    await room.press('#teach-cell .cross');
  });

  test('the project is there when the page is loaded again', async () => {
    await when('it is kept', ({ kept }) => kept);
    const before = countsOf(await room.now());
    await room.loadAgain();
    const { notice, ...now } = await when('the classes', ({ classes }) => classes.length === 3);
    assert.match(notice, /^You left off here: 3 classes, 18 pictures\./);
    assert.deepEqual(countsOf(now), before);
    await room.learned();
  });

  test('a project is saved to a file and opened from it', async () => {
    const { name, base64 } = await savedFile(place.session, '#save-project');
    assert.match(name, /^glance-\d{4}-\d\d-\d\d\.glance$/);
    const path = join(folder, name);
    writeFileSync(path, Buffer.from(base64, 'base64'));
    const before = countsOf(await room.now());
    await room.press('#start-anew');
    await when('nothing', ({ classes }) => classes.length === 0);
    await room.setFiles('#project-input', [path]);
    const now = await room.learned();
    assert.deepEqual(countsOf(now), before);
    assert.match(now.notice, /is open\./);
  });

  inChromium('a damaged project is refused in a sentence, and what is there stays', async () => {
    const { base64 } = await savedFile(place.session, '#save-project');
    const path = join(folder, 'cut.glance');
    const bytes = Buffer.from(base64, 'base64');
    const before = countsOf(await room.now());
    for (const length of [0, 7, 100, 3000, bytes.length - 1]) {
      writeFileSync(path, bytes.subarray(0, length));
      await room.press('#teach-notice .cross');
      await room.setFiles('#project-input', [path]);
      await when(`${length} bytes`, ({ notice }) => /was not opened/.test(notice));
    }
    assert.deepEqual(countsOf(await room.now()), before);
  });

  test('it is saved as a weight file', async () => {
    const { name, base64 } = await savedFile(place.session, '#save-taught');
    assert.match(name, /\.safetensors$/);
    assert.ok(Buffer.from(base64, 'base64').length > 3_000_000);
  });

  test('"Use here" has the page classify with it', async () => {
    await room.press('#use-here');
    await poll('the taught model', () =>
      evaluate(() =>
        document
          .getElementById('model-summary')
          .textContent.includes('stripes, disc, noise · 3 kinds'),
      ),
    );
    await readyAfterMs(place.session);
    const [article] = await show(place.session, [newDisc]);
    assert.match(article.text, /disc/);
    assert.equal(await evaluate(() => document.documentElement.dataset.place), 'pictures');
  });

  test('and teaching goes on from the same network', async () => {
    await room.press('[data-place=teach]');
    await room.ready();
    const { classes } = await room.now();
    await room.addPictures(classes.at(-1).id, [newDisc]);
    await when('one more', (now) => now.classes.at(-1).pictures === each + 1);
    await room.learned();
  });

  test('has had no error, violation or request outside', () => assertQuiet(place));
});
