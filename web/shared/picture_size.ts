// How large a picture may be: the core's limits, which hold for what the browser decodes too.
import { maxPixels, maxSidePx } from './generated/limits.ts';

export interface Size {
  width: number;
  height: number;
}

export function fits({ width, height }: Size): boolean {
  return Math.max(width, height) <= maxSidePx && width * height <= maxPixels;
}
