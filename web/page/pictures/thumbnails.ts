// Thumbnails of the pictures near the window: made one after the other, the most urgent first, and only so many kept. A
// photograph of 12 megapixels takes 48 MB while it is decoded, its thumbnail some 60 KB for as long as it is kept. A worker makes
// them, so that the page does not stop; where a worker cannot read files (WebKit, a page opened from disk), the page does.
import { revokeScript, scriptBlobUrl, trustedScriptUrl } from '../../shared/trusted_url.ts';
import type { Picture } from '../state/state.ts';

type NamedFile = Pick<Picture, 'id' | 'file' | 'status' | 'mayBeShown'>;

/** @param limits `sidePx` of a thumbnail's longer side, of 4 bytes a pixel */
export function createThumbnails({ sidePx, mostKept }: { sidePx: number; mostKept: number }) {
  const canvases = new Map<number, HTMLCanvasElement>(); // by the picture's id, the least recently shown first
  const tried = new WeakSet<HTMLCanvasElement>();
  let wanted: NamedFile[] = []; // whose thumbnails are to be made
  let maker: Maker | null = null;
  let isMaking = false;

  function dropOldest(inDocument: ReadonlySet<number>) {
    for (const id of canvases.keys()) {
      if (canvases.size <= mostKept) return;
      if (!inDocument.has(id)) canvases.delete(id);
    }
  }

  async function makeNext() {
    const next = isMaking ? undefined : wanted.shift();
    if (!next) return;
    isMaking = true;
    maker ??= createMaker(sidePx);
    const asked = maker;
    const bitmap = await asked.make(next.file);
    if (asked !== maker) return bitmap?.close();
    const canvas = canvases.get(next.id);
    if (canvas) tried.add(canvas);
    if (canvas) fill(canvas, bitmap);
    else bitmap?.close();
    isMaking = false;
    void makeNext();
  }

  return {
    /** @returns the picture's canvas, empty until its thumbnail is made */
    of({ id, status }: NamedFile): HTMLCanvasElement {
      const canvas = canvases.get(id) ?? emptyCanvas();
      if (!tried.has(canvas)) canvas.dataset.made = status === 'failed' ? 'never' : 'not';
      canvases.delete(id);
      canvases.set(id, canvas);
      return canvas;
    },
    /**
     * Makes the thumbnails of these pictures, as far as they may be shown, and gives up those of all others that are not made yet.
     * @param pictures that are in the document, the most urgent first
     */
    make(pictures: readonly NamedFile[]) {
      dropOldest(new Set(pictures.map(({ id }) => id)));
      wanted = pictures.filter(
        ({ id, mayBeShown }) => mayBeShown && canvases.get(id)?.dataset.made === 'not',
      );
      void makeNext();
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

// Without a bitmap the browser could not decode the picture: it stays without a thumbnail.
function fill(canvas: HTMLCanvasElement, bitmap: ImageBitmap | null) {
  canvas.dataset.made = bitmap ? 'yes' : 'never';
  if (!bitmap) return;
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext('bitmaprenderer')!.transferFromImageBitmap(bitmap);
}

type Maker = ReturnType<typeof createMaker>;

function createMaker(sidePx: number) {
  let worker: ReturnType<typeof startWorker> | null = null;
  let workerReads: boolean | null = null; // whether a worker can read files; null until one was tried

  const onPage = (file: Blob) => smallOf(file, sidePx).catch(() => null);

  async function inWorker(file: Blob) {
    try {
      worker ??= startWorker();
      return await worker.ask(file, sidePx);
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
    /** One at a time. @returns a small upright picture; null when the browser cannot decode it */
    async make(file: Blob): Promise<ImageBitmap | null> {
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

function startWorker() {
  const source = `(${answerWith})(${smallOf});`;
  const url = scriptBlobUrl(source);
  const worker = new Worker(trustedScriptUrl(url) as unknown as string);
  const end = () => {
    worker.onmessage = null; // an answer may be on its way
    worker.terminate();
    revokeScript(url);
  };
  const ask = (file: Blob, sidePx: number) =>
    new Promise<ImageBitmap | null>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = reject;
      worker.postMessage({ file, sidePx });
    });
  return { ask, end };
}

// Runs in the worker too. The worker gets the text of this function, so it can use nothing else of this file.
async function smallOf(file: Blob, sidePx: number) {
  const fitted = (size: number, scale: number) => Math.max(1, Math.round(size * scale));
  const whole = await createImageBitmap(file);
  const scale = Math.min(1, sidePx / Math.max(whole.width, whole.height));
  const canvas = new OffscreenCanvas(fitted(whole.width, scale), fitted(whole.height, scale));
  const context = canvas.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  context.drawImage(whole, 0, 0, canvas.width, canvas.height);
  whole.close();
  return canvas.transferToImageBitmap();
}

// Runs in the worker.
function answerWith(make: typeof smallOf) {
  self.onmessage = async ({ data: { file, sidePx } }) => {
    const bitmap = await make(file, sidePx).catch(() => null);
    self.postMessage(bitmap, { transfer: bitmap ? [bitmap] : [] });
  };
}
