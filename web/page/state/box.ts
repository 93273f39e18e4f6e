// The box that says which part of a picture is classified: whole pixels, inside the picture, never too small to be grabbed.
// Every function returns a new box.
import type { Rectangle } from '../../library/types.ts';

/** In pixels of the upright picture. */
export type Box = Readonly<Rectangle>;

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Corner = 'nw' | 'ne' | 'sw' | 'se';

const smallestPart = 1 / 16; // of the longer side
const stepPart = 1 / 40; // of the longer side, for a key

export function wholeOf({ width, height }: Size): Box {
  return { x: 0, y: 0, width, height };
}

/** The first box that somebody gets: the middle of the picture. */
export function middleOf({ width, height }: Size): Box {
  const half = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
  return {
    x: Math.floor((width - half.width) / 2),
    y: Math.floor((height - half.height) / 2),
    ...half,
  };
}

/** null is the whole picture too. */
export function isWhole(box: Box | null, { width, height }: Size): boolean {
  return box === null || (box.width === width && box.height === height);
}

export function isSameBox(one: Box, other: Box): boolean {
  return (['x', 'y', 'width', 'height'] as const).every((part) => one[part] === other[part]);
}

/** Moves the box as far as there is room. */
export function moved({ x, y, width, height }: Box, by: Point, picture: Size): Box {
  return {
    x: clamp(Math.round(x + by.x), 0, picture.width - width),
    y: clamp(Math.round(y + by.y), 0, picture.height - height),
    width,
    height,
  };
}

/** Pulls one corner; the opposite one stays. */
export function resized(
  { x, y, width, height }: Box,
  corner: Corner,
  by: Point,
  picture: Size,
): Box {
  const least = smallest(picture);
  const horizontal = pulled(x, width, corner.includes('w'), by.x, picture.width, least);
  const vertical = pulled(y, height, corner.includes('n'), by.y, picture.height, least);
  return {
    x: horizontal.start,
    y: vertical.start,
    width: horizontal.length,
    height: vertical.length,
  };
}

/** The box between two points, such as where a pointer went down and where it is. */
export function between(from: Point, to: Point, picture: Size): Box {
  const corner = `${to.y < from.y ? 'n' : 's'}${to.x < from.x ? 'w' : 'e'}` as const;
  const start = {
    x: inside(from.x, picture.width),
    y: inside(from.y, picture.height),
    width: 0,
    height: 0,
  };
  return resized(start, corner, { x: to.x - start.x, y: to.y - start.y }, picture);
}

const directions = new Map([
  ['ArrowLeft', { x: -1, y: 0 }],
  ['ArrowRight', { x: 1, y: 0 }],
  ['ArrowUp', { x: 0, y: -1 }],
  ['ArrowDown', { x: 0, y: 1 }],
]);

/** How far an arrow key moves the box; null for other keys. */
export function stepOf(key: string, picture: Size): Point | null {
  const step = Math.max(1, Math.round(Math.max(picture.width, picture.height) * stepPart));
  const direction = directions.get(key);
  return direction ? { x: direction.x * step, y: direction.y * step } : null;
}

function smallest({ width, height }: Size): number {
  return Math.max(1, Math.round(Math.max(width, height) * smallestPart));
}

// Pulls the start or the end of one side; the other end stays, unless the picture ends too soon.
function pulled(
  start: number,
  length: number,
  byStart: boolean,
  by: number,
  whole: number,
  least: number,
): { start: number; length: number } {
  const shortest = Math.min(least, whole);
  if (!byStart) {
    const fixed = Math.min(start, whole - shortest);
    const end = clamp(Math.round(start + length + by), fixed + shortest, whole);
    return { start: fixed, length: end - fixed };
  }
  const fixed = Math.max(start + length, shortest);
  const pulledTo = clamp(Math.round(start + by), 0, fixed - shortest);
  return { start: pulledTo, length: fixed - pulledTo };
}

function inside(position: number, length: number): number {
  return clamp(Math.round(position), 0, length);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
