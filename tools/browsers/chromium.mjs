// Drives Chromium by playwright-core. It reports the requests (file: too), console messages and uncaught errors of the page and
// of its workers. It does not report what the content policy blocks inside a worker; a blocked request is never sent.
import { firstExisting, loadPackage, missingOf } from './installed.mjs';
import { PageSession } from './page_session.mjs';
import { callLimitMs, startLimitMs, within } from './time_limit.mjs';

const recorder = new URL('recorder.js', import.meta.url).pathname;
const executablePath = firstExisting([
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]);

async function missing() {
  return missingOf([
    [executablePath, 'Chromium', 'apt-get install chromium'],
    [await loadPackage('playwright-core'), 'playwright-core', 'npm ci'],
  ]);
}

class ChromiumSession extends PageSession {
  #context;
  #end;

  constructor(context, end) {
    super('Chromium', context.pages()[0]);
    this.#context = context;
    this.#end = end;
  }

  setFiles(selector, paths) {
    return this.page.setInputFiles(selector, paths);
  }

  // A real drag from outside the page: the browser makes the events and reads the files.
  async drop(selector, paths) {
    const at = await this.evaluate(middleInView, selector);
    const data = { items: [], files: paths, dragOperationsMask: 1 };
    const devtools = await this.#context.newCDPSession(this.page);
    for (const type of ['dragEnter', 'dragOver', 'drop']) {
      await devtools.send('Input.dispatchDragEvent', { type, ...at, data });
    }
    await devtools.detach();
  }

  press(key) {
    return this.page.keyboard.press(key);
  }

  close() {
    return within(callLimitMs, 'Chromium close', this.#end());
  }
}

// Runs in the page: the middle of the part of an element that is in the window.
function middleInView(selector) {
  const { left, right, top, bottom } = document.querySelector(selector).getBoundingClientRect();
  const middle = (start, end, size) => (Math.max(start, 0) + Math.min(end, size)) / 2;
  return { x: middle(left, right, innerWidth), y: middle(top, bottom, innerHeight) };
}

const launch = {
  executablePath,
  timeout: startLimitMs,
  chromiumSandbox: process.getuid?.() !== 0, // Chromium has no sandbox for root
};
// In addition to playwright's own arguments: there is no graphics processor to draw with.
const alwaysArgs = ['--disable-gpu', '--disable-quic', '--disable-sync'];

/**
 * @param {string} url
 * @param {{ args?: string[], profile?: string }} [options] `profile` '' is a new folder in /tmp, deleted by close()
 */
async function open(url, { args = [], profile = '' } = {}) {
  const { chromium: launcher } = await loadPackage('playwright-core');
  const context = await launcher.launchPersistentContext(profile, {
    ...launch,
    args: [...alwaysArgs, ...args],
  });
  return openIn(context, () => context.close(), url);
}

async function openPrivate(url) {
  const { chromium: launcher } = await loadPackage('playwright-core');
  const browser = await launcher.launch({ ...launch, args: alwaysArgs });
  const context = await browser.newContext(); // off the record, as a private window is
  await context.newPage();
  return openIn(context, () => browser.close(), url);
}

async function openIn(context, end, url) {
  await context.addInitScript({ path: recorder });
  const session = new ChromiumSession(context, end);
  try {
    await session.goto(url);
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}

export const chromium = { name: 'Chromium', missing, open: (url) => open(url), openPrivate };

/** Chromium with a fake camera that shows a film and needs no permission. @param {string} path of a .y4m file */
export function chromiumWithCamera(path) {
  const args = [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${path}`,
  ];
  return { name: 'Chromium', missing, open: (url) => open(url, { args }) };
}

/** Chromium with its profile in a folder that stays, so that a test can close the browser and open it again. @param {string} profile */
export function chromiumWithProfile(profile) {
  return { name: 'Chromium', missing, open: (url) => open(url, { profile }) };
}
