// Browsers that came to an end by themselves: run.mjs gives such files of tests a second chance.
import { appendFileSync } from 'node:fs';

// WebKitWebDriver's words when the page's process is gone, and when the whole browser is: no test uses a session that it has ended.
const signs = [/page crash or hang/, /Could not parse script result/, /^invalid session id/];

/** Notes that the browser of this file of tests is gone, where run.mjs asks for it. @param {string} error as the driver tells it: its kind, a colon and a sentence */
export function noteCrash(error) {
  const list = process.env.GLANCE_BROWSER_CRASHES;
  if (list && signs.some((sign) => sign.test(error))) appendFileSync(list, `${process.argv[1]}\n`);
}
