// The large preview, and what lies on it: the part that the network sees, the box, the heat map. All of it is placed in parts of
// the sheet, so that it fits at every size.
import { wholeOf } from '../../state/box.ts';
import { onSheet } from '../../detail/on_sheet.ts';
import { carriedOver, placeOn } from '../../detail/sheet.ts';
import { showFile } from '../preview/file_image.ts';
import { setText } from '../set_text.ts';
import { renderHeat } from './heat.ts';
import { placeAt } from './place_at.ts';

/** @param {import('../../state/state.ts').State} state @param {import('../../state/state.ts').Picture} picture */
export function renderStage(state, { result, file, name }, strings) {
  const { detail, language } = state;
  const { sheet } = onSheet(state);
  document.getElementById('sheet').style.setProperty('--aspect', sheet.width / sheet.height);
  renderPreview(file, strings.detailPicture(name), placeOn(wholeOf(result), sheet));
  const seen = seenBy(detail, result);
  const seenPlace = seen && placeOn(seen, sheet);
  placeAt(document.getElementById('frame'), seenPlace);
  renderHeat(detail, seenPlace, language, strings);
  renderBox(detail.region, sheet, wholeOf(result), strings);
  renderPart(Boolean(detail.region), strings);
}

/** Lets the picture go that was looked at. */
export function clearStage() {
  showFile(document.getElementById('detail-preview'), null);
}

function renderPart(hasBox, strings) {
  const hint = document.getElementById('part-hint');
  setText(document.getElementById('part'), hasBox ? strings.partWhole : strings.partChoose);
  setText(hint, hasBox ? strings.partHint : strings.partHintNone);
  hint.classList.toggle('for-mouse', !hasBox);
}

function seenBy({ answer: look, region }, picture) {
  const whole = wholeOf(picture);
  return look && carriedOver(look.seen, look.request.region ?? whole, region ?? whole);
}

function renderPreview(file, text, place) {
  const image = document.getElementById('detail-preview');
  showFile(image, file);
  image.alt = text;
  placeAt(image, place);
}

function renderBox(region, sheet, whole, strings) {
  const box = document.getElementById('box');
  placeAt(box, region && placeOn(region, sheet));
  if (!region) return;
  box.setAttribute('aria-label', strings.box(placeOn(region, whole)));
  box.setAttribute('aria-roledescription', strings.boxRole);
  for (const corner of box.children)
    corner.setAttribute('aria-label', strings.corners[corner.dataset.corner]);
}
