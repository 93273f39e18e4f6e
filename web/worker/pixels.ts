// Pixels of a bitmap, in strips: a canvas as large as the picture would need its memory twice more.

const stripPixels = 2 ** 20;

/**
 * @param {ImageBitmap} bitmap
 * @param {(offset: number, rgba: Uint8ClampedArray) => void} receive gets strips of whole rows, top to bottom, with the
 *   offset in bytes of each from the start of the picture
 */
export function copyPixels(bitmap, receive) {
  const { width, height } = bitmap;
  const rows = Math.min(height, Math.max(1, Math.floor(stripPixels / width)));
  const context = new OffscreenCanvas(width, rows).getContext('2d', { willReadFrequently: true });
  context.globalCompositeOperation = 'copy';
  for (let top = 0; top < height; top += rows) {
    context.drawImage(bitmap, 0, -top);
    const count = Math.min(rows, height - top);
    receive(top * width * 4, context.getImageData(0, 0, width, count).data);
  }
}

/** @param {ArrayBuffer} rgba @returns {boolean} whether every pixel is fully opaque */
export function isOpaque(rgba) {
  const pixels = new Uint32Array(rgba); // little-endian, as WebAssembly is: alpha is the highest byte
  for (const pixel of pixels) if (pixel < 0xff000000) return false;
  return true;
}
