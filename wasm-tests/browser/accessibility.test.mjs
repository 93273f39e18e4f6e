// Accessibility: axe (WCAG 2.0, 2.1 and 2.2 at A and AA, and its best practices) finds nothing in any state of the page, and nothing
// is cut off: at 1280, 640 and 320 pixels, light and dark, in English and Chinese. Runs in Chromium only: axe reads the document
// and its colours, which are the same in all engines.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { missingCoreFile } from '../../tools/release/bundle/cores.mjs';
import { bundleDist } from '../../tools/release/bundle/dist.mjs';
import { startServer } from '../../tools/serve.mjs';
import { needsFilm, writeFilm } from './camera_film.mjs';
import { chromium, chromiumWithCamera } from '../../tools/browsers/index.mjs';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { builtPage, chooseLanguage, readyAfterMs } from './glance_page.mjs';
import { absentFile, describeUnless, inEveryEngine } from './in_every_engine.mjs';
import { click, tinyPath } from './page_models.mjs';
import { builtTypes } from './places.mjs';
import * as scenes from './page_scenes.mjs';

const folder = mkdtempSync(join(tmpdir(), 'glance-accessibility-'));
after(() => rmSync(folder, { recursive: true }));

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// Every pair of width and theme, of width and language, of theme and language occurs. 640 pixels are 1280 at a zoom of 200%.
const looks = [
  { width: 1280, theme: 'light', language: 'en' },
  { width: 320, theme: 'light', language: 'zh' },
  { width: 320, theme: 'dark', language: 'en' },
  { width: 1280, theme: 'dark', language: 'zh' },
  { width: 640, theme: 'dark', language: 'en', height: 360 },
];

// Runs in the page. @returns {Promise<string[]>} what axe objects to, and where
async function findings() {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations } = await globalThis.axe.run(document, {
    runOnly: { type: 'tag', values: tags },
    resultTypes: ['violations'],
  });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  );
}

// Runs in the page: elements that stick out of the window sideways, or out of the open dialog.
function cutOff() {
  const frame = document.querySelector('dialog[open]') ?? document.documentElement;
  const { left, right } = frame.getBoundingClientRect();
  const isOut = (each) => {
    const box = each.getBoundingClientRect();
    return (
      box.width > 1 &&
      each.checkVisibility() &&
      (box.left < left - 1 || box.right > Math.min(right, innerWidth) + 1)
    );
  };
  const clipped = '.clip, .clip *, .unseen, .corner, .box, .drop-target *, .skip *';
  const out = [...frame.querySelectorAll('*')]
    .filter((each) => !each.matches(clipped) && isOut(each))
    .map((each) => each.outerHTML.slice(0, 100));
  return frame.scrollWidth > frame.clientWidth
    ? [...out, `scrolls sideways: ${frame.scrollWidth} in ${frame.clientWidth}`]
    : out;
}

// Runs in the page: controls that are smaller than 24 by 24 pixels, their label included.
function smallTargets() {
  const controls = document.querySelector('dialog[open]') ?? document.body;
  const isInText = (each) => each.matches('p a, dd a');
  const sizeOf = (each) =>
    [each, ...(each.labels ?? [])]
      .filter((part) => !part.matches('.unseen'))
      .map((part) => part.getBoundingClientRect())
      .reduce(
        (best, { width, height }) =>
          Math.min(width, height) > Math.min(...best) ? [width, height] : best,
        [0, 0],
      );
  return [
    ...controls.querySelectorAll('button, a, input, select, summary, textarea, [tabindex="0"]'),
  ]
    .filter(
      (each) =>
        each.checkVisibility({ visibilityProperty: true }) &&
        !isInText(each) &&
        !each.closest('[aria-hidden="true"]'),
    )
    .map((each) => [each.outerHTML.slice(0, 100), sizeOf(each)])
    .filter(([, [width, height]]) => Math.min(width, height) < 23.9)
    .map(([html, size]) => `${size.map(Math.round).join(' x ')}: ${html}`);
}

async function assertAccessible(session) {
  if (!(await session.evaluate(() => 'axe' in globalThis))) await session.evaluate(`${axe}; true`);
  const found = new Set();
  for (const { width, height = 800, theme, language } of looks) {
    await session.page.setViewportSize({ width, height });
    await scenes.chooseTheme(session, theme);
    await chooseLanguage(session, /** @type {'en' | 'zh'} */ (language));
    for (const check of [findings, cutOff, smallTargets])
      for (const each of await session.evaluate(check))
        found.add(`${width}, ${theme}, ${language}: ${each}`);
  }
  await chooseLanguage(session, 'en');
  assert.deepEqual([...found], []);
}

let breakOff = () => {}; // ends the answer that sendHalf has begun
/** @type {(response: any) => any} */
let answerModel = () => {}; // answers a request for the weights

function onRequest({ url }, response) {
  return url.startsWith('/models/') && answerModel(response);
}

function sendHalf(response) {
  response.writeHead(200, {
    'content-type': 'application/gzip',
    'content-length': 4_000_000,
    'cache-control': 'no-store',
  });
  response.write(Buffer.alloc(1_500_000));
  breakOff = () => response.destroy();
  return true;
}

