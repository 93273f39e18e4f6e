// Picture formats that the core does not read and that browsers may: what the browser calls each, and how large its file says
// that the picture is. The core recognises them (src/image) and refuses them by the names that stand here. The worker looks, since
// it has the bytes, and since most visits do without.
import type { ForBrowser } from '../shared/errors.ts';
import { fits } from '../shared/picture_size.ts';
import type { Size } from '../shared/picture_size.ts';
import { heifSizes, jpeg2000Sizes, jpegXlSizes, webpSizes } from './container_sizes.ts';
import { bmpSizes, gifSizes, icoSizes, jpegSizes, tiffSizes } from './header_sizes.ts';

export interface BrowserFormat {
  /** For notes: "WebP". */
  name: string;
  /** MIME type. */
  type: string;
  /** Every browser that can run Glance reads it, so a file that the browser does not read is damaged. */
  everywhere?: boolean;
  /** Every size that the file names. May throw RangeError where the file is cut short. */
  sizesOf: (file: DataView) => Iterable<Size>;
}

/** By the core's name. */
const formats: Readonly<Record<string, BrowserFormat>> = Object.freeze({
  'a WebP picture': { name: 'WebP', type: 'image/webp', everywhere: true, sizesOf: webpSizes },
  'a GIF picture': { name: 'GIF', type: 'image/gif', everywhere: true, sizesOf: gifSizes },
  'a BMP picture': { name: 'BMP', type: 'image/bmp', everywhere: true, sizesOf: bmpSizes },
  'an AVIF picture': { name: 'AVIF', type: 'image/avif', sizesOf: heifSizes },
  'a HEIC picture': { name: 'HEIC', type: 'image/heic', sizesOf: heifSizes },
  'a HEIF picture': { name: 'HEIF', type: 'image/heif', sizesOf: heifSizes },
  'a JPEG XL picture': { name: 'JPEG XL', type: 'image/jxl', sizesOf: jpegXlSizes },
  'a JPEG 2000 picture': { name: 'JPEG 2000', type: 'image/jp2', sizesOf: jpeg2000Sizes },
  'a TIFF or raw camera picture': { name: 'TIFF', type: 'image/tiff', sizesOf: tiffSizes },
  'an icon (ICO)': { name: 'ICO', type: 'image/x-icon', sizesOf: icoSizes },
});

/** JPEG of the kinds that the core refuses (arithmetic, 12-bit, lossless). */
export const rareJpeg: BrowserFormat = Object.freeze({
  name: 'JPEG',
  type: 'image/jpeg',
  sizesOf: jpegSizes,
});

/**
 * @param format the core's name of it; nothing for a rare kind of JPEG
 * @returns nothing for what no browser decodes
 */
export function forBrowser(format: string | undefined, bytes: Uint8Array): ForBrowser | undefined {
  const found = format === undefined ? rareJpeg : browserFormatOf(format);
  if (!found) return undefined;
  const { sizesOf, ...named } = found;
  let namesSize = false;
  for (const size of sizesIn({ ...named, sizesOf }, bytes)) {
    namesSize = true;
    if (!fits(size)) return { ...named, namesSize, tooLarge: size };
  }
  return { ...named, namesSize };
}

/** @param coreName such as "a WebP picture" */
export function browserFormatOf(coreName: string): BrowserFormat | undefined {
  return Object.hasOwn(formats, coreName) ? formats[coreName] : undefined;
}

/** Every size that the file names, but for empty ones. None when its bytes do not say it. */
export function* sizesIn({ sizesOf }: BrowserFormat, bytes: Uint8Array): Generator<Size> {
  const { buffer, byteOffset, byteLength } = bytes;
  try {
    for (const size of sizesOf(new DataView(buffer, byteOffset, byteLength)))
      if (size.width > 0 && size.height > 0) yield size;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // cut short: decoding says so
  }
}
