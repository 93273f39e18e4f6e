// Drag and drop, and paste by a key, anywhere on the page.
import type { InputHandlers } from './actions.ts';

/** What takes pictures now; null for nobody. */
type TakerNow = () => {
  /** @param target what it was dropped on */
  drop(transfer: DataTransfer, target: EventTarget | null): void;
  pasted: InputHandlers['pasted'];
} | null;

/** @param setDragging is told whether files are dragged over the page */
export function listenToDropsAndPastes(
  takerNow: TakerNow,
  setDragging: (over: boolean) => void,
): void {
  listenToDrops(takerNow, setDragging);
  window.addEventListener('paste', (event) => {
    if (isForText(event.target)) return;
    event.preventDefault();
    takerNow()?.pasted(pastedFiles(event));
  });
}

export function pastedFiles({ clipboardData }: Pick<ClipboardEvent, 'clipboardData'>): File[] {
  return [...(clipboardData?.files ?? [])];
}

// Entering a child and leaving its parent come in pairs, so the depth is 0 only when the pointer has left the window.
function listenToDrops(takerNow: TakerNow, setDragging: (over: boolean) => void): void {
  let depth = 0;
  const follow = (
    type: 'dragenter' | 'dragover' | 'dragleave' | 'drop',
    depthAfter: (transfer: DataTransfer, target: EventTarget | null) => number,
  ) =>
    window.addEventListener(type, (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      depth = depthAfter(event.dataTransfer, event.target);
      setDragging(depth > 0);
    });
  follow('dragenter', () => depth + 1);
  follow('dragover', () => Math.max(depth, 1));
  follow('dragleave', () => Math.max(depth - 1, 0));
  follow('drop', (transfer, target) => {
    takerNow()?.drop(transfer, target);
    return 0;
  });
}

function isForText(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable]') !== null
  );
}
