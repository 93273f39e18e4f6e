// The few commands of W3C WebDriver that the tests need, over plain HTTP.
import { callLimitMs, startLimitMs } from './time_limit.mjs';

const elementKey = 'element-6066-11e4-a52e-4f735466cecf'; // fixed by the standard
const keyCodes = {
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Escape: '\uE00C',
  Space: ' ',
  Delete: '\uE017',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
};

// What WebKitWebDriver answers when the page's process ended while a script ran, had ended before, and when the browser is gone. Its
// own "Could not parse script result" is not about the result: a process that ends leaves an empty one.
const hasEnded = /Could not parse script result|page crash or hang|^invalid session id/;

async function command(method, url, body, limitMs = callLimitMs) {
  const response = await fetch(url, {
    method,
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(limitMs),
  });
  const { value } = await response.json();
  if (!response.ok) {
    const error = `${value.error}: ${value.message}`;
    throw new Error(hasEnded.test(error) ? `WebKit's process has ended (${error})` : error);
  }
  return value;
}

/** True when the driver at `url` answers and takes sessions. */
export function isReady(url) {
  return command('GET', `${url}/status`).then(
    (status) => status.ready,
    () => false,
  );
}

export class WebDriverSession {
  #url;

  constructor(url) {
    this.#url = url;
  }

  static async start(driverUrl, capabilities) {
    const body = { capabilities: { alwaysMatch: capabilities } };
    const { sessionId } = await command('POST', `${driverUrl}/session`, body, startLimitMs);
    return new WebDriverSession(`${driverUrl}/session/${sessionId}`);
  }

  goto(url) {
    return command('POST', `${this.#url}/url`, { url });
  }

  /** The JSON value of an expression, awaited when it is a promise. */
  evaluate(expression) {
    return command('POST', `${this.#url}/execute/sync`, {
      script: `return (${expression});`,
      args: [],
    });
  }

  async setFiles(selector, paths) {
    const element = await command('POST', `${this.#url}/element`, {
      using: 'css selector',
      value: selector,
    });
    await command('POST', `${this.#url}/element/${element[elementKey]}/value`, {
      text: paths.join('\n'),
    });
  }

  /** Presses one key, with modifiers before it: `Shift+Tab`. */
  press(key) {
    const values = key.split('+').map((name) => keyCodes[name] ?? name);
    const down = values.map((value) => ({ type: 'keyDown', value }));
    const up = values.toReversed().map((value) => ({ type: 'keyUp', value }));
    const keyboard = { type: 'key', id: 'keyboard', actions: [...down, ...up] };
    return command('POST', `${this.#url}/actions`, { actions: [keyboard] });
  }

  /** PNG bytes. */
  async screenshot() {
    return Buffer.from(await command('GET', `${this.#url}/screenshot`), 'base64');
  }

  end() {
    return command('DELETE', this.#url);
  }
}
