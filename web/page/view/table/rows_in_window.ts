// The rows of the table that are in the document: those near the window and the one that has the focus, so that the table costs
// the same for 50 and for 5,000 pictures.
import { piecesOf, rowsInView } from '../../table/window.ts';
import { element } from '../elements.ts';
import { keepFocus, putInOrder } from '../in_order.ts';
import { createThumbnails } from '../preview/thumbnails.ts';
import { listenToKeys } from './keys.ts';
import { fillRow, makeRow, showThumbnail } from './row.ts';

const firstGuessPx = 60; // how high a row is, until one has been measured
const body = document.getElementById('rows');
const thumbnails = createThumbnails({ sidePx: 160, mostKept: 120 });
const rows = new Map(); // id of a picture -> { row, picture, settings }
let shown = { pictures: [], settings: null, strings: null }; // all of the table, in its order
let rowHeight = firstGuessPx;
let activeId = null; // of the picture whose row had the focus last
let frame = 0;

/** @param {readonly import('../../state/state.ts').Picture[]} pictures all rows of the table */
export function showRows(pictures, settings, strings) {
  shown = { pictures, settings, strings };
  draw();
}

/** Takes all rows out of the document and frees what belongs to them. */
export function clearRows() {
  shown = { ...shown, pictures: [] };
  body.replaceChildren();
  rows.clear();
  thumbnails.drop();
  body.dataset.thumbnails = 0;
}

function draw(kept = rowWithFocus()) {
  const { pictures } = shown;
  const view = inView(pictures.length);
  const pieces = piecesOf({ ...view, kept, count: pictures.length });
  const reachable = reachableRow(view, kept);
  forgetAllBut(new Set(pieces.map(({ row }) => pictures[row]?.id)));
  const elementOf = ({ row, space }) =>
    space ? emptySpace(space * rowHeight) : upToDate(row, row === reachable);
  keepFocus(body, () => putInOrder(body, pieces.map(elementOf)));
  showThumbnails(view, pieces);
  measure();
}

function emptySpace(heightPx) {
  const space = element('tr.space', { 'aria-hidden': 'true' });
  space.style.height = `${heightPx}px`;
  return space;
}

function drawSoon() {
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    if (shown.pictures.length > 0) draw();
  });
}

function rowWithFocus() {
  return body.contains(document.activeElement) ? indexOfActive() : -1;
}

function indexOfActive() {
  return shown.pictures.findIndex(({ id }) => id === activeId);
}

function inView(count) {
  const top = -body.getBoundingClientRect().top;
  const firstSeen = Math.min(Math.max(Math.ceil(top / rowHeight), 0), count - 1);
  return { ...rowsInView({ top, height: innerHeight, rowHeight, count }), firstSeen };
}

// Tab leads to one row: where the focus was, else to the first that is seen.
function reachableRow({ first, end, firstSeen }, kept) {
  const active = kept < 0 ? indexOfActive() : kept;
  return kept >= 0 || (active >= first && active < end) ? active : firstSeen;
}

function forgetAllBut(ids) {
  for (const space of body.querySelectorAll('.space')) space.remove();
  for (const [id, { row }] of rows) {
    if (ids.has(id)) continue;
    row.remove();
    rows.delete(id);
  }
}

function upToDate(index, isReachable) {
  const { settings, strings } = shown;
  const picture = shown.pictures[index];
  const known = rows.get(picture.id);
  const row = known?.row ?? makeRow(picture);
  if (known?.picture !== picture || known.settings !== settings)
    fillRow(row, picture, settings, strings);
  rows.set(picture.id, { row, picture, settings });
  row.setAttribute('aria-rowindex', index + 2);
  for (const each of [row, ...row.querySelectorAll('button')]) each.tabIndex = isReachable ? 0 : -1;
  return row;
}

function showThumbnails({ first, end }, pieces) {
  const middle = (first + end) / 2;
  const indices = pieces.filter(({ row }) => row !== undefined).map(({ row }) => row);
  const pictures = indices
    .sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))
    .map((index) => shown.pictures[index]);
  for (const picture of pictures) showThumbnail(rows.get(picture.id).row, thumbnails.of(picture));
  thumbnails.make(pictures);
  body.dataset.thumbnails = thumbnails.count;
}

// Larger letters make higher rows.
function measure() {
  const height = body.querySelector('tr[data-id]')?.getBoundingClientRect().height;
  if (!height || Math.abs(height - rowHeight) < 0.01) return;
  rowHeight = height;
  drawSoon();
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
  place: () => ({
    row: indexOfActive(),
    count: shown.pictures.length,
    page: Math.max(Math.floor(innerHeight / rowHeight) - 2, 1),
  }),
});
for (const type of ['scroll', 'resize']) addEventListener(type, drawSoon, { passive: true });
