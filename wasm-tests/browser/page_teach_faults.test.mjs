// Teaching under a rough hand, in Chromium: changes while it reads or learns, odd names, a storage that is full or absent, files that
// disappear. Nothing is lost, everything is said, and nothing waits for ever.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { assertQuiet, builtPage } from './glance_page.mjs';
import { inEveryEngine, inOnePlace } from './in_every_engine.mjs';
import { savedFile } from './saved_file.mjs';
import { writeKinds } from './taught_pictures.mjs';
import {
  addClass,
  addPictures,
  countsOf,
  goToTeach,
  learned,
  press,
  roomNow,
  roomReady,
  roomWhen,
} from './teach_page.mjs';

const each = 5;
const { folder, kinds, paths } = writeKinds(each);
after(() => rmSync(folder, { recursive: true }));

await inEveryEngine({ ...builtPage, ...inOnePlace }, (place) => {
  const evaluate = (...args) => place.session.evaluate(...args);
  const when = (what, isWanted) => roomWhen(place.session, what, isWanted);
  const isLearning = () => evaluate(() => document.getElementById('stop-learning') !== null);

  before(() => goToTeach(place.session));
  beforeEach(async () => {
    if ((await roomNow(place.session)).classes.length === 0) return;
    await press(place.session, '#start-anew');
    await when('nothing', ({ classes }) => classes.length === 0);
  });

  /** Removes a class, or names it, as soon as a lesson goes on. @param {string | null} [name] */
  const whileLearning = (id, name = null) =>
    evaluate(
      ([wanted, next]) =>
        new Promise((resolve) =>
          new MutationObserver((_, observer) => {
            if (!document.getElementById('stop-learning')) return;
            observer.disconnect();
            const card = document.querySelector(`[data-class="${wanted}"]`);
            if (next === null) return resolve(card.querySelector('.cross').click());
            const field = card.querySelector('.class-name');
            field.value = next;
            resolve(field.dispatchEvent(new Event('change', { bubbles: true })));
          }).observe(document.getElementById('teach'), { subtree: true, childList: true }),
        ),
      [id, name],
    );

  test('a class that is removed while it learns ends the lesson', async () => {
    const [stripes, disc] = [
      await addClass(place.session, 'stripes'),
      await addClass(place.session, 'disc'),
    ];
    await addPictures(place.session, stripes, paths.stripes);
    await when('they are in', (now) => countsOf(now).stripes === each);
    const removing = whileLearning(disc);
    await addPictures(place.session, disc, paths.disc);
    await removing;
    await roomReady(place.session);
    await poll('nothing is learned', async () => !(await isLearning()));
    await press(place.session, '#undo');
    await learned(place.session);
  });

  test('a name that is changed and changed back leaves nothing to learn, and nothing that waits', async () => {
    await place.session.setFiles('#teach-folder', kinds);
    const { classes } = await learned(place.session);
    const [{ id, name }] = classes;
    const back = whileLearning(id, name);
    await evaluate((wanted) => {
      const field = document.querySelector(`[data-class="${wanted}"] .class-name`);
      field.value = 'something else';
      field.dispatchEvent(new Event('change', { bubbles: true }));
    }, id);
    await back;
    await learned(place.session);
    await poll('it is ready', async () => !(await isLearning()));
    await roomReady(place.session);
  });

  test('a class that is removed while its pictures are read comes back with all of them', async () => {
    const id = await addClass(place.session, 'stripes');
    await addPictures(place.session, id, paths.stripes);
    await press(place.session, `[data-class="${id}"] [data-action=removeClass]`);
    await when('it is gone', ({ classes }) => classes.length === 0);
    await roomReady(place.session);
    await press(place.session, '#undo');
    await when('all are there', (now) => countsOf(now).stripes === each);
  });

  test('what was begun after "Start anew" is not lost when that is taken back', async () => {
    await addClass(place.session, 'old');
    await press(place.session, '#start-anew');
    await when('nothing', ({ classes }) => classes.length === 0);
    await addClass(place.session, 'new');
    await press(place.session, '#undo');
    const { toast } = await when('the old one', ({ classes }) => classes[0]?.name === 'old');
    assert.match(toast, /The project of 1 class was closed/);
    await press(place.session, '#undo');
    await when('the new one', ({ classes }) => classes[0]?.name === 'new');
  });

  test('odd names are learned as any other, and name the file', async () => {
    const odd = ['__proto__', '<b>ش</b>', '🐈‍⬛ half \ud83d'];
    for (const [i, kind] of Object.keys(paths).entries())
      await addPictures(place.session, await addClass(place.session, odd[i]), paths[kind]);
    await when('all are in', ({ classes }) => classes.every(({ pictures }) => pictures === each));
    await learned(place.session);
    await evaluate(() => {
      [...document.querySelectorAll('td[data-right=true] [data-action=cell]')].at(-1).click();
    });
    await poll('its pictures', () =>
      evaluate(() => document.querySelectorAll('#teach-cell .tile').length > 0),
    );
    await press(place.session, '#teach-cell .cross');
    const { name } = await savedFile(place.session, '#save-taught');
    assert.match(name, /^[\p{L}\p{N}][^/]*\.safetensors$/u);
  });

  test('weights of another program among the pictures are named, and the pictures come in', async () => {
    const onnx = join(folder, 'network.onnx');
    writeFileSync(onnx, 'any');
    const id = await addClass(place.session, 'stripes');
    await addPictures(place.session, id, [onnx, ...paths.stripes]);
    const { unread } = await when('they are in', (now) => countsOf(now).stripes === each);
    assert.match(unread, /network\.onnx: This is a model that has to be converted first/);
    await press(place.session, '#unread .cross');
  });

  test('a project keeps its small pictures when its file is deleted', async () => {
    const id = await addClass(place.session, 'stripes');
    await addPictures(place.session, id, paths.stripes);
    await when('they are in', (now) => countsOf(now).stripes === each);
    const { base64 } = await savedFile(place.session, '#save-project');
    const path = join(folder, 'moved.glance');
    writeFileSync(path, Buffer.from(base64, 'base64'));
    await press(place.session, '#start-anew');
    await when('nothing', ({ classes }) => classes.length === 0);
    await place.session.setFiles('#project-input', [path]);
    await when('it is open', (now) => countsOf(now).stripes === each);
    rmSync(path);
    await addClass(place.session, 'another');
    await when('it is kept', ({ kept }) => kept);
    await press(place.session, '[data-action=lookAt]');
    await poll('the picture', () =>
      evaluate(() => document.querySelector('#teach-picture img')?.naturalWidth === 160),
    );
    await press(place.session, '#teach-picture .cross');
  });

  test('a storage that is full is said, and what is there is kept when there is room again', async () => {
    await evaluate(() => {
      globalThis.putBefore = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      };
    });
    const id = await addClass(place.session, 'stripes');
    const said = () => evaluate(() => document.getElementById('kept').textContent);
    await poll('it is said', async () => /not kept on this device.*save it/i.test(await said()));
    await addPictures(place.session, id, paths.stripes);
    await when('they are in', (now) => countsOf(now).stripes === each);
    await evaluate(() => {
      IDBObjectStore.prototype.put = globalThis.putBefore;
    });
    await addClass(place.session, 'another');
    await when('it is kept', ({ kept }) => kept);
  });

  test('without IndexedDB it teaches, and says that it keeps nothing', async () => {
    const page = await place.session.page.context().newPage();
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, 'indexedDB', {
        get() {
          throw new DOMException('forbidden', 'SecurityError');
        },
      });
    });
    await page.goto(place.url);
    const session = {
      evaluate: (work, argument) => page.evaluate(work, argument),
      setFiles: (selector, files) => page.setInputFiles(selector, files),
    };
    await goToTeach(session);
    await session.setFiles('#teach-folder', kinds);
    await learned(session);
    const said = await session.evaluate(() => document.getElementById('kept').textContent);
    assert.match(said, /not kept on this device/);
    await page.close();
  });

  test('has had no error, violation or request outside', () => assertQuiet(place));
});
