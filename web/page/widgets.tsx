// Parts of the view that several features use: a component that is rendered only when it has to be, dialogs, the bar of a
// score, and where the focus goes when a pressed button disappears.
import { Component, type ComponentChildren, createRef, type JSX } from 'preact';

import type { Strings } from './strings/strings.ts';

/**
 * A component that renders again only when one of its props is another value. The state is frozen and its unchanged parts
 * stay the same objects, so comparing identities is enough.
 */
export function memo<Props extends object>(render: (props: Props) => ComponentChildren) {
  return class extends Component<Props> {
    override shouldComponentUpdate(next: Props) {
      const names = Object.keys(next) as (keyof Props)[];
      return names.some((name) => next[name] !== this.props[name]);
    }

    override render(props: Props) {
      return render(props);
    }
  };
}

type DialogProps = {
  open: boolean;
  onLeave: () => void;
  children: ComponentChildren;
} & Omit<JSX.IntrinsicElements['dialog'], 'open' | 'ref'>;

/**
 * A modal dialog that is open when the state says so. The browser asks twice to close it: `cancel` comes first, on Escape
 * and on the gesture that goes back, and `close` some time later, when the dialog may be open again.
 */
export class Dialog extends Component<DialogProps> {
  private dialog = createRef<HTMLDialogElement>();

  override render({ open, onLeave, children, ...attributes }: DialogProps) {
    return (
      <dialog {...attributes} ref={this.dialog} onCancel={this.cancel} onClose={this.closed}>
        {children}
      </dialog>
    );
  }

  override componentDidMount() {
    this.componentDidUpdate();
  }

  override componentDidUpdate() {
    const dialog = this.dialog.current!;
    if (this.props.open && !dialog.open) dialog.showModal();
    if (!this.props.open && dialog.open) dialog.close();
  }

  private cancel = (event: Event) => {
    if (event.target !== event.currentTarget) return; // a file chooser inside was cancelled
    event.preventDefault();
    this.props.onLeave();
  };

  private closed = () => {
    if (!this.dialog.current!.open) this.props.onLeave();
  };
}

type SheetProps = DialogProps & { id: string; title: string; strings: Strings };

/** A dialog with a title and a cross. A click beside it closes it too. */
export function Sheet({ title, strings, children, onLeave, ...attributes }: SheetProps) {
  return (
    <Dialog
      class="sheet"
      {...attributes}
      aria-labelledby={`${attributes.id}-title`}
      onLeave={onLeave}
      onClick={(event) => event.target === event.currentTarget && onLeave()}
    >
      <header>
        <h2 id={`${attributes.id}-title`}>{title}</h2>
        <button
          type="button"
          class="cross"
          data-action="closeDialog"
          aria-label={strings.closeDialog}
          onClick={onLeave}
        />
      </header>
      {children}
    </Dialog>
  );
}

/** @param score 0..1 */
export function ScoreBar({ score }: { score: number }) {
  return (
    <span class="bar" aria-hidden="true">
      <span style={{ '--score': score }} />
    </span>
  );
}

type Loaded = { loaded: number; total: number };

/** How much of a model has arrived; without numbers, only that something is going on. */
export function LoadingBar(props: { name: 'load' | 'model'; of: Loaded | null; strings: Strings }) {
  const { name, of, strings } = props;
  return (
    <>
      <progress
        id={`${name}-progress`}
        aria-label={strings.loadingLabel}
        max={of ? Math.max(of.total, 1) : undefined}
        value={of ? of.loaded : undefined}
      />
      <span id={`${name}-bytes`}>{of && strings.loadingBytes(of.loaded, of.total)}</span>
    </>
  );
}

/** A drawing in lines, such as that of a button. @param path of SVG */
export function Drawing({
  side,
  path,
  children,
}: {
  side: number;
  path: string;
  children?: ComponentChildren;
}) {
  return (
    <svg viewBox={`0 0 ${side} ${side}`} aria-hidden="true">
      <path d={path} />
      {children}
    </svg>
  );
}

/**
 * What a button does that disappears when it was pressed: the focus goes to the element `next` first, so that nobody
 * who uses the keyboard has to start from the top of the page again.
 */
export function leaving(next: string, act: () => void) {
  return () => {
    document.getElementById(next)?.focus({ preventScroll: true });
    act();
  };
}

/** The same for a button that removes its picture: the focus goes to the next picture's button, else to the one before. */
export function removing(act: () => void) {
  return ({ currentTarget }: { currentTarget: HTMLElement }) => {
    const list = currentTarget.closest('#pictures, #rows');
    if (!list) return; // a second click, after the picture was removed
    const buttons = [...list.querySelectorAll<HTMLElement>('[data-action="remove"]')];
    const at = buttons.indexOf(currentTarget);
    const next = buttons[at + 1] ?? buttons[at - 1] ?? document.getElementById('file-input');
    next?.focus({ preventScroll: true });
    act();
  };
}
