// Visits a contender's page, or Glance's own page, in a fresh browser context: opens it, waits for the first answer, then times
// many.
import { join } from 'node:path';
import { poll } from '../../browsers/time_limit.mjs';
import { inFreshPage } from './browser.mjs';
import { root } from './server.mjs';

/**
 * @param {{ browser: any, server: any, runs: number }} bench
 * @param {any} model of models.mjs
 * @param {any} contender of contenders.mjs
 * @returns {Promise<any>} readyMs, firstAnswerMs, answer, transfer, residentMiB, timesMs, scores, facts; rejects with
 *   the page's error
 */
export function visit({ browser, server, runs }, model, contender) {
  return inFreshPage(browser, async (page) => {
    const mark = server.mark();
    await page.goto(visitAddress(server, model, contender));
    const first = await page.evaluate(() => globalThis.firstAnswer());
    const transfer = server.transferSince(mark);
    const steady = await page.evaluate((count) => globalThis.steady(count), runs);
    return { ...first, transfer, ...steady, residentMiB: await browser.largestResidentMiB() };
  });
}

/** What a page without any contender takes: the browser's own share. */
export function visitEmptyPage({ browser, server }) {
  return inFreshPage(browser, async (page) => {
    await page.goto(`${server.url}bench/empty.html`);
    return browser.largestResidentMiB();
  });
}

/** The address of a contender's page, which says everything that the page needs to know. */
export function visitAddress(server, model, contender) {
  return `${server.url}bench/contender.html#${encodeURIComponent(JSON.stringify(optionsOf(model, contender)))}`;
}

function optionsOf(model, { runtime, precision, threads, backend, weights, graph }) {
  const folder = `/models/${model.name}`;
  const options = {
    runtime,
    ...(backend !== 'auto' && { backend, threads }),
    preprocess: model.preprocess,
    picture: model.picture,
    input: { tensor: `${folder}/input.bin`, png: `${folder}/input.png` },
    model: `${folder}/${graph ?? weights}`,
    ...(graph && { weights: `${folder}/${weights}` }),
  };
  return runtime === 'glance' ? { ...options, sha256: model.sha256[precision] } : options;
}

const picture = join(root, '.cache/samples/coffee.png');

/** { readyMs, firstAnswerMs, transfer } of dist/index.html with an empty cache. */
export function visitDefaultPage({ browser, server }) {
  return inFreshPage(browser, async (page) => {
    const mark = server.mark();
    const opened = performance.now();
    await page.goto(`${server.url}dist/index.html`);
    await poll('the page', () =>
      page.evaluate(() => document.documentElement.dataset.state === 'ready'),
    );
    const ready = performance.now();
    await page.setInputFiles('#file-input', picture);
    await poll('the first answer', () =>
      page.evaluate(() => document.querySelector('article[data-file] li[data-index]') !== null),
    );
    return {
      readyMs: ready - opened,
      firstAnswerMs: performance.now() - ready,
      transfer: server.transferSince(mark),
    };
  });
}
