// One picture through the core.
import { GlanceError } from '../shared/errors.ts';
import { allocate, placeInHeap } from './heap.ts';
import { copyPixels, isOpaque } from './pixels.ts';

/**
 * @param {{ core, classifier, backend: object }} running
 * @param {object} picture the message of library/picture.js
 * @param {{ topK: number, language: string, fit: string, region?: object, heatmap: boolean | number, view: boolean }} options
 * @returns {Promise<{ result: import('../library/glance.ts').Classification, heapBytes: number }>} rejects with image/*, infer/*,
 *   model/no-heat-map, call/bad-argument, memory/exhausted
 */
export async function classify({ core, classifier, backend }, picture, options) {
  const answer = askers[picture.kind](core, classifier, picture, options);
  if (!answer.ok) throw new GlanceError(answer.code, answer.message);
  return { result: resultOf(answer, backend), heapBytes: core.HEAPU8.length };
}

const askers = {
  encoded(core, classifier, { buffer }, options) {
    const bytes = new Uint8Array(buffer);
    return classifier.classifyEncoded(placeInHeap(core, bytes), bytes.length, options);
  },
  rgba(core, classifier, { buffer, width, height }, options) {
    const answer = classifier.classifyRgba(
      placeInHeap(core, new Uint8Array(buffer)),
      width,
      height,
      options,
    );
    return { ...answer, alphaDropped: !isOpaque(buffer) };
  },
  bitmap(core, classifier, { bitmap }, options) {
    const { width, height } = bitmap;
    const address = allocate(core, 4 * width * height);
    let opaque = true;
    copyPixels(bitmap, (offset, rgba) => {
      core.HEAPU8.set(rgba, address + offset);
      opaque &&= isOpaque(rgba.buffer);
    });
    bitmap.close();
    return { ...classifier.classifyRgba(address, width, height, options), alphaDropped: !opaque };
  },
};

function resultOf(
  { predictions, width, height, timings, entropy, seen, heatmap, view, ...facts },
  backend,
) {
  const result = {
    predictions,
    width,
    height,
    timings,
    entropy,
    seen,
    backend,
    notes: notesOf(facts),
  };
  if (heatmap) {
    const { colored, legend } = heatmap;
    result.heatmap = { ...heatmap, colored: pixelsOf(colored), legend: pixelsOf(legend) };
  }
  if (view) result.view = pixelsOf(view);
  return result;
}

function pixelsOf({ width, height, rgb }) {
  return { width, height, data: rgbaOf(rgb) };
}

/** @param {Uint8Array} rgb @returns {Uint8ClampedArray} opaque, as ImageData takes it */
function rgbaOf(rgb) {
  const rgba = new Uint8ClampedArray((rgb.length / 3) * 4).fill(255);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    rgba[to] = rgb[from];
    rgba[to + 1] = rgb[from + 1];
    rgba[to + 2] = rgb[from + 2];
  }
  return rgba;
}

function notesOf({ exifOrientation, alphaDropped }) {
  const notes = [];
  if (exifOrientation > 1) {
    notes.push({
      code: 'note/turned',
      message: `turned upright as its EXIF data say (orientation ${exifOrientation})`,
    });
  }
  if (alphaDropped) {
    notes.push({
      code: 'note/alpha-dropped',
      message: 'transparency was left out; the colours below it were used',
    });
  }
  return notes;
}
