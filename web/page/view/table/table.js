// The table of pictures. Only the rows near the window are in the document, so that it costs the same for 50 and for 5,000
// pictures. What people do is shown at once, what merely happens with the next frame.
import { layoutOf } from '../../state.js';
import { rowsOf } from '../../table/rows.js';
import { piecesOf, rowsInView } from '../../table/window.js';
import { listenToKeys } from './keys.js';
import { fillRow, makeRow, showThumbnail } from './row.js';
import { putInOrder } from './row_order.js';
import { dropThumbnails, makeThumbnails } from './thumbnails.js';

const firstGuessPx = 60; // how high a row is, until one has been measured
const rows = new Map(); // id -> { row, picture, language }
let shown = { pictures: [], state: null, strings: null }; // `pictures` in the table's order
let rowHeight = firstGuessPx;
let activeId = null; // the row that Tab leads to
let frame = 0; // that is asked for, and what it is to do
let next = null;

const table = document.getElementById('table');
const body = document.getElementById('rows');

/** @param {import('../../state.js').State} state */
export function renderTable(state, strings) {
  const before = shown.state;
  const isShown = layoutOf(state) === 'table' && state.pictures.length > 0;
  if (!isShown) return hide(state, strings);
  const onlyAnswers = !table.hidden && before.table === state.table && before.language === state.language
    && before.pictures.length === state.pictures.length;
  shown = { ...shown, state, strings };
  table.hidden = false;
  if (onlyAnswers) soon(sortAndDraw);
  else sortAndDraw();
}

/** @returns {number} how many pictures the filter leaves */
export function countOfRows(state, strings) {
  return rowsOf(state, strings).length;
}

function hide(state, strings) {
  if (table.hidden && rows.size === 0) return;
  table.hidden = true;
  shown = { pictures: [], state, strings };
  document.getElementById('rows-empty').hidden = true;
  body.replaceChildren();
  rows.clear();
  dropThumbnails();
}

// One frame does what several asked for; sorting is the more of the two.
function soon(work) {
  next = next === sortAndDraw ? next : work;
  frame ||= requestAnimationFrame(() => {
    const whatToDo = next;
    frame = 0;
    next = null;
    if (!table.hidden) whatToDo();
  });
}

function sortAndDraw() {
  const { state, strings } = shown;
  shown.pictures = rowsOf(state, strings);
  document.getElementById('rows-empty').hidden = shown.pictures.length > 0;
  table.setAttribute('aria-rowcount', shown.pictures.length + 1);
  for (const header of table.querySelectorAll('[data-column]')) header.setAttribute('aria-sort', orderOf(header.dataset.column, state.table));
  draw();
}

function orderOf(column, { by, descending }) {
  if (column !== by) return 'none';
  return descending ? 'descending' : 'ascending';
}

function draw(kept = rowWithFocus()) {
  const { pictures } = shown;
  const view = inView(pictures.length);
  const pieces = piecesOf({ ...view, kept, count: pictures.length });
  const reachable = reachableRow(view, kept);
  forgetAllBut(new Set(pieces.map(({ row }) => pictures[row]?.id)));
  putInOrder(body, pieces.map(({ row, space }) => (space ? { spacePx: space * rowHeight } : { row: upToDate(row, row === reachable) })));
  showThumbnails(view, pieces);
  measure();
}

function rowWithFocus() {
  return body.contains(document.activeElement) ? indexOfActive() : -1;
}

function indexOfActive() {
  return shown.pictures.findIndex(({ id }) => id === activeId);
}

// Tab leads to one row: where the focus was, else to the first that is seen.
function reachableRow({ first, end, firstSeen }, kept) {
  const active = kept < 0 ? indexOfActive() : kept;
  return kept >= 0 || (active >= first && active < end) ? active : firstSeen;
}

function inView(count) {
  const top = -body.getBoundingClientRect().top;
  const firstSeen = Math.min(Math.max(Math.ceil(top / rowHeight), 0), count - 1);
  return { ...rowsInView({ top, height: innerHeight, rowHeight, count }), firstSeen };
}

function forgetAllBut(ids) {
  for (const [id, { row }] of rows) {
    if (ids.has(id)) continue;
    row.remove();
    rows.delete(id);
  }
}

function upToDate(index, isReachable) {
  const { state: { language }, strings } = shown;
  const picture = shown.pictures[index];
  const known = rows.get(picture.id);
  const row = known?.row ?? makeRow(picture);
  if (known?.picture !== picture || known.language !== language) fillRow(row, picture, language, strings);
  rows.set(picture.id, { row, picture, language });
  row.setAttribute('aria-rowindex', index + 2);
  for (const each of [row, ...row.querySelectorAll('button')]) each.tabIndex = isReachable ? 0 : -1;
  return row;
}

function showThumbnails({ first, end }, pieces) {
  const middle = (first + end) / 2;
  const indices = pieces.filter(({ row }) => row !== undefined).map(({ row }) => row);
  const pictures = indices.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle)).map((index) => shown.pictures[index]);
  for (const picture of pictures) showThumbnail(rows.get(picture.id).row, picture);
  makeThumbnails(pictures);
}

// Larger letters make higher rows.
function measure() {
  const height = body.querySelector('tr[data-id]')?.getBoundingClientRect().height;
  if (!height || Math.abs(height - rowHeight) < 0.01) return;
  rowHeight = height;
  soon(draw);
}

// The row comes into the document first, then into the window.
function goTo(index) {
  activeId = shown.pictures[index].id;
  draw(index);
  const { row } = rows.get(activeId);
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: 'nearest' });
}

function follow(id) {
  if (id === activeId) return;
  activeId = id;
  draw();
}

listenToKeys(body, {
  follow,
  goTo,
  place: () => ({ row: indexOfActive(), count: shown.pictures.length, page: Math.max(Math.floor(innerHeight / rowHeight) - 2, 1) }),
});
for (const type of ['scroll', 'resize']) addEventListener(type, () => table.hidden || soon(draw), { passive: true });
