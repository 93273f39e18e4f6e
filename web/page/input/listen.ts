// What people do anywhere on the page: drag and drop, paste, and leaving it.
import { pastedFiles } from './clipboard.ts';
import { takeDrop } from './folders.ts';

export function listen(actions) {
  listenToDrops(actions);
  listenToPastes(actions);
  window.addEventListener(
    'pagehide',
    () => document.getElementById('camera').open && actions.leaveCamera(),
  );
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
