// A reporter of node:test: after all tests, one line per file with its seconds, the slowest first. Browser tests are
// split by engine: the titles of their outermost groups begin with an engine's name.
import { basename } from 'node:path';

const engineNames = ['Chromium', 'Firefox', 'WebKit'];

/** @param {AsyncIterable<{ type: string, data: any }>} events */
export default async function* reportDurations(events) {
  /** @type {Map<string, { total: number, engines: Map<string, number> }>} */
  const files = new Map();
  let path = '';
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    // A group may be registered by a module that the test file imports. Its tests, which come first, tell the file.
    if (data.file?.endsWith('.test.mjs')) path = data.file;
    if (data.nesting > 0) continue;
    const file = files.get(path) ?? { total: 0, engines: new Map() };
    files.set(path, file);
    const ms = data.details.duration_ms;
    file.total += ms;
    const engine = engineNames.find((name) => data.name.includes(name));
    if (engine) file.engines.set(engine, (file.engines.get(engine) ?? 0) + ms);
  }
  const seconds = (ms) => (ms / 1000).toFixed(1);
  const slowestFirst = [...files].sort(([, a], [, b]) => b.total - a.total);
  for (const [path, { total, engines }] of slowestFirst) {
    const parts = [...engines].map(([name, ms]) => `${name} ${seconds(ms)}`).join(', ');
    const name = basename(path).replace('.test.mjs', '');
    yield `${seconds(total).padStart(7)} s  ${name}${parts && `  (${parts})`}\n`;
  }
}
