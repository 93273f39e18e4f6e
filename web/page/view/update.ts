// The strip that tells of a newer version of the page.
import { setText } from './set_text.ts';

export function renderUpdate({ offline, pictures }, strings) {
  const { update, kept } = offline;
  const { dataset } = document.documentElement;
  dataset.update = update;
  dataset.kept = kept === null ? 'unknown' : String(kept);
  setText(document.getElementById('update-text'), textOf(update, pictures.length > 0, strings));
  const button = document.getElementById('take-update');
  button.hidden = update === 'none';
  setText(button, update === 'elsewhere' ? strings.loadAgain : strings.takeUpdate);
}

function textOf(update, hasPictures, strings) {
  if (update === 'none') return '';
  if (update === 'elsewhere') return strings.updatedElsewhere;
  return strings.sentences(strings.updateReady, hasPictures && strings.updateTakes);
}
