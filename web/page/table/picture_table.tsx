// What there is for many pictures: cards or table, the filter, files to save, and the table itself.
import { Component } from 'preact';

import type { Actions } from '../actions.ts';
import { isUnsure } from '../state/pictures.ts';
import type { Column, Picture, Settings, Table } from '../state/state.ts';
import type { Strings } from '../strings/strings.ts';
import { rowsOf } from './rows.ts';
import { hintsFor } from './search.ts';
import { TableRows } from './table_rows.tsx';

const mostHints = 8;

type ManyProps = {
  pictures: readonly Picture[];
  layout: 'cards' | 'table';
  table: Table;
  settings: Settings;
  busy: boolean;
  strings: Strings;
  actions: Actions;
};

/** Shows at once what a person has done, and answers that come with the next frame. */
export class ManyPictures extends Component<ManyProps> {
  private frame = 0;

  override shouldComponentUpdate(next: ManyProps) {
    const { pictures, busy } = this.props;
    if (!onlyAnswersCame(this.props, next)) return true;
    if (pictures !== next.pictures || busy !== next.busy)
      this.frame ||= requestAnimationFrame(() => this.forceUpdate());
    return false;
  }

  override render(props: ManyProps) {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    const { pictures, layout, table, settings, strings, actions } = props;
    const isTable = layout === 'table' && pictures.length > 0;
    const rows = isTable
      ? rowsOf({ pictures, table, settings, language: settings.language }, strings)
      : none;
    return (
      <>
        <div id="many" class="many" hidden={pictures.length < 2}>
          <LayoutChoice {...{ layout, strings, actions }} />
          <Filter {...props} isTable={isTable} found={rows.length} />
          <SaveButtons {...{ pictures, strings, actions }} />
          {isTable && <Hints {...props} />}
        </div>
        <table
          id="table"
          class="table"
          role="table"
          aria-rowcount={rows.length + 1}
          hidden={!isTable}
        >
          <caption class="unseen">{strings.tableCaption}</caption>
          <Header {...{ table, strings, actions }} />
          <TableRows pictures={rows} {...{ settings, strings, actions }} />
        </table>
        <p id="rows-empty" class="rows-empty" hidden={!isTable || rows.length > 0}>
          {strings.rowsEmpty}
        </p>
      </>
    );
  }
}

const none: readonly Picture[] = Object.freeze([]);

function onlyAnswersCame(before: ManyProps, next: ManyProps) {
  return (
    before.layout === next.layout &&
    before.table === next.table &&
    before.settings === next.settings &&
    before.pictures.length === next.pictures.length
  );
}

type ChoiceProps = { layout: 'cards' | 'table'; strings: Strings; actions: Actions };

function LayoutChoice({ layout, strings, actions }: ChoiceProps) {
  const names = { cards: strings.cards, table: strings.asTable };
  return (
    <div class="layouts" role="group" aria-label={strings.layout}>
      {(['cards', 'table'] as const).map((each) => (
        <button
          type="button"
          data-action="layout"
          data-layout={each}
          aria-pressed={each === layout}
          onClick={() => actions.changeSetting('layout', each)}
        >
          {names[each]}
        </button>
      ))}
    </div>
  );
}

type SaveProps = { pictures: readonly Picture[]; strings: Strings; actions: Actions };

// Keywords are those of named answers: without one there is nothing to save.
function SaveButtons({ pictures, strings, actions }: SaveProps) {
  const names = { csv: strings.saveCsv, json: strings.saveJson, xmp: strings.saveXmp };
  const isNamed = ({ result }: Picture) => result !== null && !result.answer.unknown;
  return (
    <div class="saves">
      {(['csv', 'json', 'xmp'] as const).map((format) => (
        <button
          type="button"
          class="quiet"
          data-action="save"
          data-format={format}
          hidden={format === 'xmp' && !pictures.some(isNamed)}
          onClick={() => actions.save(format)}
        >
          {names[format]}
        </button>
      ))}
    </div>
  );
}

type FilterProps = ManyProps & { isTable: boolean; found: number };

