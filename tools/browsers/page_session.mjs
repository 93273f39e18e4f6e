// The part of a session that playwright (Chromium) and puppeteer (Firefox) share: their `page` objects have the same events and
// the same evaluate, goto and screenshot.
import { expressionOf } from './page_code.mjs';
import { callLimitMs, within } from './time_limit.mjs';

export class PageSession {
  #name;
  #errors = [];
  #violations = [];
  #requests = [];

  /** `page` is playwright's or puppeteer's; it has run recorder.js before each document. */
  constructor(name, page) {
    this.#name = name;
    this.page = page;
    page.setDefaultTimeout(callLimitMs);
    page.on(
      'console',
      (message) => message.type() === 'error' && this.#errors.push(message.text()),
    );
    page.on('pageerror', (error) => this.#errors.push(String(error)));
    page.on('request', (request) => this.#requests.push(request.url()));
  }

  async goto(url) {
    await this.violations(); // those of the page that is left
    await this.page.goto(url);
  }

  evaluate(code, ...args) {
    return within(
      callLimitMs,
      `${this.#name} evaluate`,
      this.page.evaluate(expressionOf(code, args)),
    );
  }

  async screenshot(path) {
    await this.page.screenshot({ path });
  }

  async consoleErrors() {
    return [...this.#errors];
  }

  async violations() {
    this.#violations.push(
      ...(await this.evaluate('globalThis.glanceTestRecorded?.violations.splice(0) ?? []')),
    );
    return [...this.#violations];
  }

  async requests() {
    return [...this.#requests];
  }

  async forget() {
    await this.violations();
    for (const list of [this.#errors, this.#violations, this.#requests]) list.length = 0;
  }
}
