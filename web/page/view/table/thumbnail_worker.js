// Decodes pictures away from the page, one at a time, and gives back small ones: a photograph of 12 megapixels takes 48 MB
// while it is decoded, its thumbnail some 60 KB for as long as it is kept.

// Runs in the worker, which gets the text of this function and nothing else of the page.
function work() {
  const fitted = (size, scale) => Math.max(1, Math.round(size * scale));

  async function smallOf(file, side) {
    const whole = await createImageBitmap(file);
    const scale = Math.min(1, side / Math.max(whole.width, whole.height));
    const canvas = new OffscreenCanvas(fitted(whole.width, scale), fitted(whole.height, scale));
    const context = canvas.getContext('2d');
    context.imageSmoothingQuality = 'high';
    context.drawImage(whole, 0, 0, canvas.width, canvas.height);
    whole.close();
    return canvas.transferToImageBitmap();
  }

  self.onmessage = async ({ data: { file, side } }) => {
    const bitmap = await smallOf(file, side).catch(() => null);
    self.postMessage(bitmap, bitmap ? [bitmap] : []);
  };
}

/**
 * @param {(bitmap: ImageBitmap | null) => void} answered for each picture that it was given; null for one that cannot be decoded
 * @param {() => void} failed it is of no use any longer
 * @returns {{ make: (file: Blob, side: number) => void, end: () => void }} `side`: pixels of the thumbnail's longer side, at most
 */
export function startThumbnailWorker(answered, failed) {
  const url = URL.createObjectURL(new Blob([`(${work})();`], { type: 'text/javascript' }));
  const worker = new Worker(url);
  const end = () => {
    worker.onmessage = null; // one may be on its way
    worker.terminate();
    URL.revokeObjectURL(url);
  };
  worker.onmessage = ({ data }) => answered(data);
  worker.onerror = () => {
    end();
    failed();
  };
  return { make: (file, side) => worker.postMessage({ file, side }), end };
}
