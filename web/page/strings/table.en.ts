// The texts about many pictures: the switch to a table, the table, progress, and files to save.
import { formatsOf } from '../pictures/formats.ts';

const { count: n } = formatsOf('en');

export const tableEn = Object.freeze({
  layout: 'Show pictures as',
  cards: 'Cards',
  asTable: 'Table',
  filter: 'Filter',
  filterHint: 'Shows only the pictures whose name or labels have this text',
  filterCount: (shown, total) => `${n(shown)} of ${n(total)}`,
  tableCaption: 'Pictures and what they show',
  columnPicture: 'Picture',
  columnName: 'File',
  columnSize: 'Size',
  columnLabel: 'Label',
  columnScore: 'Sure',
  columnFurther: 'Other labels',
  columnTime: 'Time',
  columnEdit: 'Change',
  rowsEmpty: 'No picture fits the filter.',
  batchAndLeft: (settled, total, seconds) => {
    const left = seconds <= 60 ? `${n(seconds)} s left` : `${n(Math.ceil(seconds / 60))} min left`;
    return `${n(settled)} of ${n(total)}, ${left}`;
  },
  retryMany: (count) => (count === 1 ? 'Try one again' : `Try ${n(count)} again`),
  retryOne: (name) => `Try ${name} again`,
  saveCsv: 'Save as CSV',
  saveJson: 'Save as JSON',
});
