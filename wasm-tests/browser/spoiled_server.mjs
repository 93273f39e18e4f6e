// A server of the built page that gives other answers than its files where a test wants that: cut, stalled, wrong, or a script
// with something before it.
import { readFileSync } from 'node:fs';
import { isolationHeaders } from '../../web/service_worker/isolate.ts';
import { dist } from './places.mjs';

const types = {
  html: 'text/html',
  js: 'text/javascript',
  wasm: 'application/wasm',
  gz: 'application/gzip',
};

/** The bytes of a file of the page. */
export const fileOfPage = (name) => readFileSync(new URL(name, dist));

const headersOf = (name, bytes) => ({
  ...isolationHeaders,
  'content-type': types[name.split('.').at(-1)],
  'content-length': bytes.length,
  'cache-control': 'no-cache',
});

/**
 * An answer of the whole file, but for what `more` says.
 * @param {string} name of the file
 * @param {{ status?: number, change?: (bytes: Buffer) => Buffer, headers?: object }} [more]
 */
export function answerWith(name, { status = 200, change = (bytes) => bytes, headers = {} } = {}) {
  return (request, response) => {
    const bytes = change(fileOfPage(name));
    response.writeHead(status, { ...headersOf(name, bytes), ...headers }).end(bytes);
  };
}

/** The head of the whole file and `part` of its bytes; then the connection ends, or nothing comes any more. */
export function breakOff(name, part, end = (response) => response.destroy()) {
  return (request, response) => {
    const bytes = fileOfPage(name);
    response.writeHead(200, headersOf(name, bytes));
    response.flushHeaders();
    response.write(bytes.subarray(0, Math.ceil(bytes.length * part)), () => end(response));
  };
}

/** Nothing at all, not even a head. */
export const hangUp = (request, response) => response.destroy();

/** A script of the page with `prelude`, a text or a function that is called, before it. */
export function scriptAfter(prelude, name) {
  const text = typeof prelude === 'function' ? `(${prelude})();` : prelude;
  return answerWith(name, { change: (script) => Buffer.from(`${text}\n${script}`) });
}

/**
 * What startServer's `onRequest` is to be, and the answers that it gives by file name; all others are the files'.
 * @returns {{ answers: Map<string, (request, response) => void>, onRequest: (request, response) => boolean }}
 */
export function spoiler() {
  const answers = new Map();
  const onRequest = (request, response) => {
    const answer = answers.get(request.url.split('?')[0].slice(1));
    answer?.(request, response);
    return Boolean(answer);
  };
  return { answers, onRequest };
}
