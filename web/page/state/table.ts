// How many pictures are shown: as cards or as a table, and the table's order and filter.
import type { Reducers, TableEvent } from './events.ts';
import type { Column, State, Table } from './state.ts';

/** More pictures than these are shown as a table, unless somebody has chosen otherwise. */
export const mostCards = 12;

const descendingFirst: ReadonlySet<Column> = new Set(['size', 'score', 'time']);

export const tableReducers: Reducers<TableEvent> = {
  sortedBy: ({ table }, { by }) => ({
    table: Object.freeze({ ...table, ...nextOrder(table, by) }),
  }),
  filtered: ({ table }, { text }) =>
    text === table.filter ? null : { table: Object.freeze({ ...table, filter: text }) },
  unsureChosen: ({ table }, { only }) =>
    only === table.unsure ? null : { table: Object.freeze({ ...table, unsure: only }) },
};

// The first press sorts, the second reverses the order, the third brings back the order in which pictures were added.
function nextOrder(
  { by: before, descending }: Table,
  by: Column,
): Pick<Table, 'by' | 'descending'> {
  const first = descendingFirst.has(by);
  if (by !== before) return { by, descending: first };
  return descending === first ? { by, descending: !first } : { by: null, descending: false };
}

export function layoutOf({
  settings,
  addedMany,
}: Pick<State, 'settings' | 'addedMany'>): 'cards' | 'table' {
  if (settings.layout !== 'auto') return settings.layout;
  return addedMany ? 'table' : 'cards';
}
