// Which rows of a long table are in the document: those in the window, some around them, and the one that has the focus.
// All rows are equally high, so the others are empty space of a known height.

const spareRows = 8; // above and below, so that a short scroll finds them there

export interface Range {
  /** Rows from `first` up to, not including, `end`. */
  readonly first: number;
  readonly end: number;
}

/**
 * The rows in the window, with those to spare.
 * @param view `top` is how far the first row's upper edge lies above that of the window, in the same unit as the heights;
 *   negative when it lies below
 */
export function rowsInView(view: {
  top: number;
  height: number;
  rowHeight: number;
  count: number;
}): Range {
  const { height, rowHeight, count } = view;
  const top = Math.min(view.top, count * rowHeight); // a table that became shorter may not have been scrolled back yet
  const within = (index: number) => Math.min(Math.max(index, 0), count);
  return {
    first: within(Math.floor(top / rowHeight) - spareRows),
    end: within(Math.ceil((top + height) / rowHeight) + spareRows),
  };
}

export type Piece = { readonly row: number } | { readonly space: number };

/**
 * The rows that are in the document, and the number of rows that each empty space between them stands for.
 * @param place `kept` is a row that stays wherever it is; -1 for none
 */
export function piecesOf(place: Range & { kept: number; count: number }): Piece[] {
  const { first, end, kept, count } = place;
  const rows = Array.from({ length: end - first }, (_, i) => first + i);
  if (kept >= 0 && kept < first) rows.unshift(kept);
  if (kept >= end && kept < count) rows.push(kept);
  const pieces: Piece[] = [];
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
 * @param key such as `ArrowDown`
 * @param place `page` rows fit in the window
 * @returns the row that the key leads to; null for any other key
 */
export function rowAfterKey(
  key: string,
  { row, count, page }: { row: number; count: number; page: number },
): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: -count,
    End: count,
  };
  if (!Object.hasOwn(steps, key)) return null;
  return Math.min(Math.max(row + steps[key]!, 0), count - 1);
}
