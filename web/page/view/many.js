// What is above many pictures: the switch between cards and table, the filter, and the buttons that save the answers.
import { layoutOf } from '../state.js';
import { setText } from './set_text.js';
import { countOfRows } from './table/table.js';

export function renderMany(state, strings) {
  const layout = layoutOf(state);
  const { length: count } = state.pictures;
  document.getElementById('many').hidden = count < 2;
  document.getElementById('filter-part').hidden = layout !== 'table';
  for (const button of document.querySelectorAll('[data-layout]')) {
    button.setAttribute('aria-pressed', button.dataset.layout === layout);
  }
  renderFilter(state, layout, strings);
}

// The count is spoken, so it is there only while something is filtered.
function renderFilter(state, layout, strings) {
  const field = document.getElementById('filter');
  const { filter } = state.table;
  if (field.value !== filter) field.value = filter;
  const isFiltered = layout === 'table' && filter.trim() !== '';
  setText(document.getElementById('filter-count'), isFiltered ? strings.filterCount(countOfRows(state, strings), state.pictures.length) : '');
}
