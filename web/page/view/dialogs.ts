// Opens and closes the page's dialogues as the state says. The browser keeps the focus inside an open one, and gives it
// back afterwards.
const names = ['settings', 'about', 'camera'];

export function renderDialogs({ dialog }) {
  for (const name of names) show(document.getElementById(name), name === dialog);
}

function show(element, open) {
  if (open && !element.open) element.showModal();
  if (!open && element.open) element.close();
}
