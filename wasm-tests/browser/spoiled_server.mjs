// Answers that a server of the built page gives instead of its files: cut, stalled, wrong, or a script with something before it.
import { readFileSync } from 'node:fs';
import { isolationHeaders } from '../../web/service_worker/isolation.ts';
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
 * Answers with the whole file, changed as `more` says.
 * @param {string} name of the file
 * @param {{ status?: number, change?: (bytes: Buffer) => Buffer, headers?: object }} [more]
 */
export function answerWith(name, { status = 200, change = (bytes) => bytes, headers = {} } = {}) {
  return (request, response) => {
    const bytes = change(fileOfPage(name));
    response.writeHead(status, { ...headersOf(name, bytes), ...headers }).end(bytes);
  };
}

/** Answers with the headers of the whole file and `part` of its bytes; then `end` ends the connection or leaves it open. */
export function breakOff(name, part, end = (response) => response.destroy()) {
  return (request, response) => {
    const bytes = fileOfPage(name);
    response.writeHead(200, headersOf(name, bytes));
    response.flushHeaders();
    response.write(bytes.subarray(0, Math.ceil(bytes.length * part)), () => end(response));
  };
}

/** Closes the connection without an answer. */
export const hangUp = (request, response) => response.destroy();

/** Answers with a script of the page after `prelude`: a text, or a function that is called. */
export function scriptAfter(prelude, name) {
  const text = typeof prelude === 'function' ? `(${prelude})();` : prelude;
  return answerWith(name, { change: (script) => Buffer.from(`${text}\n${script}`) });
}

/**
 * An `onRequest` for startServer, and the answers that it gives by file name. All other files are served as they are.
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
