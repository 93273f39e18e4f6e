// A static file server for the built page: `make serve` for people, `startServer` for the tests.
// It listens on the loopback address only, answers GET and HEAD (with Range), and gives out nothing
// outside its folders: `..`, encoded or not, and links that lead out are "not found".
import { createReadStream, existsSync, realpathSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const mimeTypes = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.safetensors': 'application/octet-stream',
  '.gz': 'application/gzip',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.svg': 'image/svg+xml',
  '.ico': 'image/x-icon',
};

// What a page needs before `self.crossOriginIsolated` is true.
const isolationHeaders = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

// The file that `pathname` (percent-encoded, beginning with /) names, or null when there is none inside the folders.
// `folders` is a list of [prefix, directory]; the first prefix that fits decides. A directory stands for its index.html.
async function findFile(folders, pathname) {
  const [prefix, directory] = folders.find(([start]) => pathname.startsWith(start));
  try {
    const root = realpathSync(directory);
    const wanted = join(root, decodeURIComponent(pathname.slice(prefix.length)));
    const path = realpathSync(pathname.endsWith('/') ? join(wanted, 'index.html') : wanted);
    const inside = path.startsWith(root + sep);
    const status = await stat(path);
    if (inside && status.isDirectory()) return { directory: true };
    return inside && status.isFile() ? { path, size: status.size } : null;
  } catch {
    return null; // no such file, a malformed escape or a NUL byte: all the same to the asker
  }
}

/**
 * The bytes that a Range header asks for.
 * @param {string | undefined} header such as `bytes=0-99`, `bytes=100-` or `bytes=-50`
 * @param {number} size length of the file in bytes
 * @returns {{ start: number, end: number } | 'unsatisfiable' | null} `end` is the last byte; null means the whole file
 */
export function parseRange(header, size) {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const [first, last] = match.slice(1).map((digits) => (digits === '' ? null : Number(digits)));
  if (first !== null && last !== null && last < first) return null;
  const start = first ?? Math.max(0, size - /** @type {number} */ (last));
  const end = first === null || last === null ? size - 1 : Math.min(last, size - 1);
  return start > end ? 'unsatisfiable' : { start, end };
}

function sendText(response, status, headers, text) {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers });
  response.end(response.req.method === 'HEAD' ? undefined : `${text}\n`);
}

function sendFile(request, response, file, headers) {
  const range = parseRange(request.headers.range, file.size);
  if (range === 'unsatisfiable') {
    return sendText(
      response,
      416,
      { 'content-range': `bytes */${file.size}` },
      'range not satisfiable',
    );
  }
  const { start, end } = range ?? { start: 0, end: file.size - 1 };
  response.writeHead(range ? 206 : 200, {
    'content-type': mimeTypes[extname(file.path).toLowerCase()] ?? 'application/octet-stream',
    'content-length': end - start + 1,
    ...(range && { 'content-range': `bytes ${start}-${end}/${file.size}` }),
    'accept-ranges': 'bytes',
    'cache-control': 'no-cache',
    ...headers,
  });
  if (request.method === 'HEAD' || file.size === 0) return response.end();
  const stream = createReadStream(file.path, { start, end });
  stream.on('error', () => response.destroy());
  response.on('close', () => stream.destroy()); // a browser that goes away leaves no open file
  return stream.pipe(response);
}

async function answer(request, response, folders, headers) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return sendText(response, 405, { allow: 'GET, HEAD' }, 'only GET and HEAD');
  }
  const [pathname, query] = request.url.split(/(?=\?)/);
  const file = pathname.startsWith('/') ? await findFile(folders, pathname) : null;
  if (!file) return sendText(response, 404, headers, 'not found');
  // `//host/` would be another origin to a browser, so leading slashes become one.
  const slashed = `${pathname.replace(/^\/+/, '/')}/${query ?? ''}`;
  if (file.directory) return sendText(response, 301, { location: slashed }, 'moved');
  return sendFile(request, response, file, headers);
}

/**
 * Serves a folder on 127.0.0.1.
 * @param {object} options
 * @param {string} options.directory the folder behind `/`
 * @param {Record<string, string>} [options.mounts] further folders by prefix, such as `{ '/pages/': '...' }`
 * @param {number} [options.port] 0 takes a free one
 * @param {boolean} [options.isolated] sends COOP and COEP, so that the page may share memory between threads
 * @param {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => unknown} [options.onRequest] sees each request first; when it returns true it answers itself
 * @returns {Promise<{ url: string, requests: { method: string, path: string }[], close: () => Promise<void> }>}
 *   `url` ends in a slash; `requests` grows as they arrive. Rejects when the port is taken.
 */
export async function startServer({
  directory,
  mounts = {},
  port = 0,
  isolated = false,
  onRequest,
}) {
  const folders = [...Object.entries(mounts), ['/', directory]];
  const headers = isolated ? isolationHeaders : {};
  /** @type {{ method: string, path: string }[]} */
  const requests = [];
  const server = createServer((request, response) => {
    requests.push({ method: request.method ?? '', path: request.url ?? '' });
    if (onRequest?.(request, response) !== true) void answer(request, response, folders, headers);
  });
  await /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    })
  );
  /** @returns {Promise<void>} */
  const close = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const bound = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${bound.port}/`, requests, close };
}

const usage = `Usage: node tools/serve.mjs [--directory DIR] [--port N] [--isolated]

Serves a folder on the loopback address until it is interrupted.
  --directory DIR   the folder (default: dist)
  --port N          listen on port N (default: any free one)
  --isolated        send the COOP and COEP headers that threads in WebAssembly need
  --help            print this
`;

function readArguments(args) {
  const { values } = parseArgs({
    args,
    options: {
      directory: { type: 'string', default: fileURLToPath(new URL('../dist', import.meta.url)) },
      port: { type: 'string', default: '0' },
      isolated: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`--port ${values.port}: not a port`);
  return { ...values, port };
}

async function main() {
  let options;
  try {
    options = readArguments(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${usage}`);
    return 2;
  }
  if (options.help) return void process.stdout.write(usage);
  if (!existsSync(options.directory)) {
    process.stderr.write(`${options.directory} does not exist: build the page first (make page)\n`);
    return 1;
  }
  try {
    const { url } = await startServer(options);
    process.stdout.write(`${url}  serves ${options.directory}; end with Ctrl+C\n`);
  } catch (error) {
    process.stderr.write(`cannot listen on port ${options.port}: ${error.message}\n`);
    return 1;
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await main();
}
