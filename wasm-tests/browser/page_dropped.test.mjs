// Two hundred files at once, cancelled halfway, dropped before the page is ready, or double clicks: each picture gets its own answer
// once, in the order of the list, and a cancelled picture gets none later.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { reportFault } from '../report_fault.mjs';
import { chromium } from '../../tools/browsers/index.mjs';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { filesAsJson } from '../../tools/browsers/page_code.mjs';
import { articlesOf, assertQuiet, builtPage, chooseLayout, samplePath } from './glance_page.mjs';
import { inEveryEngine } from './in_every_engine.mjs';
import { click } from './page_models.mjs';
import { dist, sampleAnswers, shippedModelUrl } from './places.mjs';
import { answerWith } from './spoiled_server.mjs';

const count = 200;
const some = 60;
const names = Array.from({ length: count }, (_, i) => `${i}.png`);
const samplesAsJson = filesAsJson(sampleAnswers.map(({ file }) => samplePath(file)));

// Runs in the page: scales the samples down, so that hundreds take seconds.
async function keepSmall(samples) {
  globalThis.small = await Promise.all(
    samples.map(async ({ base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = document.createElement('canvas');
      const scale = 256 / Math.min(bitmap.width, bitmap.height);
      [canvas.width, canvas.height] = [
        Math.round(bitmap.width * scale),
        Math.round(bitmap.height * scale),
      ];
      canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
    }),
  );
}

// Runs in the page: drops files of these names, with the samples in turn as content.
function dropSmall(wanted) {
  const transfer = new DataTransfer();
  wanted.forEach((name, i) =>
    transfer.items.add(
      new File([globalThis.small[i % globalThis.small.length]], name, { type: 'image/png' }),
    ),
  );
  for (const type of ['dragenter', 'dragover', 'drop']) {
    document
      .querySelector('main')
      .dispatchEvent(
        new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }),
      );
  }
}

// Runs in the page: counts from now on how often each card gets an answer, by file name.
function watchAnswers() {
  globalThis.answersOf = {};
  new MutationObserver((changes) => {
    for (const { target, oldValue } of changes) {
      const { file, status } = /** @type {HTMLElement} */ (target).dataset;
      if (status === 'done' && oldValue !== 'done')
        globalThis.answersOf[file] = (globalThis.answersOf[file] ?? 0) + 1;
    }
  }).observe(document.getElementById('pictures'), {
    subtree: true,
    attributes: true,
    attributeFilter: ['data-status'],
    attributeOldValue: true,
  });
}

// The server holds the weights back until letGo() is called; until then the page is loading.
const weights = shippedModelUrl.href.slice(dist.href.length);
let held = [];

function letGo() {
  for (const [request, response] of held) answerWith(weights)(request, response);
  held = null;
}

function onRequest(request, response) {
  if (held === null || request.url !== `/${weights}`) return false;
  held.push([request, response]);
  return true;
}

