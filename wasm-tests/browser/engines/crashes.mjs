// Browsers that came to an end by themselves: run.mjs gives such files of tests a second chance.
import { appendFileSync } from 'node:fs';

const signs = [/page crash or hang/, /Could not parse script result/]; // WebKitWebDriver's words when the page's process is gone

/** Notes that the browser of this file of tests is gone, where run.mjs asks for it. @param {string} message of the driver's error */
export function noteCrash(message) {
  const list = process.env.GLANCE_BROWSER_CRASHES;
  if (list && signs.some((sign) => sign.test(message))) appendFileSync(list, `${process.argv[1]}\n`);
}
