// What somebody downloads who opens the page and drops one picture on it.
import { join } from 'node:path';
import { poll } from '../../browsers/time_limit.mjs';
import { inFreshPage } from './browser.mjs';
import { root } from './place.mjs';

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
