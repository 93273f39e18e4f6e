// Which rows of a long table are in the document: those in the window, some around them, and the one that has the focus.
// All rows are equally high, so the others are empty space of a known height.

const spareRows = 8; // above and below, so that a short scroll finds them there

/**
 * @param {{ top: number, height: number, rowHeight: number, count: number }} view `top` is how far the first row's upper
 *   edge lies above that of the window (negative when it lies below), in the same unit as the heights
 * @returns {{ first: number, end: number }} the rows from `first` up to, not including, `end`
 */
export function rowsInView({ top, height, rowHeight, count }) {
  const seen = Math.min(top, count * rowHeight); // a table that has become shorter may not have been scrolled back yet
  const first = Math.floor(seen / rowHeight) - spareRows;
  const end = Math.ceil((seen + height) / rowHeight) + spareRows;
  return { first: within(first, count), end: within(end, count) };
}

function within(index, count) {
  return Math.min(Math.max(index, 0), count);
}

/**
 * @param {{ first: number, end: number, kept: number, count: number }} rows `kept` is a row that stays wherever it is; -1
 *   for none
 * @returns {({ row: number } | { space: number })[]} rows, and the number of rows that an empty space stands for
 */
export function piecesOf({ first, end, kept, count }) {
  const rows = Array.from({ length: end - first }, (_, i) => first + i);
  if (kept >= 0 && kept < first) rows.unshift(kept);
  if (kept >= end && kept < count) rows.push(kept);
  const pieces = [];
  let next = 0;
  for (const row of rows) {
    if (row > next) pieces.push({ space: row - next });
    pieces.push({ row });
    next = row + 1;
  }
  if (count > next) pieces.push({ space: count - next });
  return pieces;
}

/**
 * @param {string} key such as `ArrowDown`
 * @param {{ row: number, count: number, page: number }} place `page` rows fit in the window
 * @returns {number | null} the row that the key leads to; null for any other key
 */
export function rowAfterKey(key, { row, count, page }) {
  const steps = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: -count,
    End: count,
  };
  return Object.hasOwn(steps, key) ? Math.min(Math.max(row + steps[key], 0), count - 1) : null;
}
