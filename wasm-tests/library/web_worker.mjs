// The browser's Worker on top of node's threads, as far as the library needs it: classic scripts by http: or blob: URL,
// messages with transfer, error events, terminate.
import { resolveObjectURL } from 'node:buffer';
import { Worker as Thread } from 'node:worker_threads';

const prelude = `
  const { parentPort, workerData } = require('node:worker_threads');
  globalThis.self = globalThis;
  globalThis.importScripts = () => {};
  globalThis.location = { href: workerData.url };
  self.postMessage = (message, transfer) => parentPort.postMessage(message, transfer);
  parentPort.on('message', (data) => self.onmessage({ data }));
  require('node:vm').runInThisContext(workerData.script);`;

export class WebWorker {
  static started = 0;
  /** @type {((event: { data: any }) => void) | null} */
  onmessage = null;
  /** @type {((event: { message: string }) => void) | null} */
  onerror = null;
  #thread = null;
  #waiting = [];
  #terminated = false;

  constructor(url) {
    ++WebWorker.started;
    scriptAt(String(url)).then(
      (script) => this.#start(script, String(url)),
      (error) => this.onerror?.({ message: error.message }),
    );
  }

  postMessage(message, transfer = []) {
    if (this.#thread) this.#thread.postMessage(message, transfer);
    else this.#waiting.push([message, transfer]);
  }

  terminate() {
    this.#terminated = true;
    this.#thread?.terminate();
  }

  #start(script, url) {
    if (this.#terminated) return;
    this.#thread = new Thread(prelude, { eval: true, workerData: { script, url } });
    this.#thread.on('message', (data) => this.#terminated || this.onmessage?.({ data }));
    this.#thread.on('error', ({ message }) => this.#terminated || this.onerror?.({ message }));
    for (const [message, transfer] of this.#waiting) this.#thread.postMessage(message, transfer);
  }
}

async function scriptAt(url) {
  if (url.startsWith('blob:')) return resolveObjectURL(url).text();
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.text();
}
