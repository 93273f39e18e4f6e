// An HTTP proxy on the loopback address for a browser under test. It records each URL that pages, workers or the browser itself
// request, forwards requests to this machine, refuses all others, and inserts recorder.js as the first script of each HTML page
// that the browser navigates to (not of HTML that a script fetches).
import { readFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { pipeline } from 'node:stream';
import { recorderName, withRecorder } from './recorded_page.mjs';

const recorder = readFileSync(new URL('recorder.js', import.meta.url));

async function sendHtml(answer, response) {
  const chunks = await answer.toArray();
  const html = Buffer.from(withRecorder(Buffer.concat(chunks).toString('utf8')));
  response.writeHead(answer.statusCode, { ...answer.headers, 'content-length': html.length });
  response.end(html);
}

function passOn(request, response) {
  const { method, headers } = request;
  const onward = httpRequest(request.url, { method, headers }, (answer) => {
    const isPage =
      method === 'GET' &&
      headers.accept?.includes('text/html') &&
      answer.headers['content-type']?.startsWith('text/html');
    if (isPage) return sendHtml(answer, response);
    response.writeHead(answer.statusCode, answer.headers);
    response.flushHeaders();
    return pipeline(answer, response, () => {}); // cut when the answer is
  });
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}

/** @returns {Promise<{ address: string, requests: string[], close: () => Promise<void> }>} `address` is host:port */
export async function startRecordingProxy() {
  /** @type {string[]} */
  const requests = [];
  const server = createServer((request, response) => {
    const { url = '' } = request;
    const { hostname, pathname } = new URL(url, 'http://direct.invalid');
    if (pathname.endsWith(`/${recorderName}`)) {
      return response.writeHead(200, { 'content-type': 'text/javascript' }).end(recorder);
    }
    requests.push(url);
    return hostname === '127.0.0.1' ? passOn(request, response) : response.writeHead(502).end();
  });
  server.on('connect', (request, socket) => {
    // https
    requests.push(`https://${request.url}`);
    socket.destroy();
  });
  await /** @type {Promise<void>} */ (
    new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  );
  /** @returns {Promise<void>} */
  const close = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { address: `127.0.0.1:${port}`, requests, close };
}
