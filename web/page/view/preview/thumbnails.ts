// Thumbnails of the pictures that are near the window: made one after the other, the most urgent first, and only so many kept.
import { createMaker } from './small_pictures.ts';

/** @param {{ sidePx: number, mostKept: number }} limits `sidePx` of a thumbnail's longer side, of 4 bytes a pixel */
export function createThumbnails({ sidePx, mostKept }) {
  const canvases = new Map(); // id of a picture -> its canvas, the least recently shown first
  let wanted = []; // pictures whose thumbnails are to be made
  let maker = null;
  let isMaking = false;

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

  return {
    /** @param {{ id: number }} picture @returns {HTMLCanvasElement} empty until its thumbnail is made */
    of({ id }) {
      const canvas = canvases.get(id) ?? emptyCanvas();
      canvases.delete(id);
      canvases.set(id, canvas);
      return canvas;
    },
    /**
     * Makes the thumbnails of these pictures, and gives up those of all others that are not made yet.
     * @param {{ id: number, file: Blob }[]} pictures that are in the document, the most urgent first
     */
    make(pictures) {
      dropOldest(new Set(pictures.map(({ id }) => id)));
      wanted = pictures.filter(({ id }) => canvases.get(id)?.dataset.made === 'not');
      makeNext();
    },
    /** How many are kept, made or not. */
    get count() {
      return canvases.size;
    },
    /** Forgets all of them, and frees what made them. */
    drop() {
      wanted = [];
      isMaking = false;
      canvases.clear();
      maker?.end();
      maker = null;
    },
  };
}

function emptyCanvas() {
  const canvas = document.createElement('canvas');
  canvas.dataset.made = 'not';
  canvas.width = canvas.height = 0;
  return canvas;
}

// No bitmap: the browser cannot decode it. The picture then stays without.
function fill(canvas, bitmap) {
  canvas.dataset.made = bitmap ? 'yes' : 'never';
  if (!bitmap) return;
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext('bitmaprenderer').transferFromImageBitmap(bitmap);
}
