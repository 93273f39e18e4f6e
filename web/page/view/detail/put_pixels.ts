/** Makes a canvas of exactly these pixels. @param {HTMLCanvasElement} canvas @param {Uint8ClampedArray} rgba */
export function putPixels(canvas, rgba, width, height) {
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d').putImageData(new ImageData(rgba, width, height), 0, 0);
}
