// What is above many pictures: the switch between cards and table, the filter, and the buttons that save the answers.
import { layoutOf } from '../state/table.ts';

/** @param {import('../state/state.ts').State} state */
export function renderMany(state) {
  const layout = layoutOf(state);
  const { length: count } = state.pictures;
  document.getElementById('many').hidden = count < 2;
  document.getElementById('filter-part').hidden = layout !== 'table';
  for (const button of document.querySelectorAll('[data-layout]')) {
    button.setAttribute('aria-pressed', button.dataset.layout === layout);
  }
  const field = document.getElementById('filter');
  if (field.value !== state.table.filter) field.value = state.table.filter;
}
