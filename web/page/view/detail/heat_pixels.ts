// A heat map as pixels: enlarged bilinearly, its cells' centres where they belong, and coloured.
import { colorRamp } from './color_ramp.ts';

/**
 * @param {{ width: number, height: number, values: ArrayLike<number> }} map values 0..1, row by row
 * @param {number} width @param {number} height of what comes out
 * @returns {Uint8ClampedArray} (height, width, 4) RGBA, opaque
 */
export function heatPixels(map, width, height) {
  const pixels = new Uint8ClampedArray(4 * width * height);
  const columns = positions(width, map.width);
  const rows = positions(height, map.height);
  let offset = 0;
  for (const row of rows) {
    for (const column of columns) {
      const [red, green, blue] =
        colorRamp[Math.round(255 * Math.min(Math.max(valueAt(map, row, column), 0), 1))];
      pixels[offset++] = red;
      pixels[offset++] = green;
      pixels[offset++] = blue;
      pixels[offset++] = 255;
    }
  }
  return pixels;
}

function valueAt({ width, values }, row, column) {
  const between = (start) =>
    mix(values[start + column.low], values[start + column.high], column.part);
  return mix(between(row.low * width), between(row.high * width), row.part);
}

function mix(low, high, part) {
  return low + (high - low) * part;
}

// Where the centre of each target pixel falls among the source's; beyond the outermost centres the edge continues.
function positions(length, sourceLength) {
  return Array.from({ length }, (_, target) => {
    const center = Math.min(
      Math.max(((target + 0.5) * sourceLength) / length - 0.5, 0),
      sourceLength - 1,
    );
    const low = Math.floor(center);
    return { low, high: Math.min(low + 1, sourceLength - 1), part: center - low };
  });
}
