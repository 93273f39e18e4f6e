// One picture through the core.
import { GlanceError } from '../library/errors.js';
import { allocate, placeInHeap } from './heap.js';
import { copyPixels, isOpaque } from './pixels.js';

/**
 * @param {{ core, classifier, backend: object }} running
 * @param {object} picture the message of library/picture.js
 * @param {{ topK: number, language: string, heatmap: boolean }} options
 * @returns {Promise<{ result: import('../glance.js').Classification, heapBytes: number }>} rejects with image/*, infer/*,
 *   model/no-heat-map, memory/exhausted
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
    const answer = classifier.classifyRgba(placeInHeap(core, new Uint8Array(buffer)), width, height, options);
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

function resultOf({ predictions, width, height, timings, heatmap, ...facts }, backend) {
  const result = { predictions, width, height, timings, backend, notes: notesOf(facts) };
  return heatmap ? { ...result, heatmap } : result;
}

function notesOf({ exifOrientation, alphaDropped }) {
  const notes = [];
  if (exifOrientation > 1) {
    notes.push({ code: 'note/turned', message: `turned upright as its EXIF data say (orientation ${exifOrientation})` });
  }
  if (alphaDropped) {
    notes.push({ code: 'note/alpha-dropped', message: 'transparency was left out; the colours below it were used' });
  }
  return notes;
}