const engine = chromiumWithCamera(writeFilm(folder));
const needs = [...builtPage.needs, ...needsFilm];
answerModel = sendHalf;

await inEveryEngine(
  {
    ...builtPage,
    needs,
    engines: [engine],
    origins: ['http'],
    server: { isolated: true, onRequest },
  },
  (place) => {
    const accessible = (name, enter) => {
      test(
        `${name}: axe finds nothing, nothing is cut off or too small`,
        { timeout: 60_000 },
        async () => {
          await enter(place.session);
          await assertAccessible(place.session);
        },
      );
    };
    const stateIs = (state) =>
      poll(state, () =>
        place.session.evaluate(
          (wanted) => document.documentElement.dataset.state === wanted,
          state,
        ),
      );

    accessible('loading', () =>
      poll('progress', () =>
        place.session.evaluate(() =>
          // It is not there before the page is drawn.
          /\d MB$/.test(document.getElementById('load-bytes')?.textContent),
        ),
      ),
    );
    accessible('not ready because of an error', () => {
      answerModel = (response) => response.writeHead(404).end() && true;
      breakOff();
      return stateIs('error');
    });
    accessible('empty', async (session) => {
      answerModel = () => false;
      await click(session, '[data-action=retry]');
      await readyAfterMs(session);
    });
    accessible('a picture is dragged over the page', scenes.dragging);
    accessible('one answer', async (session) => {
      await scenes.dropped(session);
      await scenes.oneAnswer(session);
    });
    accessible('not sure', scenes.notSure);
    accessible('a file that is not read', scenes.refusal);
    accessible('several cards', scenes.severalCards);
    accessible('table', scenes.table);
    accessible('looking closer', scenes.detail);
    accessible('heat map', scenes.heatMap);
    accessible('box', scenes.box);
    accessible('letterbox', scenes.letterbox);
    accessible('settings', scenes.settings);
    accessible('about this build', scenes.about);
    accessible('measured', scenes.benchmark);
    accessible('camera', scenes.cameraOn);
    accessible('teaching, before there is anything', scenes.teachEmpty);
    accessible('teaching three classes', scenes.teach);
    accessible('one picture that is taught', scenes.teachPicture);
    accessible('the pictures of a cell', scenes.teachCell);
    accessible('advice, and what can be taken back', scenes.teachAdvice);
    accessible('several models, and news of one', async (session) => {
      await scenes.leaveTeach(session);
      await scenes.models(session, tinyPath);
    });
  },
);

// Two releases with tiny models: one is kept and opened without its server, the other comes later.
const root = fileURLToPath(new URL('../../', import.meta.url));
const cores = process.env.GLANCE_CORES ?? join(root, 'build');
const licenses = join(cores, 'wasm/LICENSES.txt');
const reason =
  absentFile([
    [pathToFileURL(missingCoreFile(cores) ?? cores), 'make wasm'],
    [pathToFileURL(licenses), 'make wasm'],
  ]) ?? (await chromium.missing());

describeUnless('Chromium with what it keeps', reason, () => {
  let server;
  let session;
  const serve = async (version, port) => {
    const out = join(folder, version);
    await bundleDist({
      root,
      cores,
      models: [tinyPath],
      licenses,
      out,
      version,
      types: builtTypes,
    });
    server = await startServer({ directory: out, port });
  };
  const is = (name, value) =>
    poll(`data-${name}="${value}"`, () =>
      session
        .evaluate((key, wanted) => document.documentElement.dataset[key] === wanted, name, value)
        .catch(() => false),
    );

  before(async () => {
    await serve('1.0.0');
    session = await chromium.open(server.url);
    await is('kept', 'true');
  });
  after(async () => {
    await session?.close();
    await server?.close();
  });

  test('without a network: axe finds nothing, nothing is cut off or too small', async () => {
    await server.close();
    await session.goto(server.url);
    await is('state', 'ready');
    await assertAccessible(session);
  });

  test('no camera: axe finds nothing, nothing is cut off or too small', async () => {
    await click(session, '#open-camera');
    await poll('no camera', () =>
      session.evaluate(() => document.getElementById('camera').dataset.camera === 'failed'),
    );
    await assertAccessible(session);
  });

  test('a newer version waits: axe finds nothing, nothing is cut off or too small', async () => {
    await serve('2.0.0', new URL(server.url).port);
    await session.goto(server.url);
    await is('update', 'ready');
    await assertAccessible(session);
  });

  // Without this test, the tests above would also pass if the checks found nothing at all.
  test('the checks find faults that are put into the page', async () => {
    await session.evaluate(() => {
      const button = document.querySelector('#open-settings');
      button.removeAttribute('aria-label');
      button.style.width = '2000px';
      button.style.height = '20px';
    });
    await assert.rejects(assertAccessible(session), ({ actual }) => {
      for (const expected of [/button-name/, /scrolls sideways/, /20: <button/])
        assert.ok(
          actual.some((each) => expected.test(each)),
          `${expected} in ${actual.join('\n')}`,
        );
      return true;
    });
  });
});
