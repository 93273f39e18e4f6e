// What a person does with models on the page and sees of them, and weight files for the tests.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { modelUrl } from './places.mjs';

const fixtures = new URL('../../native-tests/fixtures/model/', import.meta.url);

export function sha256Of(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** A network of 1,836 bytes with five classes in English, under MIT. */
export const tinyPath = fileURLToPath(new URL('activations.safetensors', fixtures));
/** Another, of 1,844 bytes. */
export const otherTinyPath = fileURLToPath(new URL('conv_plain.safetensors', fixtures));

/** And one more, of 1,752 bytes. */
export const thirdTinyPath = fileURLToPath(new URL('conv_one_pixel.safetensors', fixtures));

/** Writes the weights of the page with another name inside: another model that gives the same answers. */
export function writeTwin(folder) {
  const bytes = readFileSync(modelUrl);
  const name = bytes.indexOf('EfficientNet-Lite0');
  if (name < 0) throw new Error(`${modelUrl.pathname} has another name`);
  bytes.write('EfficientNet-Twin0', name);
  const path = join(folder, 'twin.safetensors');
  writeFileSync(path, bytes);
  return path;
}

/** The page's notification about models. */
export function newsOf(session) {
  return session.evaluate(() => ({
    text: document.getElementById('news-text').textContent,
    detail: document.getElementById('news-detail').textContent,
    arriving: document.getElementById('model-loading').getClientRects().length > 0,
  }));
}

/** Waits until the notification matches. @param {RegExp} pattern */
export function told(session, pattern) {
  return poll(
    `${pattern} is told`,
    async () => {
      const news = await newsOf(session);
      return !news.arriving && pattern.test(news.text) && news;
    },
    { limitMs: 60_000 },
  );
}

/** Opens the model panel. @returns what it shows */
export function panelOf(session) {
  return session.evaluate(() => {
    document.getElementById('model-panel').open = true;
    const text = (element) => element.textContent.trim();
    const isShown = (element) => element.getClientRects().length > 0;
    const facts = [...document.querySelectorAll('#model-facts [id^="fact-"]')].map((each) => [
      each.id.replace('fact-', ''),
      text(each),
    ]);
    return {
      summary: text(document.getElementById('model-summary')),
      models: [...document.querySelectorAll('.model')].filter(isShown).map((row) => ({
        name: text(row.querySelector('.name')),
        origin: text(row.querySelector('.origin')),
        sha256: row.dataset.model,
        chosen: row.querySelector('input').checked,
        canBeForgotten: isShown(row.querySelector('.forget')),
      })),
      facts: Object.fromEntries(facts),
    };
  });
}

/** Chooses a model by its name, as a click on it does. */
export function choose(session, name) {
  return session.evaluate((wanted) => {
    document.getElementById('model-panel').open = true;
    const names = [...document.querySelectorAll('.model .name')];
    names
      .find((each) => each.textContent === wanted)
      .closest('label')
      .click();
  }, name);
}

/**
 * Waits until the page has stored which model was chosen. It uses the model some milliseconds earlier, so a page that is left at
 * once may forget the choice.
 */
export function choiceIsStored(session, sha256) {
  const choices = () =>
    new Promise((resolve, reject) => {
      const opening = indexedDB.open('glance', 1);
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const reading = opening.result.transaction('choices').objectStore('choices').getAll();
        reading.onerror = () => reject(reading.error);
        reading.onsuccess = () => {
          opening.result.close();
          resolve(reading.result);
        };
      };
    });
  return poll('the choice is stored', async () =>
    (await session.evaluate(choices)).includes(sha256),
  );
}

/** Presses a button of the page. @param {string} selector */
export function click(session, selector) {
  return session.evaluate((wanted) => document.querySelector(wanted).click(), selector);
}

/** The SHA-256 of the model that made each answer on the page, from top to bottom. */
export function modelsOfAnswers(session) {
  return session.evaluate(() =>
    [...document.querySelectorAll('article')].map(({ dataset }) => dataset.model ?? null),
  );
}

/** Waits until all pictures are answered. */
export function answered(session) {
  return poll(
    'all pictures answered',
    () => session.evaluate(() => document.documentElement.dataset.state === 'ready'),
    { limitMs: 60_000 },
  );
}
