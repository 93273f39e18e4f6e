// The small pictures of a class. Only those near the window are in the document, so that ten thousand cost no more than a hundred.
// Arrow keys lead from one to the next, Delete removes one, Enter looks at it; with the mouse they are dragged to another class.
import { Component, createRef, type ComponentChildren } from 'preact';

import { createPauses } from '../../shared/pauses.ts';
import { rowAfterKey, rowsInView } from '../table/window.ts';
import type { Example, Learned } from './state.ts';
import type { TeachStrings } from './strings.ts';
import { shortName } from './words.ts';

const closedRows = 2;
const firstGuess = { columns: 6, pitchPx: 84 };
export const draggedType = 'application/x-glance-example';

type PicturesProps = {
  label: string;
  examples: readonly Example[];
  learned: Learned | null;
  /** Whether all are shown, or two rows of them. */
  wide: boolean;
  strings: TeachStrings;
  look: (id: number) => void;
  remove?: (id: number) => void;
  /** What stands there when there are none. */
  empty?: ComponentChildren;
  /** What stands below, which may depend on whether two rows have room for all of them. */
  below?: (haveRoom: boolean) => ComponentChildren;
};

type Layout = { columns: number; pitchPx: number; topPx: number };

export class Pictures extends Component<PicturesProps, Layout & { active: number }> {
  // Where a class is, is not known yet; what opens in a dialog is in the window.
  override state = { ...firstGuess, topPx: this.props.wide ? 0 : -Infinity, active: 0 };
  private list = createRef<HTMLUListElement>();
  private frame = 0;
  // Of the list, which may be in a place or a dialog that is opened, and of all that may push it up or down.
  private observer = new ResizeObserver(() => this.measureSoon());
  private observed: HTMLUListElement | null = null;

  override componentDidMount() {
    for (const type of ['scroll', 'resize'])
      addEventListener(type, this.measureSoon, { passive: true, capture: true });
    this.observer.observe(document.body);
    this.componentDidUpdate();
  }

  override componentWillUnmount() {
    for (const type of ['scroll', 'resize'])
      removeEventListener(type, this.measureSoon, { capture: true });
    this.observer.disconnect();
    cancelAnimationFrame(this.frame);
  }

  override shouldComponentUpdate(next: PicturesProps, state: Layout & { active: number }) {
    const { examples, learned, wide, strings } = this.props;
    const { columns, pitchPx, active } = this.state;
    return (
      next.examples !== examples ||
      next.learned !== learned ||
      next.wide !== wide ||
      next.strings !== strings ||
      state.columns !== columns ||
      state.pitchPx !== pitchPx ||
      state.active !== active ||
      String(this.rowsOf(next, state)) !== String(this.rowsOf(this.props, this.state))
    );
  }

  override componentDidUpdate() {
    if (this.observed !== this.list.current) {
      if (this.observed) this.observer.unobserve(this.observed);
      this.observed = this.list.current;
      if (this.observed) this.observer.observe(this.observed);
    }
    this.measure();
  }

  override render(props: PicturesProps) {
    const { label, examples, learned, strings, look, remove, empty, below } = props;
    const { columns, pitchPx } = this.state;
    const [first, end, count] = this.rowsOf(props, this.state);
    const active = Math.min(this.state.active, examples.length - 1);
    const reachable = Math.max(active, 0);
    return (
      <>
        {examples.length === 0 && empty}
        {examples.length > 0 && (
          <ul
            class="tiles"
            ref={this.list}
            aria-label={label}
            style={{
              paddingTop: `${first * pitchPx}px`,
              paddingBottom: `${(count - end) * pitchPx}px`,
            }}
            onKeyDown={this.press}
          >
            {examples.slice(first * columns, end * columns).map((example, i) => (
              <Tile
                key={example.id}
                index={first * columns + i}
                isReachable={
                  first * columns + i === reachable || (i === 0 && reachable < first * columns)
                }
                predicted={
                  learned?.mistakes.get(example.id)?.doubtful
                    ? learned.mistakes.get(example.id)!.predicted
                    : ''
                }
                {...{ example, strings, look, remove }}
              />
            ))}
          </ul>
        )}
        {below?.(examples.length <= closedRows * columns)}
      </>
    );
  }

  private rowsOf({ examples, wide }: PicturesProps, { columns, pitchPx, topPx }: Layout) {
    const rows = Math.ceil(examples.length / columns);
    const count = wide ? rows : Math.min(rows, closedRows);
    const view = rowsInView({ top: topPx, height: innerHeight, rowHeight: pitchPx, count });
    return [view.first, view.end, count] as const;
  }

