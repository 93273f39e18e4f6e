// tools/serve.mjs: types, ranges, what it refuses, and its command line. Uses raw sockets where `fetch` would clean up the path.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseRange, startServer } from '../../tools/serve.mjs';

const serve = fileURLToPath(new URL('../../tools/serve.mjs', import.meta.url));
let folder;
let server;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'glance-serve-'));
  mkdirSync(join(folder, 'root/sub'), { recursive: true });
  mkdirSync(join(folder, 'root-of-another'));
  for (const [name, text] of [
    ['root/index.html', '<p>home</p>'],
    ['root/sub/index.html', '<p>sub</p>'],
    ['root/empty.txt', ''],
    ['root/a.wasm', '0123456789'],
    ['root/a.js', '1'],
    ['root/a.safetensors', '1'],
    ['root/with space.txt', 'spaced'],
    ['secret.txt', 'secret'],
    ['root-of-another/secret.txt', 'secret'],
  ])
    writeFileSync(join(folder, name), text);
  symlinkSync(join(folder, 'secret.txt'), join(folder, 'root/link.txt'));
  server = await startServer({
    directory: join(folder, 'root'),
    mounts: { '/other/': join(folder, 'root-of-another') },
  });
});

after(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

// The status line and body of a request whose path is sent exactly as given.
function rawGet(path) {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    let text = '';
    socket.setTimeout(5000, () => socket.destroy(new Error('no answer')));
    socket
      .on('data', (data) => {
        text += data;
      })
      .on('error', reject)
      .on('close', () => resolve(text));
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  });
}

describe('static server', () => {
  for (const [name, type] of [
    ['', 'text/html; charset=utf-8'],
    ['a.wasm', 'application/wasm'],
    ['a.js', 'text/javascript; charset=utf-8'],
    ['a.safetensors', 'application/octet-stream'],
    ['with%20space.txt', 'text/plain; charset=utf-8'],
  ]) {
    test(`/${name} has type ${type}`, async () => {
      const response = await fetch(server.url + name);
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('content-type'), type);
      await response.arrayBuffer();
    });
  }

  test('a directory without its slash is redirected, with it is its index.html', async () => {
    const response = await fetch(`${server.url}sub?x=1`);
    assert.equal(response.url, `${server.url}sub/?x=1`);
    assert.equal(await response.text(), '<p>sub</p>');
  });

  test('a redirect never leads to another host', async () => {
    const answer = await rawGet('//sub');
    assert.match(answer, /^HTTP\/1.1 (301[^]*\nlocation: \/sub\/\r|404)/);
  });

  test('HEAD sends the length and no body', async () => {
    const response = await fetch(`${server.url}a.wasm`, { method: 'HEAD' });
    assert.equal(response.headers.get('content-length'), '10');
    assert.equal(await response.text(), '');
  });

  test('an empty file is 200 with no body', async () => {
    const response = await fetch(`${server.url}empty.txt`);
    assert.equal(response.status, 200);
    assert.equal(await response.text(), '');
  });

  for (const [range, status, body, contentRange] of /** @type {any[][]} */ ([
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=5-99', 206, '56789', 'bytes 5-9/10'],
    ['bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=10-', 416, 'range not satisfiable\n', 'bytes */10'],
    ['bytes=x', 200, '0123456789', null],
    ['bytes=4-2', 200, '0123456789', null],
  ])) {
    test(`Range ${range} gives ${status}`, async () => {
      const response = await fetch(`${server.url}a.wasm`, { headers: { range } });
      assert.equal(response.status, status);
      assert.equal(response.headers.get('content-range'), contentRange);
      assert.equal(await response.text(), body);
    });
  }

  test('`bytes=-0` asks for nothing and cannot be satisfied', () => {
    assert.equal(parseRange('bytes=-0', 10), 'unsatisfiable');
  });

  for (const path of [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/sub/../../secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/../root-of-another/secret.txt',
    '/other/../secret.txt',
    '/link.txt',
    '/index.html%00',
    '/%zz',
    '/none',
    '*',
    'http://elsewhere/index.html',
    '/other',
  ]) {
    test(`${path} is not found`, async () => {
      const answer = await rawGet(path);
      assert.match(answer, /^HTTP\/1.1 404 /);
      assert.doesNotMatch(answer, /secret\r?\n?$/);
    });
  }

  test('other methods are refused', async () => {
    const response = await fetch(server.url, { method: 'POST', body: 'x' });
    assert.equal(response.status, 405);
    assert.equal(response.headers.get('allow'), 'GET, HEAD');
  });

  test('a mounted folder is served under its prefix', async () => {
    assert.equal(await (await fetch(`${server.url}other/secret.txt`)).text(), 'secret');
  });

  test('requests are recorded, and onRequest may answer instead', async () => {
    const other = await startServer({
      directory: folder,
      onRequest: (request, response) =>
        request.url === '/teapot' && (response.writeHead(418).end(), true),
    });
    assert.equal((await fetch(`${other.url}teapot`)).status, 418);
    assert.equal((await fetch(`${other.url}secret.txt`)).status, 200);
    assert.deepEqual(other.requests, [
      { method: 'GET', path: '/teapot' },
      { method: 'GET', path: '/secret.txt' },
    ]);
    await other.close();
  });

  for (const isolated of [false, true]) {
    test(`isolation headers are ${isolated ? '' : 'not '}sent with isolated: ${isolated}`, async () => {
      const other = await startServer({ directory: folder, isolated });
      const { headers } = await fetch(`${other.url}secret.txt`);
      assert.equal(headers.get('cross-origin-opener-policy'), isolated ? 'same-origin' : null);
      assert.equal(headers.get('cross-origin-embedder-policy'), isolated ? 'require-corp' : null);
      await other.close();
    });
  }

  test('a taken port is an error', async () => {
    const port = Number(new URL(server.url).port);
    await assert.rejects(startServer({ directory: folder, port }), { code: 'EADDRINUSE' });
  });
});

// Runs the command line; ends it as soon as it has printed a URL.
function runServe(...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [serve, ...args], { timeout: 10_000 });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => {
        output += data;
        if (/^http:/.test(output)) child.kill();
      });
    }
    child.on('error', reject).on('close', (code) => resolve({ code, output }));
  });
}

describe('serve on the command line', () => {
  test('prints its address, on the loopback interface', async () => {
    assert.match(
      (await runServe('--directory', folder)).output,
      /^http:\/\/127\.0\.0\.1:\d+\/ {2}serves /,
    );
  });

  test('--help explains and exits 0', async () => {
    const { code, output } = await runServe('--help');
    assert.equal(code, 0);
    assert.match(output, /--isolated/);
  });

  for (const args of [['--port', 'x'], ['--port', '70000'], ['--nonsense'], ['dist']]) {
    test(`${args.join(' ')} is wrong usage, exit 2`, async () => {
      const { code, output } = await runServe(...args);
      assert.equal(code, 2);
      assert.match(output, /Usage:/);
    });
  }

  test('a missing folder is an error that says what to do', async () => {
    const { code, output } = await runServe('--directory', join(folder, 'none'));
    assert.equal(code, 1);
    assert.match(output, /make page/);
  });
});
