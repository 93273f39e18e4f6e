// What people do, turned into calls: the file input, drag and drop anywhere on the page, and every button. Buttons are
// found by their data-action, so those of new pictures need nothing of their own.

/**
 * @param {{ add: (files: Iterable<File>) => void, retry: () => void, remove: (id: number) => void, cancel: () => void,
 *   clear: () => void, drag: (over: boolean) => void, chooseLanguage: (language: string) => void }} actions
 */
export function listen(actions) {
  listenToFileInput(document.getElementById('file-input'), actions);
  listenToDrops(actions);
  document.addEventListener('click', ({ target }) => {
    const button = target.closest('button[data-action]');
    if (button) press(button, actions);
  });
}

function listenToFileInput(input, { add }) {
  input.addEventListener('change', () => {
    add([...input.files]);
    input.value = ''; // so that the same file can be chosen again
  });
}

function press(button, actions) {
  const { action, id, language } = button.dataset;
  if (action === 'remove') {
    neighbourOf(button).focus();
    actions.remove(Number(id));
  } else if (action === 'language') {
    actions.chooseLanguage(language);
  } else {
    actions[action]();
  }
}

// Where the focus goes when the picture of a button is removed: nobody should have to start from the top again.
function neighbourOf(button) {
  const article = button.closest('article');
  const neighbour = article.nextElementSibling ?? article.previousElementSibling;
  return neighbour?.querySelector('button') ?? document.getElementById('file-input');
}

// Entering a child and leaving its parent come in pairs, so the depth is 0 only when the pointer has left the window.
function listenToDrops({ add, drag }) {
  let depth = 0;
  const follow = (type, act) => window.addEventListener(type, (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    depth = act(event);
    drag(depth > 0);
  });
  follow('dragenter', () => depth + 1);
  follow('dragover', () => Math.max(depth, 1));
  follow('dragleave', () => Math.max(depth - 1, 0));
  follow('drop', (event) => {
    add([...event.dataTransfer.files]);
    return 0;
  });
}
