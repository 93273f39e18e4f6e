// The rows of the table that are in the document: those near the window and the one that has the focus, so that the table
// costs the same for 50 and for 5,000 pictures.
import { Component, createRef } from 'preact';

import type { Actions } from '../actions.ts';
import { createThumbnails } from '../pictures/thumbnails.ts';
import type { Picture, Settings } from '../state/state.ts';
import type { Strings } from '../strings/strings.ts';
import { Row } from './row.tsx';
import { piecesOf, type Range, rowAfterKey, rowsInView } from './window.ts';

const firstGuessPx = 60; // how high a row is, until one has been measured
const thumbnails = createThumbnails({ sidePx: 160, mostKept: 120 });

type RowsProps = {
  pictures: readonly Picture[];
  settings: Settings;
  strings: Strings;
  actions: Actions;
};

/** `activeId` is of the picture whose row had the focus last. */
type RowsState = { activeId: number | null };

export class TableRows extends Component<RowsProps, RowsState> {
  override state: RowsState = { activeId: null };
  private body = createRef<HTMLTableSectionElement>();
  private range: Range = { first: 0, end: 0 };
  private rowHeightPx = firstGuessPx;
  private frame = 0;

  override componentDidMount() {
    for (const type of ['scroll', 'resize'])
      addEventListener(type, this.drawSoon, { passive: true });
  }

  override shouldComponentUpdate(next: RowsProps, { activeId }: RowsState) {
    const { pictures, settings } = this.props;
    const isSame = pictures === next.pictures && settings === next.settings;
    return !isSame || activeId !== this.state.activeId;
  }

  override render({ pictures, settings, strings, actions }: RowsProps) {
    const kept = this.hasFocus() ? this.activeIndex() : -1;
    const { length: count } = pictures;
    const top = this.topPx();
    this.range = rowsInView({ top, height: innerHeight, rowHeight: this.rowHeightPx, count });
    const reachable = this.reachableRow(top, kept);
    return (
      <tbody
        id="rows"
        role="rowgroup"
        ref={this.body}
        onFocusIn={this.follow}
        onKeyDown={this.press}
      >
        {piecesOf({ ...this.range, kept, count }).map((piece, i) => {
          if ('space' in piece)
            return <Space key={`space ${i}`} heightPx={piece.space * this.rowHeightPx} />;
          const { row } = piece;
          const picture = pictures[row]!;
          return (
            <Row
              key={picture.id}
              index={row}
              isReachable={row === reachable}
              {...{ picture, settings, strings, actions }}
            />
          );
        })}
      </tbody>
    );
  }

  override getSnapshotBeforeUpdate() {
    return this.hasFocus() ? document.activeElement : null;
  }

  // A row that is moved in the document loses the focus.
  override componentDidUpdate(_props: unknown, _state: unknown, focused: HTMLElement | null) {
    if (focused?.isConnected && focused !== document.activeElement)
      focused.focus({ preventScroll: true });
    this.showThumbnails();
    this.measure();
  }

  private drawSoon = () => {
    if (this.props.pictures.length > 0) this.frame ||= requestAnimationFrame(this.draw);
  };

  private draw = () => {
    this.frame = 0;
    this.forceUpdate();
  };

  // How far the first row lies above the upper edge of the window.
  private topPx() {
    return -(this.body.current?.getBoundingClientRect().top ?? 0);
  }

  private hasFocus() {
    return this.body.current?.contains(document.activeElement) ?? false;
  }

  private activeIndex() {
    return this.props.pictures.findIndex(({ id }) => id === this.state.activeId);
  }

  // Tab leads to one row: the one that has or had the focus, else the first that is seen.
  private reachableRow(topPx: number, kept: number) {
    const active = kept < 0 ? this.activeIndex() : kept;
    if (kept >= 0 || (active >= this.range.first && active < this.range.end)) return active;
    const firstSeen = Math.ceil(topPx / this.rowHeightPx);
    return Math.min(Math.max(firstSeen, 0), this.props.pictures.length - 1);
  }

  // The most urgent thumbnails are those in the middle of the window.
  private showThumbnails() {
    const { pictures } = this.props;
    const body = this.body.current!;
    if (pictures.length === 0) thumbnails.drop();
    const rows = [...body.querySelectorAll<HTMLTableRowElement>('tr[data-id]')].map((element) => ({
      element,
      index: Number(element.getAttribute('aria-rowindex')) - 2,
    }));
    for (const { element, index } of rows)
      putInto(element.cells[0]!, thumbnails.of(pictures[index]!));
    const fromMiddle = (index: number) => Math.abs(2 * index - this.range.first - this.range.end);
    rows.sort((a, b) => fromMiddle(a.index) - fromMiddle(b.index));
    thumbnails.make(rows.map(({ index }) => pictures[index]!));
    body.dataset.thumbnails = String(thumbnails.count);
  }

  // Larger letters make higher rows.
  private measure() {
    const row = this.body.current!.querySelector('tr[data-id]');
    const heightPx = row?.getBoundingClientRect().height;
    if (!heightPx || Math.abs(heightPx - this.rowHeightPx) < 0.01) return;
    this.rowHeightPx = heightPx;
    this.drawSoon();
  }

  private follow = ({ target }: FocusEvent) => {
    this.setState({ activeId: Number(rowOf(target).dataset.id) });
  };

  // Arrows, page and end keys lead from row to row, Delete removes one, Enter looks closer at it. Tab leads to its buttons.
  private press = (event: KeyboardEvent) => {
    const { key, target } = event;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const row = rowOf(target);
    if (key === 'Delete') return pressIn(row, 'remove');
    if (key === 'Enter' && target === row) return pressIn(row, 'look');
    const index = rowAfterKey(key, {
      row: this.activeIndex(),
      count: this.props.pictures.length,
      page: Math.max(Math.floor(innerHeight / this.rowHeightPx) - 2, 1),
    });
    if (index === null) return;
    event.preventDefault();
    this.goTo(this.props.pictures[index]!.id);
  };

  // The row comes into the document first, then into the window.
  private goTo(id: number) {
    this.setState({ activeId: id }, () => {
      const row = this.body.current!.querySelector<HTMLElement>(`tr[data-id="${id}"]`);
      row?.focus({ preventScroll: true });
      row?.scrollIntoView({ block: 'nearest' });
    });
  }
}

function Space({ heightPx }: { heightPx: number }) {
  return <tr class="space" aria-hidden="true" style={{ height: `${heightPx}px` }} />;
}

function putInto(cell: Element, canvas: HTMLCanvasElement) {
  if (canvas.parentElement !== cell) cell.replaceChildren(canvas);
}

function rowOf(target: EventTarget | null) {
  return (target as HTMLElement).closest('tr')!;
}

function pressIn(row: HTMLElement, action: string) {
  row.querySelector<HTMLElement>(`[data-action="${action}"]`)?.click();
}
