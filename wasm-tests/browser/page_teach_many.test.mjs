// Thousands of pictures in twenty classes: a project of them is opened and learned, few of their small pictures are in the document,
// and nothing is lost when the page is loaded again. GLANCE_LONG=1 takes ten thousand, and says how much memory and how long tasks
// they took.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { assertQuiet, builtPage } from './glance_page.mjs';
import { inEveryEngine, inOnePlace } from './in_every_engine.mjs';
import { sha256Of } from './page_models.mjs';
import { fileURLToPath } from 'node:url';
import { modelUrl } from './places.mjs';
import { pngOf } from './taught_pictures.mjs';
import { goToTeach, loadAgain, roomNow, roomReady, roomWhen } from './teach_page.mjs';

const classes = 20;
const count = process.env.GLANCE_LONG ? 10_000 : 1_000;
const size = 1280;
const mostTiles = 700; // in the document: two rows of each class, and one class whole
const folder = mkdtempSync(join(tmpdir(), 'glance-teach-many-'));
after(() => rmSync(folder, { recursive: true }));

// A project whose pictures are noise around a point of their class.
function writeProject(path) {
  let state = 1;
  const random = () => (state = (1664525 * state + 1013904223) % 2 ** 32) / 2 ** 32;
  const centres = Array.from({ length: classes }, () =>
    Float32Array.from({ length: size }, () => random()),
  );
  const embeddings = new Float32Array(count * size);
  const each = count / classes;
  for (let i = 0; i < count; ++i) {
    const centre = centres[Math.floor(i / each)];
    for (let j = 0; j < size; ++j) embeddings[i * size + j] = centre[j] + 2 * random();
  }
  const thumbnail = pngOf('stripes', 3); // the page shows whatever the browser can decode
  const thumbnails = Buffer.concat(Array.from({ length: count }, () => thumbnail));
  const content = {
    version: 1,
    base: {
      name: 'EfficientNet-Lite0',
      sha256: sha256Of(fileURLToPath(modelUrl)),
      embeddingSize: size,
    },
    classes: Array.from({ length: classes }, (_, c) => ({
      name: `class ${c + 1}`,
      none: false,
      pictures: Array.from({ length: each }, (_, i) => ({
        name: `${c + 1} ${i + 1}.png`,
        thumbnail: thumbnail.length,
      })),
    })),
  };
  const header = JSON.stringify({
    __metadata__: { glance_project: JSON.stringify(content) },
    embeddings: { dtype: 'F32', shape: [count, size], data_offsets: [0, embeddings.byteLength] },
    thumbnails: {
      dtype: 'U8',
      shape: [thumbnails.length],
      data_offsets: [embeddings.byteLength, embeddings.byteLength + thumbnails.length],
    },
  });
  const padded = Buffer.from(header.padEnd(Math.ceil(header.length / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  writeFileSync(path, Buffer.concat([length, padded, Buffer.from(embeddings.buffer), thumbnails]));
}

// All that the processes of Chromium take for the page, its workers with it: their proportional set size, sampled.
async function measuredMemory(page) {
  const devtools = await page.context().newCDPSession(page);
  const ofBrowser = await page.context().browser().newBrowserCDPSession();
  const { processInfo } = await ofBrowser.send('SystemInfo.getProcessInfo');
  const paths = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => `/proc/${id}/smaps_rollup`);
  const mib = () =>
    paths.reduce(
      (sum, path) => sum + Number(/^Pss: +(\d+)/m.exec(readFileSync(path, 'utf8'))[1]),
      0,
    ) / 1024;
  const before = mib();
  let most = before;
  const sampling = setInterval(() => (most = Math.max(most, mib())), 100);
  return {
    async end() {
      clearInterval(sampling);
      await devtools.send('HeapProfiler.collectGarbage');
      const { usedSize } = await devtools.send('Runtime.getHeapUsage');
      return `${Math.round(before)} MiB before, ${Math.round(mib())} MiB now, ${Math.round(most)} MiB at most; JavaScript's heap ${Math.round(usedSize / 2 ** 20)} MiB`;
    },
  };
}

await inEveryEngine(
  { ...builtPage, ...inOnePlace, needs: [...builtPage.needs, [modelUrl, 'make model']] },
  (place) => {
    const evaluate = (...args) => place.session.evaluate(...args);
    const tiles = () => evaluate(() => document.querySelectorAll('.tile').length);

    before(async () => {
      await goToTeach(place.session);
      await evaluate(() => {
        globalThis.longTasks = [];
        new PerformanceObserver((list) =>
          globalThis.longTasks.push(...list.getEntries().map(({ duration }) => duration)),
        ).observe({ entryTypes: ['longtask'] });
      });
    });

    test(
      `${count} pictures in ${classes} classes are opened from a file and learned`,
      { timeout: 600_000 },
      async (t) => {
        const path = join(folder, 'many.glance');
        writeProject(path);
        const memory = await measuredMemory(place.session.page);
        await place.session.setFiles('#project-input', [path]);
        await roomWhen(place.session, 'the classes', (now) => now.classes.length === classes);
        const startedMs = performance.now();
        await poll('it is learned', async () => (await roomNow(place.session)).fresh, {
          limitMs: 500_000,
          everyMs: 200,
        });
        t.diagnostic(`learned after ${Math.round(performance.now() - startedMs)} ms`);
        const { lesson } = await roomNow(place.session);
        assert.match(lesson, /^Right about/);
        assert.ok((await tiles()) <= mostTiles, `${await tiles()} small pictures`);
        const longest = await evaluate(() => Math.max(0, ...globalThis.longTasks));
        t.diagnostic(`longest task ${Math.round(longest)} ms`);
        t.diagnostic(`the page takes ${await memory.end()}`);
      },
    );

    test('a class shows all its pictures, and few of them are in the document', async () => {
      await evaluate(() => document.querySelector('.class-ways .all').click());
      await poll('it is wide', () =>
        evaluate(() => document.querySelector('.all[aria-expanded=true]') !== null),
      );
      await evaluate(() => document.querySelector('.tile').focus());
      await place.session.press('End');
      await poll('the last one', () =>
        evaluate(() => document.activeElement.dataset.example === '1 1.png'),
      );
      assert.ok((await tiles()) <= mostTiles, `${await tiles()} small pictures`);
    });

    test('all are there when the page is loaded again', { timeout: 600_000 }, async () => {
      await poll('they are kept', async () => (await roomNow(place.session)).kept, {
        limitMs: 300_000,
      });
      await loadAgain(place.session);
      const now = await roomWhen(
        place.session,
        'the classes',
        (is) => is.classes.length === classes,
      );
      assert.deepEqual(
        now.classes.map(({ pictures }) => pictures),
        Array(classes).fill(count / classes),
      );
      await poll('it is learned again', async () => (await roomNow(place.session)).fresh, {
        limitMs: 500_000,
        everyMs: 200,
      });
      await roomReady(place.session);
    });

    test('has had no error, violation or request outside', () => assertQuiet(place));
  },
);
