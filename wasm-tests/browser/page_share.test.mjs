// Pictures that other apps share with the installed page are posted as a form. The server records all that arrives: not one byte of
// them may, with the service worker or without it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { reportFault } from '../report_fault.mjs';
import { startServer } from '../../tools/serve.mjs';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { builtPage, samplePath, settledOffline } from './glance_page.mjs';
import { inEveryEngine } from './in_every_engine.mjs';

const posted = []; // the bodies of all that was posted
let withoutWorker = false;

// The page's server also has a page that posts a form to the share target, as the system does.
function onRequest(request, response) {
  if (request.method === 'POST') {
    request.on('data', (chunk) => posted.push(chunk.length));
    request.on('end', () => response.writeHead(404).end());
    return true;
  }
  if (request.url === '/system') return answerSystem(response);
  if (withoutWorker && request.url.startsWith('/service-worker.js')) {
    response.writeHead(404).end();
    return true;
  }
  return false;
}

function answerSystem(response) {
  response
    .writeHead(200, { 'content-type': 'text/html' })
    .end('<!doctype html><title>System</title>');
  return true;
}

// Runs in a page.
function postForm(action, base64, name) {
  const form = Object.assign(document.createElement('form'), {
    method: 'post',
    enctype: 'multipart/form-data',
    action,
  });
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, { type: 'image/png' }));
  const input = Object.assign(document.createElement('input'), { type: 'file', name: 'pictures' });
  input.files = transfer.files;
  form.append(input);
  document.body.append(form);
  form.submit();
}

const picture = readFileSync(samplePath('coffee.png')).toString('base64');

await inEveryEngine({ ...builtPage, origins: ['http'], server: { onRequest } }, (place) => {
  let elsewhere; // another origin
  const evaluate = (code, ...args) => place.session.evaluate(code, ...args).catch(() => undefined);
  const manifest = () =>
    evaluate(async () => {
      const { href } = document.querySelector('link[rel=manifest]');
      return {
        name: href.split('/').at(-1),
        takes: 'share_target' in (await (await fetch(href)).json()),
      };
    });
  const pictures = () =>
    evaluate(() => [...document.querySelectorAll('article')].map(({ dataset }) => dataset.file));
  const isReady = () =>
    poll('ready', () => evaluate(() => document.documentElement.dataset.state === 'ready'));
  const folder = () => place.server.url;

  before(async () => {
    withoutWorker = false;
    posted.length = 0;
    elsewhere = await startServer({
      directory: new URL('.', import.meta.url).pathname,
      onRequest: (_request, response) => answerSystem(response),
    });
    await isReady();
    await settledOffline(place.session);
  });
  after(() => elsewhere?.close());

  test('fault 51: the manifest takes pictures once the service worker controls the page', async () => {
    await poll('the manifest is exchanged', async () => (await manifest())?.takes);
    assert.equal((await manifest()).name, 'share.webmanifest');
  });

  test('fault 51: what the system posts is on the page, and nothing of it has reached the server', async () => {
    await place.session.goto(`${folder()}system`);
    await evaluate(postForm, `${folder()}share`, picture, 'own.png');
    await poll('the picture', async () => (await pictures())?.includes('own.png'));
    assert.deepEqual(posted, []);
  });

  test('fault 51: what another site posts reaches neither the page nor the server', async () => {
    await place.session.goto(elsewhere.url.replace('127.0.0.1', 'localhost'));
    await evaluate(postForm, `${folder()}share`, picture, 'foreign.png');
    await poll('the page', () => evaluate((url) => location.href.startsWith(url), folder()));
    await isReady();
    assert.deepEqual([await pictures(), posted], [[], []]);
  });

  test('fault 51: with the service worker gone, nothing is offered, and a form on the page posts nothing', async () => {
    await settledOffline(place.session); // a page that registers it while it is being removed brings it back
    withoutWorker = true;
    await evaluate(async () => {
      for (const each of await navigator.serviceWorker.getRegistrations()) await each.unregister();
    });
    await place.session.goto('about:blank'); // or it would stay in control
    await place.session.goto(`${folder()}system`);
    await poll('no service worker is left', () =>
      evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length === 0),
    );
    await place.session.goto(`${folder()}index.html?again`);
    await isReady();
    await settledOffline(place.session);
    assert.equal(await evaluate(() => navigator.serviceWorker.controller), null);
    assert.deepEqual(await manifest(), { name: 'manifest.webmanifest', takes: false });
    await evaluate(postForm, `${folder()}share`, picture, 'lost.png');
    await poll('the policy says so', async () =>
      (await place.session.violations()).some((line) => line.startsWith('form-action')),
    );
    assert.deepEqual(posted, []);
    assert.equal(place.server.requests.filter(({ method }) => method === 'POST').length, 0);
    reportFault(
      51,
      '3 forms posted: 0 bytes at the server, with and without service worker',
      place.engine.name,
    );
  });
});
