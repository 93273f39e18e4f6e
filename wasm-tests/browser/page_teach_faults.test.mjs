// Teaching under a rough hand, in Chromium: changes while it reads or learns, odd names, a storage that is full or absent, files that
// disappear. Nothing is lost, everything is said, and nothing waits for ever.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { assertQuiet, builtPage } from './glance_page.mjs';
import { inEveryEngine, inOnePlace } from './in_every_engine.mjs';
import { savedFile } from './saved_file.mjs';
import { countsOf, kindsOf, openTab, roomOf, startEachAnew } from './teach_page.mjs';

const each = 5;
const { folder, kinds, paths } = kindsOf(each);

await inEveryEngine({ ...builtPage, ...inOnePlace }, (place) => {
  const room = roomOf(place);
  const { evaluate, when } = room;
  const isLearning = () => evaluate(() => document.getElementById('stop-learning') !== null);

  startEachAnew(room);

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
    const [stripes, disc] = [await room.addClass('stripes'), await room.addClass('disc')];
    await room.addPictures(stripes, paths.stripes);
    await when('they are in', (now) => countsOf(now).stripes === each);
    const removing = whileLearning(disc);
    await room.addPictures(disc, paths.disc);
    await removing;
    await room.ready();
    await poll('nothing is learned', async () => !(await isLearning()));
    await room.press('#undo');
    await room.learned();
  });

  test('a name that is changed and changed back leaves nothing to learn, and nothing that waits', async () => {
    await room.setFiles('#teach-folder', kinds);
    const { classes } = await room.learned();
    const [{ id, name }] = classes;
    const back = whileLearning(id, name);
    await evaluate((wanted) => {
      const field = document.querySelector(`[data-class="${wanted}"] .class-name`);
      field.value = 'something else';
      field.dispatchEvent(new Event('change', { bubbles: true }));
    }, id);
    await back;
    await room.learned();
    await poll('it is ready', async () => !(await isLearning()));
    await room.ready();
  });

  test('a class that is removed while its pictures are read comes back with all of them', async () => {
    const id = await room.addClass('stripes');
    await room.addPictures(id, paths.stripes);
    await room.press(`[data-class="${id}"] [data-action=removeClass]`);
    await when('it is gone', ({ classes }) => classes.length === 0);
    await room.ready();
    await room.press('#undo');
    await when('all are there', (now) => countsOf(now).stripes === each);
  });

  test('what was begun after "Start anew" is not lost when that is taken back', async () => {
    await room.addClass('old');
    await room.press('#start-anew');
    await when('nothing', ({ classes }) => classes.length === 0);
    await room.addClass('new');
    await room.press('#undo');
    const { toast } = await when('the old one', ({ classes }) => classes[0]?.name === 'old');
    assert.match(toast, /The project of 1 class was closed/);
    await room.press('#undo');
    await when('the new one', ({ classes }) => classes[0]?.name === 'new');
  });

  test('odd names are learned as any other, and name the file', async () => {
    const odd = ['__proto__', '<b>ش</b>', '🐈‍⬛ half \ud83d'];
    for (const [i, kind] of Object.keys(paths).entries())
      await room.addPictures(await room.addClass(odd[i]), paths[kind]);
    await when('all are in', ({ classes }) => classes.every(({ pictures }) => pictures === each));
    await room.learned();
    await evaluate(() => {
      [...document.querySelectorAll('td[data-right=true] [data-action=cell]')].at(-1).click();
    });
    await poll('its pictures', () =>
      evaluate(() => document.querySelectorAll('#teach-cell .tile').length > 0),
    );
    await room.press('#teach-cell .cross');
    const { name } = await savedFile(place.session, '#save-taught');
    assert.match(name, /^[\p{L}\p{N}][^/]*\.safetensors$/u);
  });

  test('weights of another program among the pictures are named, and the pictures come in', async () => {
    const onnx = join(folder, 'network.onnx');
    writeFileSync(onnx, 'any');
    const id = await room.addClass('stripes');
    await room.addPictures(id, [onnx, ...paths.stripes]);
    const { unread } = await when('they are in', (now) => countsOf(now).stripes === each);
    assert.match(unread, /network\.onnx: This is a model that has to be converted first/);
    await room.press('#unread .cross');
  });

  test('a project keeps its small pictures when its file is deleted', async () => {
    const id = await room.addClass('stripes');
    await room.addPictures(id, paths.stripes);
    await when('they are in', (now) => countsOf(now).stripes === each);
    const { base64 } = await savedFile(place.session, '#save-project');
    const path = join(folder, 'moved.glance');
    writeFileSync(path, Buffer.from(base64, 'base64'));
    await room.press('#start-anew');
    await when('nothing', ({ classes }) => classes.length === 0);
    await room.setFiles('#project-input', [path]);
    await when('it is open', (now) => countsOf(now).stripes === each);
    rmSync(path);
    await room.addClass('another');
    await when('it is kept', ({ kept }) => kept);
    await room.press('[data-action=lookAt]');
    await poll('the picture', () =>
      evaluate(() => document.querySelector('#teach-picture img')?.naturalWidth === 160),
    );
    await room.press('#teach-picture .cross');
  });

  test('a storage that is full is said, and what is there is kept when there is room again', async () => {
    await evaluate(() => {
      globalThis.putBefore = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      };
    });
    const id = await room.addClass('stripes');
    const said = () => evaluate(() => document.getElementById('kept').textContent);
    await poll('it is said', async () => /not kept on this device.*save it/i.test(await said()));
    await room.addPictures(id, paths.stripes);
    await when('they are in', (now) => countsOf(now).stripes === each);
    await evaluate(() => {
      IDBObjectStore.prototype.put = globalThis.putBefore;
    });
    await room.addClass('another');
    await when('it is kept', ({ kept }) => kept);
  });

  test('without IndexedDB it teaches, and says that it keeps nothing', async () => {
    const tab = await openTab(place, {
      before: () => {
        Object.defineProperty(globalThis, 'indexedDB', {
          get() {
            throw new DOMException('forbidden', 'SecurityError');
          },
        });
      },
    });
    await tab.goTo();
    await tab.setFiles('#teach-folder', kinds);
    await tab.learned();
    const said = await tab.evaluate(() => document.getElementById('kept').textContent);
    assert.match(said, /not kept on this device/);
    await tab.close();
  });

  test('without a model it is said, what was brought waits, and it goes on when there is one', async () => {
    const tab = await openTab(place, {
      url: `${place.url}#teach`,
      before: () => {
        globalThis.workerBefore = globalThis.Worker;
        globalThis.Worker = /** @type {any} */ (
          function () {
            throw new DOMException('forbidden', 'SecurityError');
          }
        );
      },
    });
    await tab.when('the place', () => tab.evaluate(() => document.getElementById('new-class')));
    const id = await tab.addClass('waves');
    await tab.addPictures(id, paths.stripes);
    const { noModel } = await tab.when('it is said', (now) => /could not/.test(now.noModel));
    assert.match(noModel, /^The model could not be loaded\. ?.+ try again, or drop another model/);
    await tab.press('#go-on');
    await tab.when('it is said again', (now) => /could not/.test(now.noModel));
    assert.equal((await tab.now()).unread, '');
    await tab.evaluate(() => {
      globalThis.Worker = globalThis.workerBefore;
    });
    await tab.press('#go-on');
    const now = await tab.when('they are in', (is) => countsOf(is).waves === each);
    assert.equal(now.noModel, '');
    await tab.close();
  });

  test('a camera that is refused or absent is said, with what helps, and the pictures come another way', async () => {
    const id = await room.addClass('stripes');
    const told = () =>
      evaluate(() => {
        const dialog = document.getElementById('teach-camera');
        return dialog.open && dialog.dataset.camera === 'failed' ? dialog.textContent : '';
      });
    for (const [name, sentence] of /** @type {[string, RegExp][]} */ ([
      ['NotAllowedError', /may not use the camera/],
      ['NotFoundError', /There is no camera/],
    ])) {
      await evaluate((error) => {
        navigator.mediaDevices.getUserMedia = async () => {
          throw new DOMException('no', error);
        };
      }, name);
      if (await told()) await room.press('#teach-camera-again');
      else await room.press(`[data-class="${id}"] [data-action=openCamera]`);
      await poll('it is said', async () => sentence.test(await told()));
      assert.match(await told(), /close this and press “Add pictures”/);
    }
    await room.press('#teach-camera .cross');
    await poll('it is closed', () => evaluate(() => !document.getElementById('teach-camera').open));
    await room.addPictures(id, paths.stripes);
    await when('they are in', (now) => countsOf(now).stripes === each);
  });

  test('has had no error, violation or request outside', () => assertQuiet(place));
});
