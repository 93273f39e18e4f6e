// What a person does with the page and sees on it: its state, the pictures, their labels.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { dist, needsSamples, pageUrl, samples } from './places.mjs';

/**
 * Options of inEveryEngine for the built page. The server sends the headers that isolate it; without them the page's service worker
 * would load the page again in the middle of a test.
 */
export const builtPage = { page: pageUrl, needs: needsSamples, server: { isolated: true } };

/** Waits until the service worker has stored the page, or cannot: after that the page requests nothing more. */
export function settledOffline(session) {
  return poll('data-kept is known', () =>
    session.evaluate(() => document.documentElement.dataset.kept !== 'unknown'),
  );
}

export function samplePath(name) {
  return fileURLToPath(new URL(name, samples));
}

/** Waits until the page is ready. @returns milliseconds since the navigation, as of the first poll that sees it */
export function readyAfterMs(session, limitMs = 30_000) {
  const readyTime = () => document.documentElement.dataset.state === 'ready' && performance.now();
  return poll('data-state="ready"', () => session.evaluate(readyTime), { limitMs });
}

/**
 * The pictures on the page, from top to bottom. By textContent, since innerText is empty outside the window.
 * @returns {Promise<{ file: string, predictions: { index: number, score: number, text: string }[], text: string }[]>}
 */
export function articlesOf(session) {
  return session.evaluate(() =>
    [...document.querySelectorAll('article[data-file]')].map((article) => ({
      file: article.dataset.file,
      text: article.textContent,
      predictions: [...article.querySelectorAll('ol > li')].map((item) => ({
        index: Number(item.dataset.index),
        score: Number(item.dataset.score),
        text: item.textContent,
      })),
    })),
  );
}

/** Switches to `cards` or `table`, for any number of pictures. */
export function chooseLayout(session, layout) {
  return session.evaluate(
    (wanted) => document.querySelector(`[data-layout="${wanted}"]`).click(),
    layout,
  );
}

/**
 * Chooses a language as a person does, and waits until the page is in it.
 * @param {any} session
 * @param {'en' | 'zh'} language
 * @param {string} [button] that chooses it
 */
export async function chooseLanguage(session, language, button = `[data-language=${language}]`) {
  await session.evaluate((selector) => document.querySelector(selector).click(), button);
  await poll(`a page in ${language}`, () =>
    session.evaluate((wanted) => document.documentElement.lang.startsWith(wanted), language),
  );
}

/**
 * Gives pictures to the page by `give` (default: the file input) and waits for all answers.
 * @returns the articles of these pictures, in the page's order
 */
export async function show(session, paths, give = () => session.setFiles('#file-input', paths)) {
  const { length: before } = await articlesOf(session);
  await give();
  const isDone = (count) =>
    document.documentElement.dataset.state === 'ready' &&
    document.querySelectorAll('article[data-file]').length === count;
  await poll('all pictures answered', () => session.evaluate(isDone, before + paths.length), {
    limitMs: 60_000,
  });
  return (await articlesOf(session)).slice(0, paths.length); // the newest come first
}

/** As `show`; fails unless every picture gets labels. */
export async function showAnswered(session, paths) {
  const articles = await show(session, paths);
  for (const { predictions, text } of articles) assert.ok(predictions.length > 0, text);
  return articles;
}

/**
 * Fails when the page had a console error or broke the content policy, or when it requested something outside its own folder.
 * @param {import('./in_every_engine.mjs').Place} place
 * @param {RegExp} [allowed] console errors that the test itself provokes
 */
export async function assertQuiet({ session, server }, allowed = /^$/) {
  assert.deepEqual(
    (await session.consoleErrors()).filter((line) => !allowed.test(line)),
    [],
  );
  assert.deepEqual(await session.violations(), []);
  const inside = [server?.url ?? dist.href, 'blob:', 'data:'];
  assert.deepEqual(
    (await session.requests()).filter((url) => !inside.some((start) => url.startsWith(start))),
    [],
  );
}
