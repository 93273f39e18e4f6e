// More of teaching on the page, in Chromium: a folder of folders, one class and everything else, bad input, a lesson that starts from
// a wrong answer, and the camera.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { needsFilm, writeFilm } from './camera_film.mjs';
import { chromiumWithCamera } from '../../tools/browsers/index.mjs';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { assertQuiet, builtPage, chooseLayout, samplePath, show } from './glance_page.mjs';
import { inEveryEngine } from './in_every_engine.mjs';
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
const filmFolder = mkdtempSync(join(tmpdir(), 'glance-teach-film-'));
after(() => {
  for (const path of [folder, filmFolder]) rmSync(path, { recursive: true });
});
const engine = chromiumWithCamera(writeFilm(filmFolder));

await inEveryEngine(
  {
    ...builtPage,
    needs: [...builtPage.needs, ...needsFilm],
    engines: [engine],
    origins: ['file'],
  },
  (place) => {
    const evaluate = (...args) => place.session.evaluate(...args);
    const when = (what, isWanted) => roomWhen(place.session, what, isWanted);
    const isOpen = (id) =>
      poll(`${id} is open`, () => evaluate((it) => document.getElementById(it)?.open, id));

    before(() => goToTeach(place.session));
    beforeEach(async () => {
      if ((await roomNow(place.session)).classes.length === 0) return;
      await press(place.session, '#start-anew');
      await when('nothing', ({ classes }) => classes.length === 0);
    });

    test('a chosen folder of folders makes all classes at once', async () => {
      await place.session.setFiles('#teach-folder', kinds);
      await when('three classes', ({ classes }) => classes.length === 3);
      const { lesson, ...now } = await learned(place.session);
      assert.deepEqual(countsOf(now), { disc: each, noise: each, stripes: each });
      assert.match(lesson, /^Right about/);
    });

    test('a dropped folder of folders, too', async () => {
      await place.session.drop('#teach', [kinds]);
      await when('three classes', ({ classes }) => classes.length === 3);
      await learned(place.session);
    });

    test('pictures that are dropped on a class become its pictures; elsewhere it is asked what they show', async () => {
      const id = await addClass(place.session, 'stripes');
      await place.session.drop(`[data-class="${id}"]`, paths.stripes);
      await when('they are in', (now) => countsOf(now).stripes === each);
      await place.session.drop('#teach h1', paths.disc.slice(0, 2));
      await isOpen('teach-question');
      await evaluate(() => {
        const field = document.getElementById('question-name');
        field.value = 'disc';
        field.form.requestSubmit();
      });
      await when('a new class', (now) => countsOf(now).disc === 2);
      await learned(place.session);
    });

    test('one class and everything else can be learned, and something else is none of these', async () => {
      const id = await addClass(place.session, 'stripes');
      await addPictures(place.session, id, paths.stripes);
      await when('they are in', (now) => countsOf(now).stripes === each);
      assert.match((await roomNow(place.session)).lesson, /Everything else/);
      await press(place.session, '#add-none');
      const { classes } = await when('its class', (now) => now.classes.length === 2);
      await addPictures(place.session, classes[1].id, paths.noise);
      await learned(place.session);
      await place.session.setFiles('#try-input', [paths.noise[0]]);
      await when('none of these', ({ trial }) => /^None of these/.test(trial));
      await place.session.setFiles('#try-input', [paths.stripes[0]]);
      await when('stripes', ({ trial }) => /^stripes/.test(trial));
    });

    test('one picture, the same pictures twice, equal and long names: each is said, and nothing is lost', async () => {
      const long = 'n'.repeat(500);
      const ids = {};
      for (const name of [long, 'copy', 'one']) ids[name] = await addClass(place.session, name);
      await addPictures(place.session, ids[long], paths.stripes);
      await addPictures(place.session, ids.copy, paths.stripes);
      await addPictures(place.session, ids.one, paths.disc.slice(0, 1));
      await when('all are in', ({ classes }) => classes.every(({ pictures }) => pictures > 0));
      const { advice } = await learned(place.session);
      const said = advice.join('\n');
      for (const expected of [
        /has 500 characters/,
        /5 pictures are in two classes/,
        /“one” has one/,
      ])
        assert.match(said, expected);
      await evaluate((id) => {
        const field = document.querySelector(`[data-class="${id}"] .class-name`);
        field.value = 'one';
        field.dispatchEvent(new Event('change', { bubbles: true }));
      }, ids.copy);
      await when('equal names', (now) =>
        now.advice.some((text) => /Two classes are called “one”/.test(text)),
      );
      const now = await learned(place.session);
      assert.deepEqual(
        now.classes.map(({ name, pictures }) => [name, pictures]),
        [
          [long, each],
          ['one', each],
          ['one', 1],
        ],
      );
    });

    test('an empty name is not taken', async () => {
      const id = await addClass(place.session, 'stripes');
      await evaluate((wanted) => {
        const field = document.querySelector(`[data-class="${wanted}"] .class-name`);
        field.value = '  ';
        field.dispatchEvent(new Event('change', { bubbles: true }));
      }, id);
      assert.deepEqual(
        (await roomNow(place.session)).classes.map(({ name }) => name),
        ['stripes'],
      );
    });

    test('a picture in the wrong class is marked, comes first, and is in a cell of the matrix', async () => {
      const ids = {};
      for (const name of ['stripes', 'disc']) ids[name] = await addClass(place.session, name);
      await addPictures(place.session, ids.stripes, [...paths.stripes, paths.disc[0]]);
      await addPictures(place.session, ids.disc, paths.disc.slice(1));
      await when(
        'all are in',
        (now) => countsOf(now).stripes === each + 1 && countsOf(now).disc === each - 1,
      );
      const { advice } = await learned(place.session);
      assert.match(advice[0], /may be in the wrong class/);
      const first = () =>
        evaluate((id) => {
          const { dataset } = document.querySelector(`[data-class="${id}"] .tile`);
          return [dataset.example, dataset.doubtful];
        }, ids.stripes);
      assert.deepEqual(await first(), ['disc 1.png', 'true']);
      await evaluate(() => {
        [...document.querySelectorAll('[data-action=cell]')]
          .find((cell) => /taken for/.test(cell.ariaLabel))
          .click();
      });
      await isOpen('teach-cell');
      assert.deepEqual(
        await evaluate(() =>
          [...document.querySelectorAll('#teach-cell .tile')].map(({ dataset }) => dataset.example),
        ),
        ['disc 1.png'],
      );
      await press(place.session, '#teach-cell .cross');
    });

    test('learning is cancelled and begun again', async () => {
      await place.session.setFiles('#teach-folder', kinds);
      await learned(place.session);
      await evaluate(() => {
        new MutationObserver((_, observer) => {
          const button = document.getElementById('stop-learning');
          if (!button) return;
          observer.disconnect();
          button.click();
        }).observe(document.getElementById('teach'), { subtree: true, childList: true });
      });
      const [{ id }] = (await roomNow(place.session)).classes;
      await addPictures(place.session, id, [paths.disc[0]]);
      await poll('it is stopped', () => evaluate(() => document.getElementById('learn-now')));
      await press(place.session, '#learn-now');
      await learned(place.session);
    });

    for (const [where, reach] of /** @type {any[][]} */ ([
      ['a card', () => {}],
      ['a row of the table', () => chooseLayout(place.session, 'table')],
      [
        'the closer look',
        async () => {
          await press(place.session, '[data-action=look]:not([aria-hidden])');
          await isOpen('detail');
        },
      ],
    ]))
      test(`"This is…" on ${where} starts a lesson from a wrong answer`, async () => {
        await addClass(place.session, 'mug');
        await press(place.session, '[data-place=pictures]');
        await poll('the pictures', () =>
          evaluate(() => document.documentElement.dataset.place === 'pictures'),
        );
        await chooseLayout(place.session, 'cards');
        await show(place.session, [samplePath('coffee.png')]);
        await reach();
        await poll('the button', () =>
          evaluate(() =>
            document.querySelector(
              'dialog[open] [data-action=correct], #results [data-action=correct]',
            ),
          ),
        );
        await evaluate(() =>
          (
            document.querySelector('dialog[open] [data-action=correct]') ??
            [...document.querySelectorAll('#results [data-action=correct]')].find((button) =>
              button.checkVisibility(),
            )
          ).click(),
        );
        await isOpen('teach-question');
        await press(place.session, '[data-action=answerQuestion]');
        await when('it is in', (now) => countsOf(now).mug === 1);
        await evaluate(() => document.getElementById('clear').click());
      });

    test('pictures are recorded into a class for as long as the button is held, and the camera is let go', async () => {
      const ids = {};
      for (const name of ['film', 'stripes']) ids[name] = await addClass(place.session, name);
      await press(place.session, `[data-class="${ids.film}"] [data-action=openCamera]`);
      await poll('the camera', () =>
        evaluate(() => document.getElementById('teach-camera').dataset.camera === 'on'),
      );
      await evaluate(() => {
        [globalThis.teachTrack] = document.getElementById('teach-video').srcObject.getTracks();
        document.getElementById('record').focus();
      });
      await place.session.page.keyboard.down(' ');
      await when('five pictures', (now) => countsOf(now).film >= 5);
      await place.session.page.keyboard.up(' ');
      await roomReady(place.session);
      const { film } = countsOf(await roomNow(place.session));
      await new Promise((resolve) => setTimeout(resolve, 600)); // enough for another picture
      assert.equal(countsOf(await roomNow(place.session)).film, film);
      await place.session.press('Escape');
      await poll('it is let go', () =>
        evaluate(() => globalThis.teachTrack.readyState === 'ended'),
      );
      await addPictures(place.session, ids.stripes, paths.stripes);
      await when('they are in', (now) => countsOf(now).stripes === each);
      await learned(place.session);
      await press(place.session, '#try-camera');
      await poll('what the camera shows', () =>
        evaluate(() =>
          /^film/.test(document.querySelector('#teach-camera .verdict')?.textContent ?? ''),
        ),
      );
      await evaluate(() => {
        location.hash = '';
      });
      await poll('it is let go', () =>
        evaluate(() => document.getElementById('teach-camera').dataset.camera === 'off'),
      );
      await press(place.session, '[data-place=teach]');
    });

    test('a picture on the clipboard is taken', async () => {
      await addClass(place.session, 'stripes');
      await evaluate(() => {
        const transfer = new DataTransfer();
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = 60;
        return new Promise((resolve) =>
          canvas.toBlob((blob) => {
            transfer.items.add(new File([blob], 'pasted.png', { type: 'image/png' }));
            window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer }));
            resolve();
          }),
        );
      });
      await isOpen('teach-question');
      await press(place.session, '[data-action=answerQuestion]');
      await when('it is in', (now) => countsOf(now).stripes === 1);
    });

    test('has had no error, violation or request outside', () => assertQuiet(place));
  },
);
