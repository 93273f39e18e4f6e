// What people do in the dialogues, turned into calls.
import { listenToClosing } from '../detail/closed_by_browser.ts';

const numbers = ['topK', 'threshold', 'resolution', 'threads'];

/** @param {{ changeSetting: (name: string, value: unknown) => void, closeDialog: (dialogue: { dialog: string }) => void }} actions */
export function listenToDialogs({ changeSetting, closeDialog }) {
  document.getElementById('settings').addEventListener('input', ({ target }) => {
    if (target.name) changeSetting(target.name, valueOf(target));
  });
  for (const dialog of document.querySelectorAll('dialog.sheet')) {
    const close = () => closeDialog({ dialog: dialog.id });
    listenToClosing(dialog, close);
    dialog.addEventListener('click', ({ target }) => target === dialog && close()); // beside it
  }
}

function valueOf({ name, value }) {
  if (!numbers.includes(name)) return value;
  return value === '' ? null : Number(value);
}
