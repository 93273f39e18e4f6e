// The table of pictures: its order, its filter, and when it is drawn. What people do is shown at once, what merely happens with
// the next frame.
import { isBusy } from '../../state/pictures.ts';
import { layoutOf } from '../../state/table.ts';
import { rowsOf } from '../../table/rows.ts';
import { setText } from '../set_text.ts';
import { clearRows, showRows } from './rows_in_window.ts';

let shown = null; // the state that is shown, and its strings; null while there is no table
let frame = 0;

/** @param {import('../../state/state.ts').State} state */
export function renderTable(state, strings) {
  const isWanted = layoutOf(state) === 'table' && state.pictures.length > 0;
  const before = shown;
  shown = isWanted ? { state, strings } : null;
  if (before && isWanted && onlyAnswersCame(before.state, state))
    frame ||= requestAnimationFrame(draw);
  else if (before || isWanted) draw();
}

function onlyAnswersCame(before, state) {
  return (
    before.table === state.table &&
    before.settings === state.settings &&
    before.pictures.length === state.pictures.length
  );
}

function draw() {
  cancelAnimationFrame(frame);
  frame = 0;
  const table = document.getElementById('table');
  table.hidden = !shown;
  const pictures = shown ? rowsOf(shown.state, shown.strings) : [];
  renderFound(pictures.length);
  if (!shown) return clearRows();
  const { state, strings } = shown;
  table.setAttribute('aria-rowcount', pictures.length + 1);
  for (const header of table.querySelectorAll('[data-column]')) {
    header.setAttribute('aria-sort', orderOf(header.dataset.column, state.table));
  }
  showRows(pictures, state.settings, strings);
}

// What the filter leaves. The count is spoken when it changes by the filter, not with every picture that is answered.
function renderFound(found) {
  const count = document.getElementById('filter-count');
  document.getElementById('rows-empty').hidden = !shown || found > 0;
  const isFiltered = shown !== null && shown.state.table.filter.trim() !== '';
  count.setAttribute('aria-live', shown && isBusy(shown.state) ? 'off' : 'polite');
  setText(count, isFiltered ? shown.strings.filterCount(found, shown.state.pictures.length) : '');
}

function orderOf(column, { by, descending }) {
  if (column !== by) return 'none';
  return descending ? 'descending' : 'ascending';
}
