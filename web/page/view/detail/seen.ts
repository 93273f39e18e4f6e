// What the network sees: its input, pixel for pixel, and how the picture was made to fit it.
import { setText } from '../set_text.ts';
import { putPixels } from './put_pixels.ts';

let drawn = null; // the view that is on the canvas

/** @param {import('../../state/detail.ts').Detail} detail */
export function renderSeen({ fit, answer: look }, strings) {
  for (const radio of document.querySelectorAll('#fits input')) radio.checked = radio.value === fit;
  setText(document.getElementById('fit-hint'), strings.fitHints[fit]);
  setText(
    document.getElementById('seen-caption'),
    look ? strings.seenCaption(look.view, look.seen) : '',
  );
  if (look) draw(document.getElementById('view'), look.view, strings);
}

function draw(canvas, view, strings) {
  canvas.setAttribute('aria-label', strings.seenView(view.width, view.height));
  if (drawn === view) return;
  drawn = view;
  putPixels(canvas, view.data, view.width, view.height);
}
