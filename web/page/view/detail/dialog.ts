// The dialog in which one looks closer at a picture: opens and closes as the state says, and gives the focus back.
import {
  hasHeatMaps,
  isSameRequest,
  neighboursOf,
  pictureOf,
  requestOf,
} from '../../state/detail.ts';
import { setText } from '../set_text.ts';
import { renderFindings } from './findings.ts';
import { renderHeatControls } from './heat_controls.ts';
import { renderSeen } from './seen.ts';
import { clearStage, renderStage } from './stage.ts';

let openedId = null; // of the picture that the dialog was opened for

/** @param {import('../../state/state.ts').State} state */
export function renderDetail(state, strings) {
  const dialog = document.getElementById('detail');
  const picture = pictureOf(state);
  if (!picture) return close(dialog);
  open(dialog, picture.id);
  dialog.dataset.look = isSameRequest(state.detail.answeredRequest, requestOf(state))
    ? 'done'
    : 'asking';
  renderHeader(picture, neighboursOf(state), strings);
  renderStage(state, picture, strings);
  renderFindings(state, picture, strings);
  renderHeatControls(state.detail, hasHeatMaps(state));
  renderSeen(state.detail, strings);
}

function open(dialog, id) {
  if (dialog.open) return;
  openedId = id;
  dialog.showModal();
  document.getElementById('detail-close').focus();
}

// The browser may have closed it already. The button that opened it may have been made anew by now; the preview, which
// opens it too, is not for the keyboard.
function close(dialog) {
  if (dialog.open) dialog.close();
  if (openedId === null) return;
  clearStage();
  const button = document.querySelector(
    `[data-action="look"][data-id="${openedId}"]:not([aria-hidden])`,
  );
  (button ?? document.getElementById('file-input')).focus();
  openedId = null;
}

function renderHeader({ name }, { previous, next, position, count }, strings) {
  setText(document.getElementById('detail-name'), name);
  setText(
    document.getElementById('detail-place'),
    count > 1 ? strings.detailPlace(position, count) : '',
  );
  for (const [id, neighbour] of [
    ['detail-previous', previous],
    ['detail-next', next],
  ]) {
    const button = document.getElementById(id);
    button.hidden = count < 2;
    button.setAttribute('aria-disabled', neighbour === undefined); // it keeps the focus at the end of the row
  }
}
