// Where things lie on the sheet: the area that shows the picture and, for the letterbox, the bars beside it. Places are given
// in parts of the sheet, so that its size on the screen does not matter.
import type { Box, Size } from '../state/box.ts';
import type { Fit } from '../state/state.ts';

/** In parts of the sheet, 0 to 1. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * What the sheet shows, in pixels of the picture. It does not depend on the box: a sheet that grew with the box would shift
 * below the pointer.
 * @param aspect of the network's input: its width / its height
 */
export function sheetOf({ width, height }: Size, fit: Fit, aspect: number): Box {
  if (fit !== 'letterbox') return { x: 0, y: 0, width, height };
  const wide = Math.max(width, height * aspect);
  const high = wide / aspect;
  return { x: (width - wide) / 2, y: (height - high) / 2, width: wide, height: high };
}

export function placeOn(box: Box, sheet: Box): Place {
  return {
    left: (box.x - sheet.x) / sheet.width,
    top: (box.y - sheet.y) / sheet.height,
    width: box.width / sheet.width,
    height: box.height / sheet.height,
  };
}

/**
 * Moves `seen`, which the network saw when the box was at `from`, along to where the box is now. Exact when the box was only
 * moved; when it was resized, a good guess until the next answer.
 */
export function carriedOver(seen: Box, from: Box, to: Box): Box {
  const across = to.width / from.width;
  const down = to.height / from.height;
  return {
    x: to.x + (seen.x - from.x) * across,
    y: to.y + (seen.y - from.y) * down,
    width: seen.width * across,
    height: seen.height * down,
  };
}

/** A place as a style; null keeps whatever was there, for an element that is hidden. */
export function styleOf(place: Place | null | undefined) {
  const sides = Object.entries<number>({ ...place });
  return Object.fromEntries(sides.map(([side, part]) => [side, `${100 * part}%`]));
}
