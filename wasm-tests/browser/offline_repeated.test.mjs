// Repeated: a browser that was closed starts the page without a network, and releases replace each other. The hash of each file shows
// that a page never mixes two releases. GLANCE_LONG=1 repeats more often.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { reportFault } from '../report_fault.mjs';
import { chromium, chromiumWithProfile } from '../../tools/browsers/index.mjs';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { samplePath, show } from './glance_page.mjs';
import { describeUnless } from './in_every_engine.mjs';
import { click } from './page_models.mjs';
import { absentRelease, makeReleases } from './releases.mjs';

const long = process.env.GLANCE_LONG === '1';
const coldStarts = long ? 20 : 3;
const swaps = long ? 10 : 2;
const files = [
  'index.html',
  'start.js',
  'app.js',
  'style.css',
  'glance.js',
  'glance-worker.js',
  'manifest.webmanifest',
  'models/activations.safetensors.gz',
];
const versions = ['1.0.0', '2.0.0'];
const { folderOf, host } = await makeReleases(versions);

// A page that is being reloaded cannot be evaluated: poll again.
const ask = (session, question, ...args) =>
  session.evaluate(question, ...args).catch(() => undefined);
const is = (session, name, value) =>
  poll(`data-${name}="${value}"`, () =>
    ask(session, (key, wanted) => document.documentElement.dataset[key] === wanted, name, value),
  );

// Runs in the page.
async function hashesOf(names) {
  const hashes = {};
  for (const name of names) {
    const digest = await crypto.subtle.digest('SHA-256', await (await fetch(name)).arrayBuffer());
    hashes[name] = Array.from(new Uint8Array(digest), (byte) =>
      byte.toString(16).padStart(2, '0'),
    ).join('');
  }
  return hashes;
}

const hashesIn = (version) =>
  Object.fromEntries(
    files.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folderOf(version), name)))
        .digest('hex'),
    ]),
  );

async function answersAPicture(session) {
  const [{ predictions }] = await show(session, [samplePath('coffee.png')]);
  assert.equal(predictions.length, 5);
}

describeUnless(
  'offline, repeated, in Chromium',
  absentRelease ?? (await chromium.missing()),
  () => {
    const place = host();
    let profile;

    before(() => {
      profile = mkdtempSync(join(tmpdir(), 'glance-profile-'));
    });
    after(async () => {
      await place.leave();
      rmSync(profile, { recursive: true, force: true });
    });

    test(
      `fault 19: after one visit ${coldStarts} browsers start the page without a network`,
      { timeout: 300_000 },
      async () => {
        await place.serve(versions[0]);
        const { url } = place;
        const first = await chromiumWithProfile(profile).open(url);
        await is(first, 'kept', 'true');
        await first.close();
        await place.leave();
        let started = 0;
        for (let i = 0; i < coldStarts; ++i) {
          const session = await chromiumWithProfile(profile).open(url);
          try {
            await is(session, 'state', 'ready');
            assert.ok(await ask(session, 'crossOriginIsolated'));
            await answersAPicture(session);
            ++started;
          } finally {
            await session.close();
          }
        }
        reportFault(19, `${started} of ${coldStarts} cold starts without a network`, 'Chromium');
      },
    );

    test(
      `fault 19: two releases that replace each other ${swaps} times are never mixed`,
      { timeout: 300_000 },
      async () => {
        const expected = versions.map(hashesIn);
        assert.notEqual(expected[0]['start.js'], expected[1]['start.js']);
        await place.serve(versions[0]);
        const session = await chromium.open(place.url);
        const isWholly = async (release) =>
          assert.deepEqual(await session.evaluate(hashesOf, files), expected[release]);
        try {
          await is(session, 'kept', 'true');
          for (let i = 0; i < swaps; ++i) {
            const [older, newer] = [i % 2, (i + 1) % 2];
            await place.serve(versions[newer]);
            await session.goto(place.url);
            await is(session, 'update', 'ready');
            await is(session, 'state', 'ready');
            await isWholly(older); // although the server has the newer one
            await answersAPicture(session);
            await click(session, '#take-update');
            await is(session, 'update', 'none');
            await is(session, 'state', 'ready');
            await isWholly(newer);
            await answersAPicture(session);
          }
          reportFault(19, `two releases followed one another ${swaps} times, 0 mixed`, 'Chromium');
        } finally {
          await session.close();
        }
      },
    );
  },
);
