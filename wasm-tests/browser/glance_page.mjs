// What a person does with the page and sees on it, in the words of design.md: data-state, articles, lists of labels.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { dist, needsSamples, pageUrl, samples } from './places.mjs';

/**
 * For inEveryEngine: the built page, in every engine, from disk and from a server. That one isolates the page, which would
 * otherwise be loaded again by itself, in the middle of a test.
 */
export const builtPage = { page: pageUrl, needs: needsSamples, server: { isolated: true } };

/** Resolves when the page has been kept on the device for later, or cannot be: it then asks its server for nothing more. */
export function settledOffline(session) {
  return poll('data-kept is known', () =>
    session.evaluate(() => document.documentElement.dataset.kept !== 'unknown'),
  );
}

export function samplePath(name) {
  return fileURLToPath(new URL(name, samples));
}

/** Resolves when the page is ready: milliseconds since the navigation, to within one poll. */
export function readyAfterMs(session, limitMs = 30_000) {
  const readyTime = () => document.documentElement.dataset.state === 'ready' && performance.now();
  return poll('data-state="ready"', () => session.evaluate(readyTime), { limitMs });
}

/**
 * The pictures on the page, from top to bottom. Not innerText: it is empty for what is scrolled out of the window.
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

/** Has pictures shown as `cards` or as a `table` from now on, however many they are. */
export function chooseLayout(session, layout) {
  return session.evaluate(
    (wanted) => document.querySelector(`[data-layout="${wanted}"]`).click(),
    layout,
  );
}

/**
 * Gives pictures to the page by `give` (default: the file input) and waits until all are answered.
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

/** As `show`, of pictures that must all get an answer. */
export async function showAnswered(session, paths) {
  const articles = await show(session, paths);
  for (const { predictions, text } of articles) assert.ok(predictions.length > 0, text);
  return articles;
}

/**
 * Nothing went wrong that nobody was told of, and nothing was asked for outside the folder of the page.
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
