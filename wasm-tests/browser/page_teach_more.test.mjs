// More of teaching on the page, in Chromium: a folder of folders, one class and everything else, bad input, a lesson that starts from
// a wrong answer, and the camera.
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { needsFilm, writeFilm } from './camera_film.mjs';
import { chromiumWithCamera } from '../../tools/browsers/index.mjs';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { assertQuiet, builtPage, chooseLayout, samplePath, show } from './glance_page.mjs';
import { inEveryEngine } from './in_every_engine.mjs';
import { countsOf, kindsOf, roomOf, startEachAnew } from './teach_page.mjs';

const each = 5;
const { kinds, paths } = kindsOf(each);
const filmFolder = mkdtempSync(join(tmpdir(), 'glance-teach-film-'));
after(() => rmSync(filmFolder, { recursive: true }));
const engine = chromiumWithCamera(writeFilm(filmFolder));

await inEveryEngine(
  {
    ...builtPage,
    needs: [...builtPage.needs, ...needsFilm],
    engines: [engine],
    origins: ['file'],
  },
  (place) => {
    const room = roomOf(place);
    const { evaluate, when } = room;
    const isOpen = (id) =>
      poll(`${id} is open`, () => evaluate((it) => document.getElementById(it)?.open, id));

    startEachAnew(room);

    test('a chosen folder of folders makes all classes at once', async () => {
      await room.setFiles('#teach-folder', kinds);
      await when('three classes', ({ classes }) => classes.length === 3);
      const { lesson, ...now } = await room.learned();
      assert.deepEqual(countsOf(now), { disc: each, noise: each, stripes: each });
      assert.match(lesson, /^Right about/);
    });

    test('a dropped folder of folders, too', async () => {
      await place.session.drop('#teach', [kinds]);
      await when('three classes', ({ classes }) => classes.length === 3);
      await room.learned();
    });

    test('pictures beside dropped folders become no class: how many were left out is said', async () => {
      const loose = join(kinds, 'loose.png');
      copyFileSync(paths.disc[0], loose);
      try {
        await place.session.drop('#teach', [kinds, paths.disc[1]]);
        const { notice, ...now } = await room.learned();
        assert.deepEqual(countsOf(now), { disc: each, noise: each, stripes: each });
        assert.match(notice, /2 pictures beside the folders were left out/);
        assert.equal(await evaluate(() => document.getElementById('teach-question').open), false);
      } finally {
        rmSync(loose);
      }
    });

    test('pictures that are dropped on a class become its pictures; elsewhere it is asked what they show', async () => {
      const id = await room.addClass('stripes');
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
      await room.learned();
    });

    test('one class and everything else can be learned, and something else is none of these', async () => {
      const id = await room.addClass('stripes');
      await room.addPictures(id, paths.stripes);
      await when('they are in', (now) => countsOf(now).stripes === each);
      assert.match((await room.now()).lesson, /Everything else/);
      await room.press('#add-none');
      const { classes } = await when('its class', (now) => now.classes.length === 2);
      await room.addPictures(classes[1].id, paths.noise);
      await room.learned();
      await room.setFiles('#try-input', [paths.noise[0]]);
      await when('none of these', ({ trial }) => /^None of these/.test(trial));
      await room.setFiles('#try-input', [paths.stripes[0]]);
      await when('stripes', ({ trial }) => /^stripes/.test(trial));
    });

    test('one picture, the same pictures twice, equal and long names: each is said, and nothing is lost', async () => {
      const long = 'n'.repeat(500);
      const ids = {};
      for (const name of [long, 'copy', 'one']) ids[name] = await room.addClass(name);
      await room.addPictures(ids[long], paths.stripes);
      await room.addPictures(ids.copy, paths.stripes);
      await room.addPictures(ids.one, paths.disc.slice(0, 1));
      await when('all are in', ({ classes }) => classes.every(({ pictures }) => pictures > 0));
      const { advice } = await room.learned();
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
      const now = await room.learned();
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
      const id = await room.addClass('stripes');
      await evaluate((wanted) => {
        const field = document.querySelector(`[data-class="${wanted}"] .class-name`);
        field.value = '  ';
        field.dispatchEvent(new Event('change', { bubbles: true }));
      }, id);
      assert.deepEqual(
        (await room.now()).classes.map(({ name }) => name),
        ['stripes'],
      );
    });

    test('a picture in the wrong class is marked, comes first, and is in a cell of the matrix', async () => {
      const ids = {};
      for (const name of ['stripes', 'disc']) ids[name] = await room.addClass(name);
      await room.addPictures(ids.stripes, [...paths.stripes, paths.disc[0]]);
      await room.addPictures(ids.disc, paths.disc.slice(1));
      await when(
        'all are in',
        (now) => countsOf(now).stripes === each + 1 && countsOf(now).disc === each - 1,
      );
      const { advice } = await room.learned();
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
      await room.press('#teach-cell .cross');
    });

    test('learning is cancelled and begun again', async () => {
      await room.setFiles('#teach-folder', kinds);
      await room.learned();
      await evaluate(() => {
        new MutationObserver((_, observer) => {
          const button = document.getElementById('stop-learning');
          if (!button) return;
          observer.disconnect();
          button.click();
        }).observe(document.getElementById('teach'), { subtree: true, childList: true });
      });
      const [{ id }] = (await room.now()).classes;
      await room.addPictures(id, [paths.disc[0]]);
      await poll('it is stopped', () => evaluate(() => document.getElementById('learn-now')));
      await room.press('#learn-now');
      await room.learned();
    });

    for (const [where, reach] of /** @type {any[][]} */ ([
      ['a card', () => {}],
      ['a row of the table', () => chooseLayout(place.session, 'table')],
      [
        'the closer look',
        async () => {
          await room.press('[data-action=look]:not([aria-hidden])');
          await isOpen('detail');
        },
      ],
    ]))
      test(`"This is…" on ${where} starts a lesson from a wrong answer`, async () => {
        await room.addClass('mug');
        await room.press('[data-place=pictures]');
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
        await room.press('[data-action=answerQuestion]');
        await when('it is in', (now) => countsOf(now).mug === 1);
        await evaluate(() => document.getElementById('clear').click());
      });

    test('pictures are recorded into a class for as long as the button is held, and the camera is let go', async () => {
      const ids = {};
      for (const name of ['film', 'stripes']) ids[name] = await room.addClass(name);
      await room.press(`[data-class="${ids.film}"] [data-action=openCamera]`);
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
      await room.ready();
      const { film } = countsOf(await room.now());
      await new Promise((resolve) => setTimeout(resolve, 600)); // enough for another picture
      assert.equal(countsOf(await room.now()).film, film);
      await place.session.press('Escape');
      await poll('it is let go', () =>
        evaluate(() => globalThis.teachTrack.readyState === 'ended'),
      );
      await room.addPictures(ids.stripes, paths.stripes);
      await when('they are in', (now) => countsOf(now).stripes === each);
      await room.learned();
      await room.press('#try-camera');
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
      await room.press('[data-place=teach]');
    });

    test('a picture on the clipboard is taken', async () => {
      await room.addClass('stripes');
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
      await room.press('[data-action=answerQuestion]');
      await when('it is in', (now) => countsOf(now).stripes === 1);
    });

    test('has had no error, violation or request outside', () => assertQuiet(place));
  },
);