await inEveryEngine(
  { ...builtPage, engines: [chromium], origins: ['http'], server: { isolated: true, onRequest } },
  (place) => {
    const { engine } = place;
    const evaluate = (...args) => place.session.evaluate(...args);
    const kindOf = (name) => Number.parseInt(name, 10) % sampleAnswers.length;
    const statuses = () =>
      evaluate(() =>
        [...document.querySelectorAll('article')].map(({ dataset }) => dataset.status),
      );
    const settled = (total) =>
      poll(
        'all settled',
        async () => {
          const all = await statuses();
          return (
            all.length === total &&
            all.every((status) => ['done', 'failed', 'cancelled'].includes(status)) &&
            all
          );
        },
        { limitMs: 110_000, everyMs: 100 },
      );

    // Small copies may get other labels than the originals: compare with their own first answers.
    let expected;
    const assertRight = (articles) => {
      for (const { file, predictions } of articles)
        assert.deepEqual(
          predictions.map(({ index }) => index),
          expected[kindOf(file)],
          file,
        );
    };

    async function clear() {
      await click(place.session, '#clear');
      await poll('nothing', async () => (await articlesOf(place.session)).length === 0);
    }

    after(() => {
      held = [];
    });

    before(async () => {
      await evaluate(keepSmall, samplesAsJson);
      await chooseLayout(place.session, 'cards');
    });

    test('fault 28: files that are dropped before the page is ready are each answered once, in order', async () => {
      const early = names.slice(0, 30);
      await evaluate(watchAnswers);
      await evaluate(dropSmall, early);
      await poll('they wait', async () => (await statuses()).length === early.length);
      assert.deepEqual(
        [new Set(await statuses()), await evaluate(() => document.documentElement.dataset.state)],
        [new Set(['waiting']), 'loading'],
      );
      letGo();
      assert.deepEqual(new Set(await settled(early.length)), new Set(['done']));
      const articles = await articlesOf(place.session);
      assert.deepEqual(
        articles.map(({ file }) => file),
        early,
      );
      assert.deepEqual(
        await evaluate('globalThis.answersOf'),
        Object.fromEntries(early.map((name) => [name, 1])),
      );
      expected = articles
        .slice(0, sampleAnswers.length)
        .map(({ predictions }) => predictions.map(({ index }) => index));
      assert.equal(new Set(expected.map(String)).size, sampleAnswers.length);
      assertRight(articles);
      await clear();
    });

    test(
      `fault 28: ${count} dropped files are each answered once, in order`,
      { timeout: 120_000 },
      async () => {
        await evaluate('globalThis.answersOf = {}');
        await evaluate(dropSmall, names);
        assert.deepEqual(new Set(await settled(count)), new Set(['done']));
        const articles = await articlesOf(place.session);
        assert.deepEqual(
          articles.map(({ file }) => file),
          names,
        );
        assertRight(articles);
        assert.deepEqual(
          await evaluate('globalThis.answersOf'),
          Object.fromEntries(names.map((name) => [name, 1])),
        );
        await clear();
      },
    );

    test(
      'fault 28: after two cancels, answers stay, cancelled pictures get none, and "Try again" answers them once',
      { timeout: 120_000 },
      async () => {
        const several = names.slice(0, some);
        await evaluate(dropSmall, several);
        await poll(
          'some answers',
          async () => (await statuses()).filter((status) => status === 'done').length >= 5,
          { everyMs: 5 },
        );
        await evaluate(() => {
          const button = document.getElementById('cancel');
          for (let i = 0; i < 2; ++i) button.click();
        });
        const before = await settled(some);
        assert.ok(before.includes('cancelled'), 'all were answered before the cancel');
        await new Promise((resolve) => setTimeout(resolve, 500)); // enough for a late answer
        assert.deepEqual(await statuses(), before);
        assertRight((await articlesOf(place.session)).filter((_, i) => before[i] === 'done'));
        await evaluate(() => {
          const button = document.getElementById('retry-many');
          for (let i = 0; i < 2; ++i) button.click();
        });
        assert.deepEqual(new Set(await settled(some)), new Set(['done']));
        const articles = await articlesOf(place.session);
        assert.deepEqual(
          articles.map(({ file }) => file),
          several,
        );
        assertRight(articles);
        await clear();
      },
    );

    test('fault 28: a double click answers nothing twice', async () => {
      await evaluate(dropSmall, names.slice(0, 3));
      await settled(3);
      await evaluate(() => {
        const [first] = document.querySelectorAll('article .remove');
        for (let i = 0; i < 2; ++i) first.click();
      });
      assert.deepEqual(
        (await articlesOf(place.session)).map(({ file }) => file),
        names.slice(1, 3),
      );
      await clear();
      await evaluate(() => {
        const [sample] = document.querySelectorAll('#sample-list button');
        for (let i = 0; i < 2; ++i) sample.click();
      });
      await settled(1);
      await new Promise((resolve) => setTimeout(resolve, 300)); // enough for a second answer
      assert.equal((await statuses()).length, 1);
      reportFault(
        28,
        `${count} of ${count} dropped files answered once, in order; 30 of 30 dropped while loading; cancelled twice: 0 stale answers; pressed twice: as once`,
        engine.name,
      );
      await clear();
    });

    test('has had no error, violation or request outside', () => assertQuiet(place));
  },
);
