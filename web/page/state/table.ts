// How many pictures are shown: as cards or as a table, and the table's order and filter.

/**
 * @typedef {'name' | 'size' | 'label' | 'score' | 'time'} Column
 * @typedef {{ by: Column | null, descending: boolean, filter: string }} Table `by` is null for the order in which the
 *   pictures came
 */

export const manyAtOnce = 12; // more than these are a table, unless somebody has chosen otherwise

/** @type {Table} */
export const firstTable = Object.freeze({ by: null, descending: false, filter: '' });

// Numbers are mostly looked at from the largest.
const beginsDescending = new Set(['size', 'score', 'time']);

export const tableReducers = {
  sortedBy: ({ table }, { by }) => ({
    table: Object.freeze({ ...table, ...nextOrder(table, by) }),
  }),
  filtered: ({ table }, { text }) =>
    text === table.filter ? null : { table: Object.freeze({ ...table, filter: text }) },
};

// The first press sorts, the second turns it round, the third gives back the order of arrival.
function nextOrder({ by: before, descending }, by) {
  const first = beginsDescending.has(by);
  if (by !== before) return { by, descending: first };
  return descending === first ? { by, descending: !first } : { by: null, descending: false };
}

/** @param {import('./state.ts').State} state @returns {'cards' | 'table'} */
export function layoutOf({ settings, cameMany }) {
  if (settings.layout !== 'auto') return settings.layout;
  return cameMany ? 'table' : 'cards';
}
