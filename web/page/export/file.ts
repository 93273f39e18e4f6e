// The answers as a file to be saved.
import { csvOf } from './csv.ts';
import { jsonOf } from './json.ts';

const formats = {
  csv: { type: 'text/csv;charset=utf-8', textOf: csvOf },
  json: { type: 'application/json', textOf: jsonOf },
};

/**
 * @param {import('../state/state.ts').State} state
 * @param {'csv' | 'json'} format
 * @param {Date} now for the name
 * @returns {{ name: string, blob: Blob }}
 */
export function fileOf(state, format, now) {
  const { type, textOf } = formats[format];
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
  return { name: `glance-${day}.${format}`, blob: new Blob([textOf(state)], { type }) };
}
