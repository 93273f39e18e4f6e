// Decodes pictures one at a time and gives back small ones: a photograph of 12 megapixels takes 48 MB while it is decoded, its
// thumbnail some 60 KB for as long as it is kept. A worker does it, so that the page is not held up; where a worker may not read
// files (WebKit, a page opened from disk), the page does.
import { trustedScriptUrl } from '../../../shared/trusted_url.ts';

// Runs in the worker and on the page: the text of it is all that the worker gets, so it may use nothing else of this file.
async function smallOf(file, side) {
  const fitted = (size, scale) => Math.max(1, Math.round(size * scale));
  const whole = await createImageBitmap(file);
  const scale = Math.min(1, side / Math.max(whole.width, whole.height));
  const canvas = new OffscreenCanvas(fitted(whole.width, scale), fitted(whole.height, scale));
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(whole, 0, 0, canvas.width, canvas.height);
  whole.close();
  return canvas.transferToImageBitmap();
}

// Runs in the worker.
function answerWith(make) {
  self.onmessage = async ({ data: { file, side } }) => {
    const bitmap = await make(file, side).catch(() => null);
    self.postMessage(bitmap, bitmap ? [bitmap] : []);
  };
}

function startWorker() {
  const url = URL.createObjectURL(
    new Blob([`(${answerWith})(${smallOf});`], { type: 'text/javascript' }),
  );
  const worker = new Worker(trustedScriptUrl(url));
  const end = () => {
    worker.onmessage = null; // one may be on its way
    worker.terminate();
    URL.revokeObjectURL(url);
  };
  const ask = (file, side) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = reject;
      worker.postMessage({ file, side });
    });
  return { ask, end };
}

/** @param {number} side pixels of a small picture's longer side, at most */
export function createMaker(side) {
  let worker = null;
  let workerReads = null; // files: not known at first

  const onPage = (file) => smallOf(file, side).catch(() => null);

  async function inWorker(file) {
    try {
      worker ??= startWorker();
      return await worker.ask(file, side);
    } catch {
      end();
      return null;
    }
  }

  function end() {
    worker?.end();
    worker = null;
  }

  return {
    /** Small, upright; null when the browser cannot decode it. One at a time. @returns {Promise<ImageBitmap | null>} */
    async make(file) {
      const bitmap = workerReads === false ? null : await inWorker(file);
      if (bitmap) workerReads = true;
      if (bitmap || workerReads) return bitmap;
      const own = await onPage(file);
      if (own) workerReads = false;
      return own;
    },
    end,
  };
}
