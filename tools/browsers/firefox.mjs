// Drives Firefox ESR by puppeteer-core over WebDriver BiDi. It reports the console messages, uncaught errors and violations of the
// content policy of the page and of its workers, and every request over http. It does not report requests of file: URLs, nor that
// a file is missing.
import { readFileSync } from 'node:fs';
import { keepCompiled, makeProfile, removeProfile } from './firefox_profile.mjs';
import { firstExisting, loadPackage, missingOf } from './installed.mjs';
import { dropInPage, filesAsJson } from './page_code.mjs';
import { PageSession } from './page_session.mjs';
import { callLimitMs, startLimitMs, within } from './time_limit.mjs';

const recorder = readFileSync(new URL('recorder.js', import.meta.url), 'utf8');
const executablePath = firstExisting(['/usr/bin/firefox-esr', '/usr/bin/firefox']);

async function missing() {
  return missingOf([
    [executablePath, 'Firefox', 'apt-get install firefox-esr'],
    [await loadPackage('puppeteer-core'), 'puppeteer-core', 'npm ci'],
  ]);
}

class FirefoxSession extends PageSession {
  #browser;
  #profile;

  constructor(browser, page, profile) {
    super('Firefox', page);
    this.#browser = browser;
    this.#profile = profile;
  }

  async setFiles(selector, paths) {
    const input = await this.page.$(selector);
    await within(callLimitMs, 'Firefox setFiles', input.uploadFile(...paths));
    await input.dispose();
  }

  drop(selector, paths) {
    return this.evaluate(dropInPage, selector, filesAsJson(paths));
  }

  async press(key) {
    const [last, ...held] = key.split('+').reverse();
    for (const modifier of held) await this.page.keyboard.down(modifier);
    await this.page.keyboard.press(last);
    for (const modifier of held) await this.page.keyboard.up(modifier);
  }

  async close() {
    try {
      await within(callLimitMs, 'Firefox close', this.#browser.close());
      keepCompiled(executablePath, this.#profile);
    } catch (error) {
      this.#browser.process()?.kill('SIGKILL');
      throw error;
    } finally {
      removeProfile(this.#profile);
    }
  }
}

async function launch(profile, preferences) {
  const { default: puppeteer } = await loadPackage('puppeteer-core');
  return puppeteer.launch({
    browser: 'firefox',
    executablePath,
    userDataDir: profile,
    timeout: startLimitMs,
    protocolTimeout: callLimitMs,
    // Puppeteer lets file: pages read each other. Set Firefox's default again.
    extraPrefsFirefox: { 'security.fileuri.strict_origin_policy': true, ...preferences },
  });
}

async function open(url, preferences = {}) {
  const profile = makeProfile(executablePath);
  let browser = null;
  try {
    browser = await launch(profile, preferences);
    const page = await browser.newPage();
    await page.evaluateOnNewDocument(recorder);
    const session = new FirefoxSession(browser, page, profile);
    await session.goto(url);
    return session;
  } catch (error) {
    await browser?.close();
    removeProfile(profile);
    throw error;
  }
}

/** Firefox with other settings than the usual ones. @param {Record<string, unknown>} preferences by the names of about:config */
export function firefoxWith(preferences) {
  return { name: 'Firefox', missing, open: (url) => open(url, preferences) };
}

const { open: openPrivate } = firefoxWith({ 'browser.privatebrowsing.autostart': true });

export const firefox = { name: 'Firefox', missing, open: (url) => open(url), openPrivate };
