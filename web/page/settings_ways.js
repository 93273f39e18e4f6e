// What people do in the dialogues, turned into calls.

const numbers = ['topK', 'threshold', 'resolution', 'threads'];

/** @param {{ changeSetting: (name: string, value: unknown) => void, closeDialog: () => void }} actions */
export function listenToDialogs({ changeSetting, closeDialog }) {
  document.getElementById('settings').addEventListener('input', ({ target }) => {
    if (target.name) changeSetting(target.name, valueOf(target));
  });
  for (const dialog of document.querySelectorAll('dialog.sheet')) {
    dialog.addEventListener('close', closeDialog); // by Escape
    dialog.addEventListener('click', ({ target }) => target === dialog && closeDialog()); // beside it
  }
}

function valueOf({ name, value }) {
  if (!numbers.includes(name)) return value;
  return value === '' ? null : Number(value);
}
