// Where things lie on the sheet, the area that shows a picture and, for the letterbox, the bars beside it. Everything is
// given in parts of the sheet, so that its size on the screen does not matter.

/**
 * @typedef {import('./box.ts').Box} Box
 * @typedef {{ left: number, top: number, width: number, height: number }} Place 0..1 of the sheet
 */

/**
 * What the sheet shows, in pixels of the picture. It depends on nothing that moves: a sheet that grew with the box would
 * shift below the pointer.
 * @param {{ width: number, height: number }} picture @param {string} fit @param {number} aspect of the network's input:
 *   its width / its height
 * @returns {Box}
 */
export function sheetOf({ width, height }, fit, aspect) {
  if (fit !== 'letterbox') return { x: 0, y: 0, width, height };
  const wide = Math.max(width, height * aspect);
  const high = wide / aspect;
  return { x: (width - wide) / 2, y: (height - high) / 2, width: wide, height: high };
}

/** @param {Box} box @param {Box} sheet @returns {Place} */
export function placeOn(box, sheet) {
  return {
    left: (box.x - sheet.x) / sheet.width,
    top: (box.y - sheet.y) / sheet.height,
    width: box.width / sheet.width,
    height: box.height / sheet.height,
  };
}

/**
 * What the network saw of `from`, carried over to where the box is by now: exact when it was only moved, and near enough
 * until the answer is there when it was resized.
 * @param {Box} seen @param {Box} from @param {Box} to @returns {Box}
 */
export function carriedOver(seen, from, to) {
  const across = to.width / from.width;
  const down = to.height / from.height;
  return {
    x: to.x + (seen.x - from.x) * across,
    y: to.y + (seen.y - from.y) * down,
    width: seen.width * across,
    height: seen.height * down,
  };
}
