// Drives WebKitGTK's MiniBrowser by WebKitWebDriver on an X server without a screen. WebDriver reports neither console nor requests,
// so recorder.js is inserted into the page: over http by a recording proxy, from file: in a copy of the page's folder. It reports
// the console errors, uncaught errors and violations of the page, and every request that leaves the browser. It does not report
// file: requests, nor the console and the violations of a worker.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstExisting, missingOf } from './installed.mjs';
import { startOwned } from './owned_process.mjs';
import { dropInPage, expressionOf, filesAsJson } from './page_code.mjs';
import { copyRecorded } from './recorded_page.mjs';
import { startRecordingProxy } from './recording_proxy.mjs';
import { poll, startLimitMs, within } from './time_limit.mjs';
import { isReady, WebDriverSession } from './webdriver.mjs';

const driverPath = firstExisting(['/usr/bin/WebKitWebDriver']);
const xvfbPath = firstExisting(['/usr/bin/Xvfb']);
const libraries = [
  '/usr/lib',
  ...readdirSync('/usr/lib')
    .filter((name) => name.includes('-linux-'))
    .map((name) => `/usr/lib/${name}`),
];
const browserPath = firstExisting(
  libraries.flatMap((folder) => [
    `${folder}/webkit2gtk-4.1/MiniBrowser`,
    `${folder}/webkitgtk-6.0/MiniBrowser`,
  ]),
);

async function missing() {
  return missingOf([
    [driverPath && browserPath, 'WebKitGTK', 'apt-get install webkit2gtk-driver'],
    [xvfbPath, 'Xvfb', 'apt-get install xvfb'],
  ]);
}

// Starts an X server. It picks a free display and writes its number to descriptor 3.
async function startDisplay() {
  const screen = ['-screen', '0', '1280x1024x24', '-nolisten', 'tcp'];
  const server = startOwned(xvfbPath, ['-displayfd', '3', ...screen], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = new Promise((resolve, reject) => {
    server.child.stdio[3]?.once('data', (data) => resolve(String(data).trim()));
    server.child.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
  });
  return { ...server, name: `:${await within(startLimitMs, 'Xvfb', number)}` };
}

async function freePort() {
  const server = createServer();
  await /** @type {Promise<void>} */ (
    new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  );
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function startDriver(env) {
  const port = await freePort();
  const driver = startOwned(driverPath, [`--port=${port}`], { env, stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  await poll('WebKitWebDriver', () => isReady(url), { limitMs: startLimitMs });
  return { ...driver, url };
}

class WebKitSession {
  #folder;
  #proxy;
  #driver;
  #errors = [];
  #violations = [];
  #ends;

  constructor({ folder, proxy, driver, ends }) {
    this.#folder = folder;
    this.#proxy = proxy;
    this.#driver = driver;
    this.#ends = ends;
  }

  async goto(url) {
    await this.#collect();
    await this.#driver.goto(url.startsWith('file:') ? copyRecorded(url, this.#folder) : url);
  }

  evaluate(code, ...args) {
    return this.#driver.evaluate(expressionOf(code, args));
  }

  setFiles(selector, paths) {
    return this.#driver.setFiles(selector, paths);
  }

  drop(selector, paths) {
    return this.evaluate(dropInPage, selector, filesAsJson(paths));
  }

  press(key) {
    return this.#driver.press(key);
  }

  async screenshot(path) {
    writeFileSync(path, await this.#driver.screenshot());
  }

  async consoleErrors() {
    await this.#collect();
    return [...this.#errors];
  }

  async violations() {
    await this.#collect();
    return [...this.#violations];
  }

  async requests() {
    return [...this.#proxy.requests];
  }

  async forget() {
    await this.#collect();
    for (const list of [this.#errors, this.#violations, this.#proxy.requests]) list.length = 0;
  }

  async close() {
    for (const end of this.#ends.splice(0).reverse()) await end();
  }

  async #collect() {
    const news = await this.evaluate(`globalThis.glanceTestRecorded && {
      errors: glanceTestRecorded.errors.splice(0), violations: glanceTestRecorded.violations.splice(0) }`);
    this.#errors.push(...(news?.errors ?? []));
    this.#violations.push(...(news?.violations ?? []));
  }
}

// Turns overlay scroll bars off. They fade away, and each fade repaints the whole window in software for two seconds, after each page
// that is opened and each scrolling.
function writeSettings(home) {
  for (const gtk of ['gtk-3.0', 'gtk-4.0']) {
    const folder = join(home, '.config', gtk);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'settings.ini'), '[Settings]\ngtk-overlay-scrolling=false\n');
  }
  return { HOME: home, XDG_CONFIG_HOME: join(home, '.config') };
}

// Starts what a session needs, one after the other; `ends` receives how each is ended, in the order of starting.
async function start(ends) {
  const folder = mkdtempSync(join(tmpdir(), 'glance-webkit-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  const proxy = await startRecordingProxy();
  ends.push(proxy.close);
  const display = await startDisplay();
  ends.push(display.end);
  const service = await startDriver({
    ...process.env,
    ...writeSettings(folder),
    DISPLAY: display.name,
  });
  ends.push(service.end);
  const driver = await WebDriverSession.start(service.url, {
    'webkitgtk:browserOptions': { binary: browserPath, args: ['--automation'] },
    proxy: { proxyType: 'manual', httpProxy: proxy.address, sslProxy: proxy.address },
  });
  ends.push(() => driver.end().catch(() => {})); // a browser that has crashed is ended with the driver's group
  return new WebKitSession({ folder, proxy, driver, ends });
}

async function open(url) {
  const ends = [];
  try {
    const session = await start(ends);
    await session.goto(url);
    return session;
  } catch (error) {
    for (const end of ends.reverse()) await end();
    throw error;
  }
}

export const webkit = { name: 'WebKit', missing, open };
