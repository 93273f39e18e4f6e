// The answers as a file to be saved (docs/export.md): a JSON document, or a CSV table for spreadsheets.
import type { Classification, Preprocessing } from '../../library/types.ts';
import { verdictOf } from '../pictures/verdict.ts';
import type {
  AnsweringModel,
  Failure,
  LabelledAnswer,
  Language,
  Picture,
  PictureStatus,
  Recognised,
  Settings,
  State,
} from '../state/state.ts';
import { languages } from '../strings/strings.ts';
import { dayOf } from './download.ts';

interface RecordModel {
  name: string;
  sha256: string;
  preprocessing: Preprocessing;
  /** At another resolution than the file's own the crop has another size; `input_size` is what it was. */
  input: { width: number; height: number };
}

// `label` of an answer that is not sure says so.
type SavedAnswer = Pick<LabelledAnswer, 'score' | 'index' | 'group' | 'unknown'> & {
  label: string;
};

interface PictureRecord {
  file: string;
  bytes: number;
  status: PictureStatus;
  width?: number;
  height?: number;
  answer?: SavedAnswer;
  predictions?: { index: number; label: string; score: number }[];
  looks?: number;
  decisive?: Classification['decisive'];
  timings_ms?: Classification['timings'];
  notes?: string[];
  model?: RecordModel;
  error?: Failure;
}

const formats = {
  csv: { type: 'text/csv;charset=utf-8', textOf: csvOf },
  json: { type: 'application/json', textOf: jsonOf },
};

/** @param now for the name */
export function answersFile(
  state: State,
  format: keyof typeof formats,
  now: Date,
): { name: string; blob: Blob } {
  const { type, textOf } = formats[format];
  return { name: `glance-${dayOf(now)}.${format}`, blob: new Blob([textOf(state)], { type }) };
}

// One record for each settled picture, in the order of the page.
function recordsOf({ pictures, settings }: State): PictureRecord[] {
  return pictures
    .filter(({ status }) => status !== 'waiting' && status !== 'running')
    .map((picture) => {
      const { name, file, status } = picture;
      return { file: name, bytes: file.size, status, ...outcomeOf(picture, settings) };
    });
}

function outcomeOf(
  { result, failure }: Picture,
  { language, topK }: Settings,
): Partial<PictureRecord> {
  if (failure) return { error: { code: failure.code, message: failure.message } };
  if (!result) return {};
  const { width, height, looks, decisive } = result;
  return {
    width,
    height,
    answer: answerOf(result, language),
    predictions: result.predictions
      .slice(0, topK)
      .map(({ index, score, labels }) => ({ index, label: labels[language] ?? '', score })),
    looks,
    decisive,
    timings_ms: result.timings,
    notes: result.notes.map(({ code }) => code),
    model: modelOf(result.model),
  };
}

function answerOf(result: Recognised, language: Language): SavedAnswer {
  const { score, index, group, unknown } = result.answer;
  return {
    label: verdictOf(result, language, languages[language]).word,
    score,
    index,
    group,
    unknown,
  };
}

function modelOf(model: AnsweringModel): RecordModel {
  const { name, sha256, preprocessing, inputWidth, inputHeight } = model;
  return { name, sha256, preprocessing, input: { width: inputWidth, height: inputHeight } };
}

/** Its records are those of `glance classify --format json`, with more fields; models stand in a list of their own. */
export function jsonOf(state: State): string {
  const records = recordsOf(state);
  const models = new Map(
    records.flatMap(({ model }) => (model ? [[keyOf(model), model] as const] : [])),
  );
  const keys = [...models.keys()];
  const pictures = records.map(({ model, ...record }) =>
    model ? { ...record, model: keys.indexOf(keyOf(model)) } : record,
  );
  const { language } = state;
  const document = {
    format: 'glance-answers',
    version: 1,
    language,
    models: [...models.values()],
    pictures,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

// The same weights may have been run at two resolutions.
function keyOf({ sha256, input }: RecordModel): string {
  return `${sha256} ${input.width} ${input.height}`;
}

type Cell = string | number | undefined;
type CsvColumn = readonly [name: string, valueOf: (record: PictureRecord) => Cell];

const byteOrderMark = '\uFEFF'; // without it, Excel does not read UTF-8

const columnsBefore: readonly CsvColumn[] = [
  ['file', ({ file }) => file],
  ['status', ({ status }) => status],
  ['width', ({ width }) => width],
  ['height', ({ height }) => height],
  ['bytes', ({ bytes }) => bytes],
];
const columnsAfter: readonly CsvColumn[] = [
  ['answer', ({ answer }) => answer?.label],
  ['answer_score', ({ answer }) => answer?.score.toFixed(6)],
  ['answer_group', ({ answer }) => answer?.group ?? undefined],
  ['unknown', ({ answer }) => answer && String(answer.unknown)],
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

/** RFC 4180: one row for each picture, with as many columns as the picture with most labels needs. */
export function csvOf(state: State): string {
  const records = recordsOf(state);
  const columns = [...columnsBefore, ...labelColumns(records), ...columnsAfter];
  const rows = [
    columns.map(([name]) => name),
    ...records.map((record) => columns.map(([, valueOf]) => valueOf(record))),
  ];
  return byteOrderMark + rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
}

function labelColumns(records: readonly PictureRecord[]): CsvColumn[] {
  const most = Math.max(0, ...records.map(({ predictions = [] }) => predictions.length));
  return Array.from({ length: most }, (_, i): CsvColumn[] => [
    [`index_${i + 1}`, ({ predictions }) => predictions?.[i]?.index],
    [`label_${i + 1}`, ({ predictions }) => predictions?.[i]?.label],
    [`score_${i + 1}`, ({ predictions }) => predictions?.[i]?.score.toFixed(6)],
  ]).flat();
}

function milliseconds(record: PictureRecord, step: keyof Classification['timings']): Cell {
  return record.timings_ms?.[step].toFixed(2);
}

/** The cell as it stands in the file. */
export function cellOf(value: Cell): string {
  const text = inert(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// An apostrophe keeps spreadsheets from running a text as a formula.
function inert(value: string | number): string {
  return typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
}
