// The browser's Worker on a thread of Node, as far as the library needs it: one classic script, messages with transfer,
// errors, terminate.
import { Worker as Thread } from 'node:worker_threads';

// Run before the script: what browsers call what Node has.
const prelude = `
  const { parentPort, workerData } = require('node:worker_threads');
  globalThis.self = globalThis;
  globalThis.importScripts = () => {};
  globalThis.location = { href: 'blob:glance' };
  self.postMessage = (message, transfer) => parentPort.postMessage(message, transfer);
  parentPort.on('message', (data) => self.onmessage({ data }));
  require('node:vm').runInThisContext(workerData);`;

export class NodeWorker {
  #thread;
  #terminated = false;

  /** @param {string} script */
  constructor(script) {
    this.#thread = new Thread(prelude, { eval: true, workerData: script });
    this.#thread.on('message', (data) => this.#terminated || this.onmessage?.({ data }));
    this.#thread.on('error', ({ message }) => this.#terminated || this.onerror?.({ message }));
  }

  postMessage(message, transfer = []) {
    this.#thread.postMessage(message, transfer);
  }

  terminate() {
    this.#terminated = true;
    this.#thread.terminate();
  }
}
