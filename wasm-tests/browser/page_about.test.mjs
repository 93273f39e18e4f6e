// "About this build": true hashes and versions, and the measurement.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { chromium } from '../../tools/browsers/index.mjs';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { assertQuiet, builtPage, readyAfterMs } from './glance_page.mjs';
import { inEveryEngine } from './in_every_engine.mjs';

import { click, sha256Of } from './page_models.mjs';
import { aboutIsThere } from './page_scenes.mjs';
import { dist, modelUrl, pageUrl } from './places.mjs';

const { version } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);
const [, policy] = /Content-Security-Policy" content="([^"]+)"/.exec(readFileSync(pageUrl, 'utf8'));

await inEveryEngine({ ...builtPage, engines: [chromium] }, (place) => {
  const about = () =>
    place.session.evaluate(() => ({
      open: document.getElementById('about').open,
      facts: Object.fromEntries(
        [...document.querySelectorAll('#about-facts > div')].map((row) => [
          row.firstChild.textContent,
          row.lastChild.textContent,
        ]),
      ),
      policy: document.getElementById('policy').textContent,
      parts: [...document.querySelectorAll('#part-list li')].map((part) => part.textContent),
      licenses: document.querySelector('#about a').getAttribute('href'),
    }));
  const outcome = (pattern) =>
    poll(
      `${pattern}`,
      () =>
        place.session.evaluate((wanted) => {
          const text = document.getElementById('benchmark-outcome').textContent;
          return new RegExp(wanted).test(text) && text;
        }, pattern.source),
      { limitMs: 60_000 },
    );

  before(() => readyAfterMs(place.session));

  test('a key opens it from the foot of the page', async () => {
    await place.session.evaluate(() => document.querySelector('.colophon button').focus());
    await place.session.press('Enter');
    await aboutIsThere(place.session);
    assert.ok((await about()).open);
  });

  test('names the version, the backend with its reason, and what the browser supports', async () => {
    const { facts } = await about();
    assert.equal(facts.Version, version);
    assert.match(facts['Runs on'], /SIMD\. This browser has /);
    assert.match(
      facts['This browser'],
      place.origin === 'http'
        ? /^Has SIMD, .*service workers/
        : /^Has SIMD.* Not available here: .*service workers/,
    );
    assert.match(
      facts['Without a network'],
      place.origin === 'http' ? /kept on this device/ : /works from disk/,
    );
  });

  test('has the SHA-256 of the weights and of the build of the core that are in use', async () => {
    const { facts } = await about();
    assert.equal(facts['SHA-256 of EfficientNet-Lite0'], sha256Of(modelUrl));
    const [name, sha256] = Object.entries(facts).find(([key]) => key.endsWith('.wasm'));
    const file = name.replace('SHA-256 of ', '');
    assert.equal(sha256, sha256Of(new URL(file, dist)));
    assert.equal(file.includes('relaxed'), /^[^.]*, relaxed SIMD\./.test(facts['Runs on']));
  });

  test('shows the content policy, and the parts with their licences and where to read them', async () => {
    const { policy: shown, parts, licenses } = await about();
    assert.equal(shown.replaceAll('\n', ' '), policy);
    assert.ok(parts.includes('XNNPACK BSD-3-Clause') && parts.length >= 9, parts.join());
    assert.equal(licenses, 'LICENSES.txt');
  });

  test('the button that starts a measurement also cancels it', async () => {
    await click(place.session, '#benchmark-start');
    await click(place.session, '#benchmark-start');
    await outcome(/^Cancelled\.$/);
  });

  test('a measurement gives median and 95th percentile of the model in use, and a text to copy', async (t) => {
    await click(place.session, '#benchmark-start');
    const text = await outcome(/^Median /);
    t.diagnostic(`${place.engine.name} from ${place.origin}: ${text}`);
    const [, median, p95] = /^Median ([\d.,]+) ms, 95% within ([\d.,]+) ms$/.exec(text);
    assert.ok(parseFloat(median) > 0 && parseFloat(median) <= parseFloat(p95));
    await click(place.session, '#benchmark-copy');
    const report = await poll('copied, or shown', () =>
      place.session.evaluate(() => {
        const area = document.getElementById('benchmark-text');
        return (
          (!area.hidden || document.getElementById('benchmark-copy').textContent === 'Copied') &&
          area.value
        );
      }),
    );
    const agent = await place.session.evaluate(() => navigator.userAgent);
    for (const part of [`Glance ${version}`, sha256Of(modelUrl), '30 runs: median ', agent])
      assert.ok(report.includes(part), report);
  });

  test('Escape closes it', async () => {
    await place.session.press('Escape');
    await poll('closed', async () => !(await about()).open);
  });

  test('has had no error, violation or request outside', () => assertQuiet(place));
});
