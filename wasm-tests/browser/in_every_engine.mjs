// Runs a set of tests in each engine, from disk (file:) and from a server (http:), in one session each.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startServer } from '../../tools/serve.mjs';
import { engines as allEngines } from './engines/index.mjs';

/**
 * A group of tests. What cannot run is skipped with its reason on a developer's machine and fails where CI=true.
 * @param {string} name
 * @param {string | null} reason why they cannot run
 * @param {() => void} define registers them
 */
export function describeUnless(name, reason, define) {
  if (!reason) return describe(name, define);
  if (process.env.CI === 'true')
    return describe(name, () => test('can run', () => assert.fail(reason)));
  return describe(name, () => test('all', { skip: reason }, () => {}));
}

/** Null, or a sentence about the first file that is not there. `files` is a list of [URL, how to get it]. */
export function absentFile(files) {
  const [url, remedy] = files.find(([file]) => !existsSync(file)) ?? [];
  return url ? `${fileURLToPath(url)} does not exist (${remedy})` : null;
}

async function openPlace(place, { page, server }) {
  if (place.origin === 'http') {
    place.server = await startServer({ directory: dirname(fileURLToPath(page)), ...server });
    place.url = place.server.url + (server?.path ?? basename(page.pathname));
  }
  place.session = await place.engine.open(place.url);
}

async function closePlace(place) {
  await place.session?.close();
  await place.server?.close();
}

/**
 * @param {object} where
 * @param {URL} where.page the file: URL of the page
 * @param {[URL, string][]} [where.needs] files that must be there, and how to get them
 * @param {object[]} [where.engines] @param {('file' | 'http')[]} [where.origins]
 * @param {object} [where.server] options of startServer, and `path` of the page on it
 * @param {(place: { engine, origin: 'file' | 'http', url: string, session, server }) => void} define registers the tests;
 *   `engine` and `origin` are there at once, the rest when the tests run
 */
export async function inEveryEngine(where, define) {
  const { page, needs = [], engines = allEngines, origins = ['file', 'http'] } = where;
  for (const engine of engines) {
    const reason = absentFile([...needs, [page, 'make page']]) ?? (await engine.missing());
    for (const origin of origins) {
      const place = { engine, origin, url: page.href };
      describeUnless(`${engine.name} from ${origin}:`, reason, () => {
        before(() => openPlace(place, where));
        after(() => closePlace(place));
        define(place);
      });
    }
  }
}
