// Runs a set of tests in each engine, from disk (file:) and from a server (http:), in one session each.
import { describe, before, after, test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer } from '../../tools/serve.mjs';
import { engines } from './engines/index.mjs';

const inCi = process.env.CI === 'true';

// Null, or why the tests cannot run here.
async function obstacle(engine, page) {
  if (!existsSync(page)) return `${page.pathname} does not exist: build it first (make page)`;
  return engine.missing();
}

/**
 * What cannot run is skipped with its reason on a developer's machine and fails where CI=true.
 * @param {string} name of the group of tests
 * @param {string | null} reason why they cannot run
 * @param {() => void} define registers them
 */
export function describeUnless(name, reason, define) {
  if (reason && inCi) return describe(name, () => test('can run', () => assert.fail(reason)));
  if (reason) return describe(name, () => test('all', { skip: reason }, () => {}));
  return describe(name, define);
}

async function openPlace(place, page) {
  if (place.origin === 'http') {
    place.server = await startServer({ directory: dirname(fileURLToPath(page)) });
    place.url = place.server.url + basename(page.pathname);
  }
  place.session = await place.engine.open(place.url);
}

/**
 * @param {URL} page the file: URL of the page
 * @param {(place: { engine, origin: 'file' | 'http', url: string, session, server }) => void} define registers the tests.
 *   `engine` and `origin` are there at once, the rest when the tests run.
 */
export async function inEveryEngine(page, define) {
  for (const engine of engines) {
    const reason = await obstacle(engine, page);
    for (const origin of ['file', 'http']) {
      const place = { engine, origin, url: page.href };
      describeUnless(`${engine.name} from ${origin}:`, reason, () => {
        before(() => openPlace(place, page));
        after(async () => {
          await place.session?.close();
          await place.server?.close();
        });
        define(place);
      });
    }
  }
}
