// Thumbnails of the rows that are in the document: made one after the other, those nearest to the middle of the window
// first, and only so many kept.
import { createMaker } from './small_pictures.js';

const sidePx = 160;
const mostKept = 120; // of at most 100 KB each

const canvases = new Map(); // id of a picture -> its canvas, the least recently shown first
let wanted = []; // pictures whose thumbnails are to be made
let maker = null;
let isMaking = false;

/** @param {{ id: number }} picture @returns {HTMLCanvasElement} empty until its thumbnail is made */
export function thumbnailOf({ id }) {
  const canvas = canvases.get(id) ?? emptyCanvas();
  canvases.delete(id);
  canvases.set(id, canvas);
  return canvas;
}

function emptyCanvas() {
  const canvas = document.createElement('canvas');
  canvas.dataset.made = 'not';
  canvas.width = canvas.height = 0;
  return canvas;
}

/**
 * Makes the thumbnails of these pictures, and gives up those of all others that are not made yet.
 * @param {{ id: number, file: Blob }[]} pictures that are in the document, the most urgent first
 */
export function makeThumbnails(pictures) {
  dropOldest(new Set(pictures.map(({ id }) => id)));
  wanted = pictures.filter(({ id }) => canvases.get(id)?.dataset.made === 'not');
  makeNext();
}

/** @returns {number} how many are kept, made or not */
export function countThumbnails() {
  return canvases.size;
}

/** Forgets all of them, and frees what made them. */
export function dropThumbnails() {
  wanted = [];
  isMaking = false;
  canvases.clear();
  maker?.end();
  maker = null;
}

function dropOldest(inDocument) {
  for (const id of canvases.keys()) {
    if (canvases.size <= mostKept) return;
    if (!inDocument.has(id)) canvases.delete(id);
  }
}

async function makeNext() {
  if (isMaking || wanted.length === 0) return;
  isMaking = true;
  const { id, file } = wanted.shift();
  maker ??= createMaker(sidePx);
  const asked = maker;
  const bitmap = await asked.make(file);
  if (asked !== maker) return bitmap?.close();
  const canvas = canvases.get(id);
  if (canvas) fill(canvas, bitmap);
  else bitmap?.close();
  isMaking = false;
  makeNext();
}

// No bitmap: the browser cannot decode it. The row then stays without.
function fill(canvas, bitmap) {
  canvas.dataset.made = bitmap ? 'yes' : 'never';
  if (!bitmap) return;
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext('bitmaprenderer').transferFromImageBitmap(bitmap);
}
