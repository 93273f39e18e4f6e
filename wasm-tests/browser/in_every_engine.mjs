// Runs a set of tests in browsers, from disk (file:) and from a server (http:). Each engine is started once per set.
//
// Which tests run where: a test runs in all three engines when its outcome may depend on the engine. That holds for
// what an engine decodes, draws or lays out, for keyboard focus, storage, workers, memory, SIMD, the clipboard and
// the camera, and for its rules about file: pages and the content policy. What follows from our own code alone (state,
// sorting, texts, messages, what the library computes, what it does when a fake refuses) runs in Chromium only, and there in
// one place. In the same way a test runs both from disk and from a server only when it loads, stores or requests something;
// the rest runs from disk. The head of each file says which of its tests run where.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startServer } from '../../tools/serve.mjs';
import { chromium, engines as allEngines } from '../../tools/browsers/index.mjs';

/**
 * @typedef {'file' | 'http'} Origin
 * @typedef {object} Where
 * @property {URL} page the file: URL of the page
 * @property {any[][]} [needs] files that must exist, and how to get them: pairs of a URL and a sentence
 * @property {any[]} [engines]
 * @property {Origin[] | ((engine: any) => Origin[])} [origins]
 * @property {any} [server] options of startServer, and `path` of the page on it
 * @typedef {object} Place
 * @property {any} engine
 * @property {Origin} origin
 * @property {string} url
 * @property {boolean} isFirst whether it is the first of its origins
 * @property {any} [session] while the tests run
 * @property {any} [server] while the tests run, from a server
 */

/** @type {Partial<Where>} Options of inEveryEngine: where the outcome depends on the engine, but not on where the page comes from. */
export const fromDisk = { origins: ['file'] };
/** @type {Partial<Where>} Options of inEveryEngine: where it depends on both, but one engine shows what a server changes. */
export const fromServerInChromium = {
  origins: ({ name }) => (name === chromium.name ? ['file', 'http'] : ['file']),
};
/** @type {Partial<Where>} Options of inEveryEngine: where the outcome depends on neither. */
export const inOnePlace = { engines: [chromium], origins: ['file'] };

/** False when `run.mjs --engine NAME` asked for another engine. */
export function isWanted({ name }) {
  const wanted = process.env.GLANCE_ENGINE;
  return !wanted || name.toLowerCase() === wanted.toLowerCase();
}

/**
 * node:test's `test` for tests that run in Chromium only, from the first origin, though others beside them run in every engine.
 * @returns {(...args: any[]) => void} takes what `test` takes
 */
export function testInChromium({ engine, isFirst }) {
  return engine.name === chromium.name && isFirst ? test : () => {};
}

/** As testInChromium; with GLANCE_LONG=1 they run in every engine. */
export function testInChromiumUnlessLong(place) {
  return process.env.GLANCE_LONG === '1' ? test : testInChromium(place);
}

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

/** Null, or a sentence about the first file that does not exist. @param {any[][]} files pairs of a URL and how to get it */
export function absentFile(files) {
  const [url, remedy] = files.find(([file]) => !existsSync(file)) ?? [];
  return url ? `${fileURLToPath(url)} does not exist (${remedy})` : null;
}

/** @param {Place} place @param {Where} where */
async function openPlace(place, { page, server }) {
  if (place.origin === 'http') {
    place.server = await startServer({ directory: dirname(fileURLToPath(page)), ...server });
    place.url = place.server.url + (server?.path ?? basename(page.pathname));
  }
  await place.session.goto('about:blank');
  await place.session.forget(); // drops what the page before has recorded
  await place.session.goto(place.url);
}

/**
 * @param {Where} where
 * @param {(place: Place) => void} define registers the tests
 */
export async function inEveryEngine(where, define) {
  const { page, needs = [], engines = allEngines, origins = ['file', 'http'] } = where;
  for (const engine of engines.filter(isWanted)) {
    const reason = absentFile([...needs, [page, 'make page']]) ?? (await engine.missing());
    describeUnless(engine.name, reason, () => {
      let session;
      before(async () => {
        session = await engine.open('about:blank');
      });
      after(() => session?.close());
      const originsHere = typeof origins === 'function' ? origins(engine) : origins;
      for (const origin of originsHere) {
        /** @type {Place} */
        const place = { engine, origin, url: page.href, isFirst: origin === originsHere[0] };
        describe(`from ${origin}:`, () => {
          before(() => openPlace(Object.assign(place, { session }), where));
          after(() => place.server?.close());
          define(place);
        });
      }
    });
  }
}
