#!/usr/bin/env node
// Makes the pictures in docs/screenshots/ from the built page, with the sample pictures.
//   node wasm-tests/screenshots.mjs [--dist FOLDER] [--out FOLDER] [--engine Chromium|Firefox|WebKit] [--only PART]
// Each is one scene of browser/page_scenes.mjs. Windows have a size of their own only in Chromium. Needs what the
// browser tests need (`tools/setup browsers`) and .cache/venv, whose Pillow makes most files small.
import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { engines } from '../tools/browsers/index.mjs';
import { poll } from '../tools/browsers/time_limit.mjs';
import { chooseLanguage, readyAfterMs, settledOffline } from './browser/glance_page.mjs';
import * as scenes from './browser/page_scenes.mjs';
import { startServer } from '../tools/serve.mjs';

const { values } = parseArgs({
  options: {
    dist: { type: 'string', default: 'dist' },
    out: { type: 'string', default: 'docs/screenshots' },
    engine: { type: 'string', default: 'Chromium' },
    only: { type: 'string', default: '' },
  },
});

const python = fileURLToPath(new URL('../.cache/venv/bin/python', import.meta.url));
const windows = { desk: { width: 1120, height: 840 }, phone: { width: 390, height: 844 } };
const refused = [
  'refuse',
  (session) =>
    poll('an error', () =>
      session.evaluate(() => document.documentElement.dataset.state === 'error'),
    ),
];
const held = [
  'hold',
  (session) =>
    poll('progress', () =>
      session.evaluate(() => /MB$/.test(document.getElementById('load-bytes')?.textContent ?? '')),
    ),
];

// Each picture: its name, window, colours, language, what happens to the weights, and the scenes that lead to it.
/** @type {[string, ...any[]][]} */
const pictures = [
  ['empty', 'desk', 'light', 'en'],
  ['empty-dark', 'desk', 'dark', 'en'],
  ['empty-phone', 'phone', 'light', 'en'],
  ['loading-phone', 'phone', 'dark', 'zh', held],
  ['error', 'desk', 'light', 'en', refused],
  ['answer', 'desk', 'light', 'en', scenes.oneAnswer],
  ['answer-phone', 'phone', 'dark', 'en', scenes.notSure],
  ['refusal-phone', 'phone', 'light', 'en', scenes.refusal],
  ['cards', 'desk', 'light', 'en', scenes.severalCards],
  ['table', 'desk', 'light', 'en', scenes.table],
  ['table-dark', 'desk', 'dark', 'en', scenes.table],
  ['table-phone', 'phone', 'light', 'zh', scenes.table],
  ['heat-map', 'desk', 'dark', 'en', scenes.detail, scenes.heatMap],
  ['heat-map-phone', 'phone', 'light', 'en', scenes.detail, scenes.heatMap],
  ['box', 'desk', 'light', 'en', scenes.detail, scenes.heatMap, scenes.box],
  ['settings', 'desk', 'light', 'en', scenes.settings],
  ['settings-phone', 'phone', 'dark', 'zh', scenes.settings],
  ['teach-empty', 'desk', 'light', 'en', scenes.teachEmpty],
  ['teach', 'desk', 'light', 'en', scenes.teach],
  ['teach-phone', 'phone', 'dark', 'zh', scenes.teach],
  ['about', 'desk', 'dark', 'en', settledOffline, scenes.about, scenes.benchmark],
];

const answerModel = {
  give: () => false,
  refuse: (response) => response.writeHead(404).end() && true,
  hold(response) {
    response.writeHead(200, { 'content-length': 4_000_000 }).write(Buffer.alloc(1_500_000));
    return true;
  },
};

/** @param {any} engine @param {any[]} picture one of pictures */
async function shoot(engine, [name, window, theme, language, ...steps]) {
  const [model, settled] = Array.isArray(steps[0]) ? steps.shift() : ['give', readyAfterMs];
  /** @param {import('node:http').IncomingMessage} request */
  const onRequest = ({ url = '' }, response) =>
    url.startsWith('/models/') && answerModel[model](response);
  const server = await startServer({ directory: resolve(values.dist), isolated: true, onRequest });
  const session = await engine.open('about:blank');
  try {
    if (engine.name === 'Chromium') await session.page.setViewportSize(windows[window]);
    await session.goto(server.url);
    await settled(session);
    await scenes.chooseTheme(session, theme);
    await chooseLanguage(session, language);
    for (const step of steps) await step(session);
    await session.evaluate(() =>
      /** @type {HTMLElement | null} */ (document.activeElement)?.blur(),
    ); // the mouse leaves no mark where it pressed
    await session.evaluate(() =>
      Promise.all(
        [...document.images]
          .filter(({ src }) => src)
          .map((image) => image.decode().catch(() => {})),
      ),
    );
    const path = join(values.out, `${name}.png`);
    await session.screenshot(path);
    return path;
  } finally {
    await session.close();
    await server.close();
  }
}

await mkdir(values.out, { recursive: true });
const engine = engines.find(({ name }) => name === values.engine);
const made = [];
for (const picture of pictures.filter(([name]) => name.includes(values.only))) {
  made.push(await shoot(engine, picture));
  console.log(made.at(-1));
}
// Photographs that fill much of the window, and heat maps, would show their palette.
const plain = made.filter((path) => !/heat-map|box|answer/.test(path));
execFileSync(python, [
  fileURLToPath(new URL('../tools/release/quantize_png.py', import.meta.url)),
  ...plain,
]);
