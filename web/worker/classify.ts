// One picture through the core: its bytes or pixels into the heap, the core's answer as the library gives it out.
import { GlanceError, UnsupportedFormatError } from '../shared/errors.ts';
import type { Backend, Classification, Pixels } from '../shared/results.ts';
import type {
  CoreAnswer,
  CoreClassification,
  CoreClassifier,
  GlanceCore,
  RgbPixels,
} from './core.ts';
import { forBrowser } from './browser_formats.ts';
import { allocate, placeInHeap } from './memory.ts';
import type { SentOptions, Classified, SentPicture } from './messages.ts';

/** Throws image/*, infer/*, model/no-heat-map, call/bad-argument, memory/exhausted. */
export function classify(
  { core, classifier, backend }: { core: GlanceCore; classifier: CoreClassifier; backend: Backend },
  picture: SentPicture,
  options: SentOptions,
): Classified {
  const answer = answerOf(core, classifier, picture, options);
  if (answer.ok) return { result: resultOf(answer, backend), heapBytes: core.HEAPU8.length };
  throw refusalOf(answer, picture);
}

function refusalOf(
  { code, message, format }: Extract<CoreAnswer, { ok: false }>,
  picture: SentPicture,
): GlanceError {
  const mayBeRead = format !== undefined || code === 'image/unsupported-jpeg';
  if (!mayBeRead || picture.kind !== 'encoded') return new GlanceError(code, message);
  const readable = forBrowser(format, new Uint8Array(picture.buffer));
  return new UnsupportedFormatError(code, message, format, readable);
}

function answerOf(
  core: GlanceCore,
  classifier: CoreClassifier,
  picture: SentPicture,
  options: SentOptions,
): CoreAnswer {
  if (picture.kind === 'bitmap') return classifyBitmap(core, classifier, picture.bitmap, options);
  const bytes = new Uint8Array(picture.buffer);
  const address = placeInHeap(core, bytes);
  if (picture.kind === 'encoded') return classifier.classifyEncoded(address, bytes.length, options);
  return classifier.classifyRgba(address, picture.width, picture.height, options);
}

function classifyBitmap(
  core: GlanceCore,
  classifier: CoreClassifier,
  bitmap: ImageBitmap,
  options: SentOptions,
): CoreAnswer {
  const { width, height } = bitmap;
  const address = allocate(core, 4 * width * height);
  copyPixels(bitmap, (offset, rgba) => core.HEAPU8.set(rgba, address + offset));
  bitmap.close();
  return classifier.classifyRgba(address, width, height, options);
}

const stripPixels = 2 ** 20;

/**
 * Reads the pixels of a bitmap in strips: a canvas as large as the picture would need its memory twice more.
 * @param receive gets strips of whole rows, top to bottom, with the offset in bytes of each from the start of the picture
 */
function copyPixels(
  bitmap: ImageBitmap,
  receive: (offset: number, rgba: ImageDataArray) => void,
): void {
  const { width, height } = bitmap;
  const rows = Math.min(height, Math.max(1, Math.floor(stripPixels / width)));
  const canvas = new OffscreenCanvas(width, rows);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new TypeError('this browser has no canvas in workers');
  context.globalCompositeOperation = 'copy';
  for (let top = 0; top < height; top += rows) {
    context.drawImage(bitmap, 0, -top);
    const count = Math.min(rows, height - top);
    receive(top * width * 4, context.getImageData(0, 0, width, count).data);
  }
}

function resultOf(answer: CoreClassification, backend: Backend): Classification {
  const { ok, heatmap, view, ...facts } = answer;
  const result: Classification = { ...facts, backend };
  if (heatmap) {
    const { colored, legend } = heatmap;
    result.heatmap = { ...heatmap, colored: pixelsOf(colored), legend: pixelsOf(legend) };
  }
  if (view) result.view = pixelsOf(view);
  return result;
}

// Opaque RGBA, as ImageData takes it.
function pixelsOf({ width, height, rgb }: RgbPixels): Pixels {
  const data = new Uint8ClampedArray((rgb.length / 3) * 4).fill(255);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    data[to] = rgb[from]!;
    data[to + 1] = rgb[from + 1]!;
    data[to + 2] = rgb[from + 2]!;
  }
  return { width, height, data };
}
