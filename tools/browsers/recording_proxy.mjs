// An HTTP proxy on the loopback address that stands between a browser and everything else. It notes each URL asked
// for (by pages, workers and the browser itself), passes requests for this machine on, refuses all others, and
// puts recorder.js in front of the scripts of each HTML page that is gone to (not of those that a script reads).
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
    if (pathname === `/${recorderName}`) {
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
