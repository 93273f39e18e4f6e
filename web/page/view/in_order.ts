// Brings elements into a given order, moving as little as possible: an element that is moved loses the focus.

/**
 * What was between the elements or behind them comes after the last of them.
 * @param {HTMLElement} parent
 * @param {HTMLElement[]} wanted what it is to begin with
 */
export function putInOrder(parent, wanted) {
  let next = parent.firstElementChild;
  for (const child of wanted) {
    if (child === next) next = next.nextElementSibling;
    else parent.insertBefore(child, next);
  }
}

/** Makes a change, and gives the focus back to what had it and is still there. */
export function keepFocus(parent, change) {
  const focused = parent.contains(document.activeElement) ? document.activeElement : null;
  change();
  if (focused?.isConnected && focused !== document.activeElement)
    focused.focus({ preventScroll: true });
}
