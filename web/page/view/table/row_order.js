// Brings rows and the empty spaces between them into a given order, moving as little as possible: an element that is moved
// loses the focus.
import { element } from '../elements.js';

/**
 * @param {HTMLElement} body
 * @param {({ row: HTMLElement } | { spacePx: number })[]} pieces all that is to be in it
 */
export function putInOrder(body, pieces) {
  const focused = body.contains(document.activeElement) ? document.activeElement : null;
  const spaces = [...body.querySelectorAll('.space')];
  let next = body.firstElementChild;
  for (const { row, spacePx } of pieces) {
    const wanted = row ?? spaceOf(next, spaces, spacePx);
    if (wanted === next) next = next.nextElementSibling;
    else body.insertBefore(wanted, next);
  }
  while (next) next = removed(next);
  if (focused?.isConnected && focused !== document.activeElement) focused.focus({ preventScroll: true });
}

// The space that is there already, else one that will not be needed where it is.
function spaceOf(next, spaces, spacePx) {
  const space = spaces.includes(next) ? next : spaces.at(-1) ?? element('tr.space', { 'aria-hidden': 'true' });
  if (spaces.includes(space)) spaces.splice(spaces.indexOf(space), 1);
  space.style.height = `${spacePx}px`;
  return space;
}

function removed(last) {
  const { nextElementSibling } = last;
  last.remove();
  return nextElementSibling;
}
