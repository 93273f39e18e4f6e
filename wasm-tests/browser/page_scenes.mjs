// The states of the page, for accessibility.test.mjs and wasm-tests/screenshots.mjs. Each scene begins where the one before it ended.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lookCloser, looked } from './detail_page.mjs';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { chooseLayout, readyAfterMs, samplePath, show } from './glance_page.mjs';
import { click, told } from './page_models.mjs';
import { writeKinds } from './taught_pictures.mjs';
import { addClass, addPictures, goToTeach, learned, roomWhen } from './teach_page.mjs';

const pathsOf = (...names) => names.map(samplePath);

/** Writes a file of a format that nothing reads, and removes it after `use`. */
async function withUnreadable(use) {
  const folder = mkdtempSync(join(tmpdir(), 'glance-scene-'));
  const path = join(folder, 'scan.tiff');
  writeFileSync(path, 'II*\0\b\0\0\0'.padEnd(40_000, '\0'));
  try {
    return await use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function clear(session) {
  await closeDialogs(session);
  await session.evaluate(() => document.getElementById('clear').click());
}

/** Closes all dialogs. */
export function closeDialogs(session) {
  return session.evaluate(() => {
    for (const cross of document.querySelectorAll('dialog[open] > header > .cross')) cross.click();
  });
}

/** Chooses the page's colours, `light` or `dark`, as its settings do. */
export function chooseTheme(session, theme) {
  return click(session, `#settings [name=theme][value=${theme}]`);
}

export async function oneAnswer(session) {
  await clear(session);
  await show(session, pathsOf('coffee.png'));
}

export async function notSure(session) {
  await clear(session);
  await show(session, pathsOf('flower.jpg'));
}

export async function refusal(session) {
  await clear(session);
  await withUnreadable((path) => show(session, [path]));
}

export async function severalCards(session) {
  await clear(session);
  await chooseLayout(session, 'cards');
  await withUnreadable((path) =>
    show(session, [
      ...pathsOf('chelsea.png', 'coffee.png', 'flower.jpg'),
      path,
      ...pathsOf('china.jpg'),
    ]),
  );
}

export async function table(session) {
  await severalCards(session);
  await chooseLayout(session, 'table');
  const isDrawn = () =>
    [...document.querySelectorAll('#rows canvas')].filter(({ dataset }) => dataset.made === 'yes')
      .length >= 4;
  await poll('thumbnails', () => session.evaluate(isDrawn));
}

export async function detail(session) {
  await severalCards(session);
  await lookCloser(session, 'chelsea.png');
}

export async function heatMap(session) {
  await closeDialogs(session);
  await lookCloser(session, 'chelsea.png');
  await session.evaluate(
    () =>
      document.getElementById('heat-switch').checked ||
      document.getElementById('heat-switch').click(),
  );
  await looked(session);
  await poll('the heat map', () =>
    session.evaluate(() => document.getElementById('heat').getClientRects().length > 0),
  );
}

export async function box(session) {
  await session.evaluate(() => document.getElementById('heat-switch').click());
  await click(session, '#part');
  await looked(session);
}

export async function letterbox(session) {
  await click(session, '#part');
  await click(session, '#fits [value=letterbox]');
  await looked(session);
}

export async function settings(session) {
  await session.evaluate(() => document.querySelector('#fits [value=crop]')?.click());
  await closeDialogs(session);
  await click(session, '#open-settings');
}

/** Waits for what is in the dialog "About this build", which has a script of its own. */
export function aboutIsThere(session) {
  return poll('what is in the dialog', () =>
    session.evaluate(() => document.getElementById('benchmark-start') !== null),
  );
}

export async function about(session) {
  await closeDialogs(session);
  await click(session, '.colophon button');
  await aboutIsThere(session);
}

export async function benchmark(session) {
  await click(session, '#benchmark-start');
  const isDone = () => document.getElementById('benchmark-measured').getClientRects().length > 0;
  await poll('a measurement', () => session.evaluate(isDone), { limitMs: 60_000 });
}

export async function cameraOn(session) {
  await closeDialogs(session);
  await click(session, '#open-camera');
  const isAnswered = () =>
    session.evaluate(() => document.querySelectorAll('#camera-answer > li').length === 5);
  await poll('an answer', isAnswered).catch(async ({ message }) => {
    throw new Error(
      `${message}: ${await session.evaluate(() => document.getElementById('camera').innerText)}`,
    );
  });
}

/** A person's own model beside that of the page, and the notification about it. @param {string} path of a weight file */
export async function models(session, path) {
  await closeDialogs(session);
  await session.setFiles('#model-input', [path]);
  await told(session, /./);
  await session.evaluate(() => {
    document.getElementById('model-panel').open = true;
  });
}

/** The place where people teach, with three classes that were learned. */
export async function teach(session) {
  await closeDialogs(session);
  const { folder, paths } = writeKinds(14);
  try {
    await goToTeach(session);
    for (const [name, files] of Object.entries(paths))
      await addPictures(session, await addClass(session, name), files);
    await roomWhen(session, 'all pictures', ({ classes }) =>
      classes.every(({ pictures }) => pictures === 14),
    );
    await learned(session);
    await session.setFiles('#try-input', [paths.disc[0]]);
    await roomWhen(session, 'an answer', ({ trial }) => /^disc/.test(trial));
    await session.evaluate(() => scrollTo(0, 0));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The place without any class. */
export async function teachEmpty(session) {
  await closeDialogs(session);
  await goToTeach(session);
}

/** One of its pictures. */
export async function teachPicture(session) {
  await click(session, '[data-action=lookAt]');
}

/** The pictures of a cell of the confusion matrix. */
export async function teachCell(session) {
  await closeDialogs(session);
  await click(session, '[data-action=cell]');
}

/** A class was removed, which can be taken back; another has no pictures yet. */
export async function teachAdvice(session) {
  await closeDialogs(session);
  await click(session, '[data-action=removeClass]');
  await addClass(session, 'a class with a rather long name, which is said twice');
}

/** Back to the pictures of the page. */
export async function leaveTeach(session) {
  await closeDialogs(session);
  await click(session, '[data-place=pictures]');
}

export async function dragging(session) {
  await session.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['?'], 'a.png', { type: 'image/png' }));
    window.dispatchEvent(new DragEvent('dragenter', { dataTransfer, cancelable: true }));
  });
  await poll('the target', () =>
    session.evaluate(
      () => getComputedStyle(document.querySelector('.drop-target')).opacity === '1',
    ),
  );
}

export async function dropped(session) {
  await session.evaluate(() =>
    window.dispatchEvent(new DragEvent('dragleave', { dataTransfer: new DataTransfer() })),
  );
  await readyAfterMs(session);
}
