// The answers as a table for spreadsheets (docs/export.md): RFC 4180, one row a picture, as many columns as the picture with
// most labels needs. What a spreadsheet would take for a formula is made a text by an apostrophe before it.
import { recordsOf } from './records.ts';

const byteOrderMark = '\uFEFF'; // without it, Excel takes UTF-8 for something else

const facts = [
  ['file', ({ file }) => file],
  ['status', ({ status }) => status],
  ['width', ({ width }) => width],
  ['height', ({ height }) => height],
  ['bytes', ({ bytes }) => bytes],
];
const circumstances = [
  ['model', ({ model }) => model?.name],
  ['model_sha256', ({ model }) => model?.sha256],
  ['input_width', ({ model }) => model?.input.width],
  ['input_height', ({ model }) => model?.input.height],
  ['preprocessing', ({ model }) => model && JSON.stringify(model.preprocessing)],
  ['decode_ms', (record) => milliseconds(record, 'decode')],
  ['preprocess_ms', (record) => milliseconds(record, 'preprocess')],
  ['infer_ms', (record) => milliseconds(record, 'infer')],
  ['total_ms', (record) => milliseconds(record, 'total')],
  ['notes', ({ notes }) => notes?.join(' ')],
  ['error_code', ({ error }) => error?.code],
  ['error_message', ({ error }) => error?.message],
];

/** @param {import('../state/state.ts').State} state @returns {string} */
export function csvOf(state) {
  const records = recordsOf(state);
  const columns = [...facts, ...labelColumns(records), ...circumstances];
  const rows = [
    columns.map(([name]) => name),
    ...records.map((record) => columns.map(([, valueOf]) => valueOf(record))),
  ];
  return byteOrderMark + rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
}

function labelColumns(records) {
  const most = Math.max(0, ...records.map(({ predictions = [] }) => predictions.length));
  return Array.from({ length: most }, (_, i) => [
    [`index_${i + 1}`, ({ predictions }) => predictions?.[i]?.index],
    [`label_${i + 1}`, ({ predictions }) => predictions?.[i]?.label],
    [`score_${i + 1}`, ({ predictions }) => predictions?.[i]?.score.toFixed(6)],
  ]).flat();
}

function milliseconds({ timings_ms: timings }, step) {
  return timings?.[step]?.toFixed(2);
}

/** @param {string | number | undefined} value @returns {string} the cell as it stands in the file */
export function cellOf(value) {
  const text = asText(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function asText(value) {
  return typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
}
