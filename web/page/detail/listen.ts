// What people do in the dialog, turned into events: the choice of a fit and of a label, and the box, by mouse, pen, touch and
// keyboard. Its buttons are heard in ways_in.js, like all buttons.
import { listenToClosing } from './closed_by_browser.ts';
import { between, middleOf, moved, resized, stepOf } from '../state/box.ts';

/**
 * @param {() => ReturnType<typeof import('./on_sheet.ts').onSheet>} now
 * @param {(event: object) => void} tell
 * @returns {{ part: () => void }} what the button below the picture does
 */
export function listenToDetail(now, tell) {
  const dialog = document.getElementById('detail');
  listenToClosing(dialog, () => tell({ type: 'detailClosed' }));
  dialog.addEventListener('change', ({ target }) => choose(target, tell));
  document
    .getElementById('opacity')
    .addEventListener('input', ({ target }) =>
      tell({ type: 'opacityChosen', opacity: target.valueAsNumber }),
    );
  listenToPointer(document.getElementById('sheet'), now, tell);
  listenToKeys(document.getElementById('box'), now, tell);
  return { part: () => choosePart(now(), tell) };
}

function choose({ name, id, value, checked }, tell) {
  if (name === 'fit') tell({ type: 'fitChosen', fit: value });
  if (name === 'heat') tell({ type: 'heatChosen', heat: Number(value) });
  if (id === 'heat-switch') tell({ type: 'heatChosen', heat: checked ? 'best' : null });
}

function choosePart({ box, picture }, tell) {
  if (box) return tell({ type: 'boxReset' });
  tell({ type: 'boxMoved', box: middleOf(picture) });
  focusBox();
}

function focusBox() {
  document.getElementById('box').focus({ preventScroll: true });
}

// The whole picture has no box that could keep the focus.
function reset(tell) {
  document.getElementById('part').focus({ preventScroll: true });
  tell({ type: 'boxReset' });
}

// While the button is down the document hears the pointer, also outside of the sheet. A finger that is put beside the box
// scrolls; mouse and pen draw a new one.
function listenToPointer(sheet, now, tell) {
  let pull = null; // pointer -> box
  const at = ({ clientX, clientY }) =>
    pointOn(sheet.getBoundingClientRect(), now().sheet, clientX, clientY);
  sheet.addEventListener('pointerdown', (event) => {
    if (pull || event.button !== 0 || !now()) return;
    const boxOf = gestureOf(event, at(event), now());
    if (!boxOf) return;
    event.preventDefault();
    pull = { id: event.pointerId, boxOf };
    event.target.closest('.box, .corner')?.focus({ preventScroll: true });
  });
  document.addEventListener('pointermove', (event) => {
    if (event.pointerId === pull?.id && now())
      tell({ type: 'boxMoved', box: pull.boxOf(at(event)) });
  });
  for (const type of ['pointerup', 'pointercancel']) {
    document.addEventListener(type, ({ pointerId }) => {
      if (pointerId === pull?.id) pull = null;
    });
  }
  sheet.addEventListener('dblclick', ({ target }) => {
    if (target.closest('.box')) reset(tell);
  });
}

// Always from where it began: rounding does not add up, and the box comes back with the pointer that went too far.
function gestureOf({ target, pointerType }, from, { box, picture }) {
  const by = (to) => ({ x: to.x - from.x, y: to.y - from.y });
  const { corner } = target.closest('.corner')?.dataset ?? {};
  if (corner) return (to) => resized(box, corner, by(to), picture);
  if (target.closest('.box')) return (to) => moved(box, by(to), picture);
  return pointerType === 'touch' ? null : (to) => between(from, to, picture);
}

function pointOn({ left, top, width, height }, sheet, x, y) {
  return {
    x: sheet.x + ((x - left) / width) * sheet.width,
    y: sheet.y + ((y - top) / height) * sheet.height,
  };
}

function listenToKeys(element, now, tell) {
  element.addEventListener('keydown', (event) => {
    const { box, picture } = now();
    if (event.key === 'Delete' || event.key === 'Backspace') return reset(tell);
    const step = stepOf(event.key, picture);
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const corner = event.target.dataset.corner ?? (event.shiftKey ? 'se' : null);
    tell({
      type: 'boxMoved',
      box: corner ? resized(box, corner, step, picture) : moved(box, step, picture),
    });
  });
}
