// What people do, turned into calls: the file inputs, drag and drop and paste anywhere on the page, the choice of a model,
// and every button. Buttons are found by their data-action, so those of new pictures need nothing of their own.
import { listenToCamera } from '../camera/starts.ts';
import { listenToDialogs } from '../settings/settings_listeners.ts';
import { pastedFiles } from './clipboard.ts';
import { pickedFolder, takeDrop } from './folders.ts';

/**
 * @param {object} actions `addFiles(files)`, `addFolder(folder)`, `addDrop({ files, folders })`, `pasted(files)`,
 *   `drag(over)`, `chooseModel(sha256)`, `filter(text)`, and one for each data-action, which gets the button's dataset
 */
export function listen(actions) {
  for (const id of ['file-input', 'model-input'])
    listenToFileInput(document.getElementById(id), actions.addFiles);
  listenToFileInput(
    document.getElementById('folder-input'),
    (files) => files.length > 0 && actions.addFolder(pickedFolder(files)),
  );
  listenToDrops(actions);
  listenToPastes(actions);
  listenToDialogs(actions);
  listenToCamera(actions);
  document.getElementById('model-panel').addEventListener('toggle', bringIntoView);
  document
    .getElementById('model-list')
    .addEventListener('change', ({ target }) => actions.chooseModel(target.value));
  document
    .getElementById('filter')
    .addEventListener('input', ({ target }) => actions.filter(target.value));
  document.addEventListener('click', ({ target }) => {
    const button = target.closest('button[data-action]');
    if (button) press(button, actions);
  });
}

function listenToFileInput(input, take) {
  input.addEventListener('change', () => {
    take([...input.files]);
    input.value = ''; // so that the same file can be chosen again
  });
}

// What opens at the foot of the page may lie below the window.
function bringIntoView({ target }) {
  if (target.open) target.scrollIntoView({ block: 'nearest' });
}

function press(button, actions) {
  nextOf(button)?.focus({ preventScroll: true });
  actions[button.dataset.action](button.dataset);
}

// Where the focus goes when a button will be gone: nobody should have to start from the top again.
function nextOf(button) {
  if (button.dataset.action === 'remove') return neighbourOf(button);
  return button.dataset.next ? document.getElementById(button.dataset.next) : null;
}

function neighbourOf(button) {
  const removers = [
    ...button.closest('#pictures, #rows').querySelectorAll('[data-action="remove"]'),
  ];
  const at = removers.indexOf(button);
  return removers[at + 1] ?? removers[at - 1] ?? document.getElementById('file-input');
}

// Entering a child and leaving its parent come in pairs, so the depth is 0 only when the pointer has left the window.
function listenToDrops({ addDrop, drag }) {
  let depth = 0;
  const follow = (type, act) =>
    window.addEventListener(type, (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      depth = act(event);
      drag(depth > 0);
    });
  follow('dragenter', () => depth + 1);
  follow('dragover', () => Math.max(depth, 1));
  follow('dragleave', () => Math.max(depth - 1, 0));
  follow('drop', (event) => {
    addDrop(takeDrop(event.dataTransfer));
    return 0;
  });
}

// Text that is pasted where text belongs is none of our business.
function listenToPastes({ pasted }) {
  window.addEventListener('paste', (event) => {
    if (event.target.closest?.('input, textarea, select, [contenteditable]')) return;
    event.preventDefault();
    pasted(pastedFiles(event));
  });
}
