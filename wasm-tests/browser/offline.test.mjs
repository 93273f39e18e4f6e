// The page without a network: after one visit the server goes away. Then it returns with another release, which the page takes
// as a whole or not at all. The models are tiny, all else is real. The page is in a subfolder of its host.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { engines } from '../../tools/browsers/index.mjs';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { samplePath, show } from './glance_page.mjs';
import { describeUnless, isWanted } from './in_every_engine.mjs';
import { click } from './page_models.mjs';
import { absentRelease, makeReleases } from './releases.mjs';

const { folderOf, host } = await makeReleases(['1.0.0', '2.0.0', '3.0.0']);

// Runs in the page: posts what the system posts to a share target, and goes where the answer leads. As a form the page's policy
// forbids it; the service worker takes either.
async function shareWithPage(base64) {
  const form = new FormData();
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  form.append('pictures', new File([bytes], 'shared 照片.png', { type: 'image/png' }));
  const { url } = await fetch('./share', { method: 'POST', body: form });
  location.href = url;
}

for (const engine of engines.filter(isWanted)) {
  const reason = absentRelease ?? (await engine.missing());
  describeUnless(`offline in ${engine.name}`, reason, () => {
    const place = host();
    let url;
    let session;

    // A page that is being reloaded cannot be evaluated: poll again.
    const ask = (question, ...args) => session.evaluate(question, ...args).catch(() => undefined);
    const is = (name, value) =>
      poll(`data-${name}="${value}"`, () =>
        ask((key, wanted) => document.documentElement.dataset[key] === wanted, name, value),
      );
    const versionIs = (version) =>
      poll(`version ${version}`, () =>
        ask(async (wanted) => {
          const scripts = await Promise.all(
            ['start.js', 'glance.js'].map(async (name) => (await fetch(name)).text()),
          );
          return (
            document.documentElement.dataset.state === 'ready' &&
            scripts.every(
              (script) => script.includes(`"${wanted}"`) || script.includes(`version:"${wanted}"`),
            )
          );
        }, version),
      );
    const releases = () =>
      ask(async () => (await caches.keys()).filter((name) => name.startsWith('glance /')));
    const waiting = () =>
      ask(async () => {
        const { installing, waiting: next } = await navigator.serviceWorker.getRegistration();
        return { installing: installing !== null, waiting: next !== null };
      });

    async function open(address = url) {
      await session.goto(address);
      await is('state', 'ready');
    }

    async function answersAPicture() {
      const [{ predictions }] = await show(session, [samplePath('coffee.png')]);
      assert.equal(predictions.length, 5);
    }

    before(async () => {
      await place.serve('1.0.0');
      url = place.url;
      session = await engine.open(url);
    });
    after(async () => {
      await session?.close();
      await place.leave();
    });

    test('the first visit stores the page', async () => {
      await is('state', 'ready');
      await is('kept', 'true');
      assert.equal((await releases()).length, 1);
    });

    test('without the server the page opens, is isolated, and answers', async () => {
      await place.leave();
      for (const address of [url, `${url}index.html?threads=1`]) {
        await open(address);
        assert.ok(await ask('crossOriginIsolated'));
        await answersAPicture();
      }
      await versionIs('1.0.0');
    });

    test('the page offers a newer release once it is complete, and stays as it is until somebody takes it', async () => {
      await place.serve('2.0.0');
      await open();
      await is('update', 'ready');
      await versionIs('1.0.0');
      assert.match(
        await ask(() => document.getElementById('update-text').textContent),
        /new version/,
      );
      await answersAPicture();
      const loaded = place.requests.map(({ path }) => path.replace('/some/where/', ''));
      assert.deepEqual(
        loaded.filter((path) => /\.(wasm|gz)$/.test(path)),
        [],
        'what has not changed is not loaded again',
      );
    });

    test('one button switches to the whole new release, and the older one is removed', async () => {
      const [older] = await releases();
      await click(session, '#take-update');
      await is('update', 'none'); // asks the document only: Chromium switches when nothing is being fetched
      await versionIs('2.0.0');
      await poll('one release', async () => (await releases())?.length === 1);
      assert.notEqual((await releases())[0], older);
      await place.leave();
      await open();
      await versionIs('2.0.0');
      await answersAPicture();
    });

    for (const [name, answer] of /** @type {any[][]} */ ([
      [
        'a damaged script',
        (response) =>
          response
            .writeHead(200, { 'content-type': 'text/javascript' })
            .end(readFileSync(join(folderOf('3.0.0'), 'start.js')).subarray(1)),
      ],
      [
        'a page of the host in its place',
        (response) =>
          response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>'),
      ],
    ])) {
      test(`a release with ${name} is not taken, and the older one stays in use`, async () => {
        await place.serve(
          '3.0.0',
          ({ url: path }, response) => path === '/some/where/start.js' && (answer(response), true),
        );
        await open();
        const tried = () =>
          place.requests.filter(({ path }) => path === '/some/where/start.js').length >= 2;
        // The browser may try again right afterwards: its registration and the navigation each look for an update.
        const registered = await poll('the attempt is over', async () => {
          const now = tried() && (await waiting());
          return now && !now.installing && now;
        });
        assert.equal(registered.waiting, false);
        await place.leave();
        await open();
        await versionIs('2.0.0');
        await answersAPicture();
      });
    }

    test('the same release is taken when it is not damaged', async () => {
      await place.serve('3.0.0');
      await open();
      await is('update', 'ready');
      await click(session, '#take-update');
      await is('update', 'none');
      await versionIs('3.0.0');
      await answersAPicture();
    });

    const noShare = engine.name === 'WebKit' && 'WebKit has no share targets';
    test(
      'pictures that another app shares with the page are classified, also without a network',
      { skip: noShare },
      async () => {
        await place.leave();
        await ask(shareWithPage, readFileSync(samplePath('coffee.png')).toString('base64'));
        await poll('the shared picture is answered', () =>
          ask(() => document.querySelector('article[data-file="shared 照片.png"] li') !== null),
        );
        assert.equal(await ask(() => location.search), '');
        assert.equal(
          (await ask(() => caches.keys())).some((name) => name.includes('shared')),
          false,
        );
      },
    );

    test('has had no error except that the server was away', async () => {
      const errors = (await session.consoleErrors()).filter(
        (line) =>
          !/ERR_CONNECTION_REFUSED|ServiceWorker|service worker|cannot load http|Failed to load resource/.test(
            line,
          ),
      );
      assert.deepEqual([errors, await session.violations()], [[], []]);
    });
  });
}
