// The heat map of one label, over exactly what the network saw; and the legend's colours.
import { heatIndexOf, mappedIndexOf } from '../../state/detail.ts';
import { colorRamp } from './color_ramp.ts';
import { heatPixels } from './heat_pixels.ts';
import { placeAt } from './place_at.ts';
import { putPixels } from './put_pixels.ts';

let drawn = null; // the map that is on the canvas

/** @param {import('../../state/detail.ts').Detail} detail @param {object | null} place where the seen part lies */
export function renderHeat(detail, place, language, strings) {
  const canvas = document.getElementById('heat');
  const isWanted =
    detail.answer && detail.heat !== null && heatIndexOf(detail) === mappedIndexOf(detail.answer);
  placeAt(canvas, isWanted ? place : null);
  if (!isWanted) return;
  draw(canvas, detail.answer);
  canvas.style.opacity = detail.opacity;
  canvas.dataset.index = heatIndexOf(detail);
  canvas.setAttribute(
    'aria-label',
    strings.heatOf(labelOf(detail.answer, heatIndexOf(detail), language)),
  );
}

function draw(canvas, { heatmap, view: { width, height } }) {
  if (drawn === heatmap) return;
  if (!drawn) drawRamp(document.getElementById('heat-ramp'));
  drawn = heatmap;
  putPixels(canvas, heatPixels(heatmap, width, height), width, height);
}

function labelOf({ predictions }, index, language) {
  return predictions.find((prediction) => prediction.index === index)?.labels[language] ?? '';
}

function drawRamp(canvas) {
  const pixels = Uint8ClampedArray.from(colorRamp.flatMap((color) => [...color, 255]));
  putPixels(canvas, pixels, colorRamp.length, 1);
}