  private measureSoon = () => {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.measure();
    });
  };

  private measure() {
    const list = this.list.current;
    if (!list?.isConnected || list.clientWidth === 0) return;
    const { gridTemplateColumns, columnGap } = getComputedStyle(list);
    const columns = gridTemplateColumns.split(' ').length;
    const pitchPx = (list.clientWidth + Number.parseFloat(columnGap)) / columns;
    const topPx = -list.getBoundingClientRect().top;
    const now = this.state;
    if (columns !== now.columns || Math.abs(pitchPx - now.pitchPx) > 0.01 || topPx !== now.topPx)
      this.setState({ columns, pitchPx, topPx });
  }

  private press = (event: KeyboardEvent) => {
    const tile = (event.target as HTMLElement).closest<HTMLElement>('[data-index]');
    if (!tile || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { examples, remove } = this.props;
    const index = Number(tile.dataset.index);
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      remove?.(examples[index]!.id);
      return this.goTo(Math.min(index, examples.length - 2));
    }
    const next = this.indexAfter(event.key, index);
    if (next === null) return;
    event.preventDefault();
    this.goTo(next);
  };

  private indexAfter(key: string, index: number) {
    const { columns } = this.state;
    const count = this.shownCount();
    if (key === 'ArrowRight') return Math.min(index + 1, count - 1);
    if (key === 'ArrowLeft') return Math.max(index - 1, 0);
    if (key === 'ArrowDown') return Math.min(index + columns, count - 1);
    if (key === 'ArrowUp') return Math.max(index - columns, 0);
    return rowAfterKey(key, { row: index, count, page: 3 * columns });
  }

  private shownCount() {
    const { examples, wide } = this.props;
    return wide ? examples.length : Math.min(examples.length, closedRows * this.state.columns);
  }

  // The picture comes into the document first, then into the window.
  private goTo(index: number) {
    const list = this.list.current!;
    const home = list.closest('.class-card, dialog'); // of a list that is gone with its last picture, too
    const { columns, pitchPx } = this.state;
    if (!this.tileAt(index)) {
      const rowPx = Math.floor(index / columns) * pitchPx;
      scrollBy(0, list.getBoundingClientRect().top + rowPx - innerHeight / 2);
    }
    const topPx = -list.getBoundingClientRect().top;
    this.setState({ active: Math.max(index, 0), topPx }, () => {
      const found = this.tileAt(index) ?? home?.querySelector<HTMLElement>('input, button');
      found?.focus();
      found?.scrollIntoView({ block: 'nearest' });
    });
  }

  private tileAt(index: number) {
    return this.list.current?.querySelector<HTMLElement>(`[data-index="${index}"]`);
  }
}

type TileProps = {
  example: Example;
  index: number;
  isReachable: boolean;
  /** What a doubtful picture looks like. */
  predicted: string;
  strings: TeachStrings;
  look: (id: number) => void;
  remove?: ((id: number) => void) | undefined;
};

function Tile({ example, index, isReachable, predicted, strings, look, remove }: TileProps) {
  const { id, name } = example;
  const label = predicted ? strings.maybe(name, shortName(predicted)) : name;
  return (
    <li>
      <button
        type="button"
        class="tile"
        data-action="lookAt"
        data-index={index}
        data-example={name}
        data-doubtful={predicted !== ''}
        tabIndex={isReachable ? 0 : -1}
        aria-label={label}
        title={label}
        draggable={remove !== undefined}
        onDragStart={({ dataTransfer }) => dataTransfer?.setData(draggedType, String(id))}
        onClick={() => look(id)}
      >
        <Thumbnail blob={example.thumbnail} name={name} />
      </button>
      {remove && (
        <button
          type="button"
          class="cross"
          tabIndex={-1}
          aria-hidden="true"
          onClick={() => remove(id)}
        />
      )}
    </li>
  );
}

/** A small picture; its name where there is none. The button around it says what it is. */
export class Thumbnail extends Component<{ blob: Blob | null; name: string }> {
  private image = createRef<HTMLImageElement>();

  override shouldComponentUpdate(next: { blob: Blob | null }) {
    return next.blob !== this.props.blob;
  }

  override render({ blob, name }: { blob: Blob | null; name: string }) {
    if (!blob) return <span class="without">{name}</span>;
    return <img ref={this.image} alt="" draggable={false} decoding="async" />;
  }

  override componentDidMount() {
    this.componentDidUpdate();
  }

  override componentDidUpdate() {
    const image = this.image.current;
    if (image && this.props.blob) void showBlob(image, this.props.blob);
  }
}

// Each URL waits for another process of the browser, so they are made one after the other.
const pause = createPauses();
let turn = Promise.resolve();

// The URL is revoked when the picture has been read: browsers complain about one that is gone before.
async function showBlob(image: HTMLImageElement, blob: Blob) {
  await (turn = turn.then(pause));
  if (!image.isConnected) return;
  const url = URL.createObjectURL(blob);
  const revoke = () => URL.revokeObjectURL(url);
  for (const event of ['load', 'error']) image.addEventListener(event, revoke, { once: true });
  image.src = url;
}