// The count is spoken when the filter changes it, not with every picture that is answered.
function Filter({ layout, pictures, table, busy, isTable, found, strings, actions }: FilterProps) {
  const isFiltered = isTable && (table.unsure || table.filter.trim() !== '');
  return (
    <div id="filter-part" class="filter" hidden={layout !== 'table'}>
      <label for="filter">{strings.filter}</label>
      <input
        id="filter"
        type="search"
        autocomplete="off"
        spellcheck={false}
        aria-describedby="filter-hint"
        value={table.filter}
        onInput={({ currentTarget }) => actions.filter(currentTarget.value)}
      />
      <span id="filter-hint" class="unseen">
        {strings.filterHint}
      </span>
      <output id="filter-count" for="filter" aria-live={isTable && busy ? 'off' : 'polite'}>
        {isFiltered && strings.filterCount(found, pictures.length)}
      </output>
    </div>
  );
}

// Buttons that filter the table: by a group that occurs, or by answers that are not sure.
function Hints({ pictures, table, settings: { language }, strings, actions }: ManyProps) {
  const hints = hintsFor(pictures, table.filter, language, mostHints);
  const unsure = pictures.filter(isUnsure).length;
  return (
    <div id="hints" class="hints" role="group" aria-label={strings.hints}>
      <button
        type="button"
        id="unsure"
        class="chip"
        data-action="unsure"
        aria-pressed={table.unsure}
        hidden={unsure === 0 && !table.unsure}
        onClick={() => actions.showUnsure(!table.unsure)}
      >
        {strings.unsureFilter(unsure)}
      </button>
      {hints.map(({ group: { id, labels }, count }) => (
        <GroupHint
          key={id}
          id={id}
          name={labels[language] ?? ''}
          {...{ count, table, strings, actions }}
        />
      ))}
    </div>
  );
}

type HintProps = {
  id: string;
  name: string;
  count: number;
  table: Table;
  strings: Strings;
  actions: Actions;
};

// Pressed once more, it shows all pictures again.
function GroupHint({ id, name, count, table, strings, actions }: HintProps) {
  const isChosen = table.filter === name;
  return (
    <button
      type="button"
      id={`hint-${id}`}
      class="chip"
      data-action="hint"
      data-group={id}
      aria-pressed={isChosen}
      onClick={() => actions.filter(isChosen ? '' : name)}
    >
      {strings.hint(name, count)}
    </button>
  );
}

type HeaderProps = { table: Table; strings: Strings; actions: Actions };

// The roles are said again because rows are laid out as grids, which makes some browsers forget them.
function Header({ table, strings, actions }: HeaderProps) {
  const sorter = { table, actions };
  return (
    <thead role="rowgroup">
      <tr role="row" aria-rowindex={1}>
        <th role="columnheader" scope="col" class="thumb">
          <span class="unseen">{strings.columnPicture}</span>
        </th>
        <SortedColumn {...sorter} class="name" by="name" text={strings.columnName} />
        <SortedColumn {...sorter} class="bytes" by="size" text={strings.columnSize} />
        <SortedColumn {...sorter} class="best" by="label" text={strings.columnLabel} />
        <SortedColumn {...sorter} class="sure" by="score" text={strings.columnScore} />
        <th role="columnheader" scope="col" class="further">
          <span>{strings.columnFurther}</span>
        </th>
        <SortedColumn {...sorter} class="time" by="time" text={strings.columnTime} />
        <th role="columnheader" scope="col" class="edit">
          <span class="unseen">{strings.columnEdit}</span>
        </th>
      </tr>
    </thead>
  );
}

type SortedColumnProps = {
  by: Column;
  class: string;
  text: string;
  table: Table;
  actions: Actions;
};

function SortedColumn({ by, class: name, text, table, actions }: SortedColumnProps) {
  const order = table.descending ? 'descending' : 'ascending';
  return (
    <th
      role="columnheader"
      scope="col"
      class={name}
      data-column={by}
      aria-sort={table.by === by ? order : 'none'}
    >
      <button type="button" data-action="sort" data-by={by} onClick={() => actions.sort(by)}>
        {text}
      </button>
    </th>
  );
}
