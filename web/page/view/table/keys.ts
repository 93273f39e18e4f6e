// The table by keys: arrows, page and end keys lead from row to row, Delete removes one, Enter looks closer at it. Tab leads
// to the buttons of a row.
import { rowAfterKey } from '../../table/window.ts';

/**
 * @param {HTMLElement} body of the table
 * @param {{ follow: (id: number) => void, goTo: (index: number) => void, place: () => { row: number, count: number,
 *   page: number } }} rows `follow` hears which row has got the focus
 */
export function listenToKeys(body, { follow, goTo, place }) {
  body.addEventListener('focusin', ({ target }) => follow(idOf(target)));
  body.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === 'Delete') return press(event.target, 'remove');
    if (event.key === 'Enter' && event.target.matches('tr')) return press(event.target, 'look');
    const row = rowAfterKey(event.key, place());
    if (row === null) return;
    event.preventDefault();
    goTo(row);
  });
}

function idOf(target) {
  return Number(target.closest('tr').dataset.id);
}

function press(target, action) {
  target.closest('tr').querySelector(`[data-action="${action}"]`)?.click();
}
