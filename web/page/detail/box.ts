// The box that says which part of a picture is looked at: whole pixels, inside of the picture, never smaller than can be
// taken hold of. Every function returns a new box.

/**
 * @typedef {{ x: number, y: number, width: number, height: number }} Box in pixels of the upright picture
 * @typedef {{ width: number, height: number }} Size
 * @typedef {'nw' | 'ne' | 'sw' | 'se'} Corner
 */

const smallestPart = 1 / 16; // of the longer side
const stepPart = 1 / 40; // of the longer side, for a key

/** @param {Size} picture @returns {Box} */
export function wholeOf({ width, height }) {
  return { x: 0, y: 0, width, height };
}

/** What somebody gets who asks for a box: the middle of the picture. @param {Size} picture @returns {Box} */
export function middleOf({ width, height }) {
  const half = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
  return {
    x: Math.floor((width - half.width) / 2),
    y: Math.floor((height - half.height) / 2),
    ...half,
  };
}

/** @param {Box | null} box @param {Size} picture @returns {boolean} null is the whole picture too */
export function isWhole(box, { width, height }) {
  return box === null || (box.width === width && box.height === height);
}

/** @param {Box} one @param {Box} other @returns {boolean} */
export function isSameBox(one, other) {
  return ['x', 'y', 'width', 'height'].every((part) => one[part] === other[part]);
}

/** @param {Box} box @param {{ x: number, y: number }} by @param {Size} picture @returns {Box} as far as there is room */
export function moved({ x, y, width, height }, by, picture) {
  return {
    x: clamp(Math.round(x + by.x), 0, picture.width - width),
    y: clamp(Math.round(y + by.y), 0, picture.height - height),
    width,
    height,
  };
}

/** Pulls one corner; the one across from it stays. @param {Box} box @param {Corner} corner @returns {Box} */
export function resized({ x, y, width, height }, corner, by, picture) {
  const horizontal = pulled(x, width, corner.includes('w'), by.x, picture.width, smallest(picture));
  const vertical = pulled(y, height, corner.includes('n'), by.y, picture.height, smallest(picture));
  return {
    x: horizontal.start,
    y: vertical.start,
    width: horizontal.length,
    height: vertical.length,
  };
}

/** The box between two points, such as where a pointer went down and where it is. @returns {Box} */
export function between(from, to, picture) {
  const corner = `${to.y < from.y ? 'n' : 's'}${to.x < from.x ? 'w' : 'e'}`;
  const start = {
    x: inside(from.x, picture.width),
    y: inside(from.y, picture.height),
    width: 0,
    height: 0,
  };
  return resized(start, corner, { x: to.x - start.x, y: to.y - start.y }, picture);
}

/**
 * How far an arrow key goes.
 * @param {string} key @param {Size} picture @returns {{ x: number, y: number } | null} null for other keys
 */
export function stepOf(key, picture) {
  const step = Math.max(1, Math.round(Math.max(picture.width, picture.height) * stepPart));
  const directions = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };
  if (!Object.hasOwn(directions, key)) return null;
  const [x, y] = directions[key];
  return { x: x * step, y: y * step };
}

function smallest({ width, height }) {
  return Math.max(1, Math.round(Math.max(width, height) * smallestPart));
}

// One side of the box: its start or its end is pulled, the other end stays, unless the picture ends too soon.
function pulled(start, length, byStart, by, whole, least) {
  const shortest = Math.min(least, whole);
  if (!byStart) {
    const fixed = Math.min(start, whole - shortest);
    return {
      start: fixed,
      length: clamp(Math.round(start + length + by), fixed + shortest, whole) - fixed,
    };
  }
  const fixed = Math.max(start + length, shortest);
  const pulledTo = clamp(Math.round(start + by), 0, fixed - shortest);
  return { start: pulledTo, length: fixed - pulledTo };
}

function inside(position, length) {
  return clamp(Math.round(position), 0, length);
}

function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}
