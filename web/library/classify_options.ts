// What classify() may be asked for. Whether a class exists and a region lies inside the picture is found out by the core.
import { GlanceError } from '../shared/errors.ts';

const fits = ['crop', 'squash', 'letterbox'];
const largest = 2 ** 31 - 1; // the core counts in int32

/**
 * @param {import('./glance.ts').ClassifyOptions} options those that are missing get their default
 * @param {string} language the default one
 * @returns {object} what the worker gets; throws call/bad-argument
 */
export function checkOptions(
  { topK = 5, language: wanted, fit = 'crop', region, heatmap = false, view = false },
  language,
) {
  if (!isCount(topK)) refuse(`topK is ${topK}, want a whole number of at least 1`);
  if (!fits.includes(fit))
    refuse(`fit is '${fit}', want ${fits.map((name) => `'${name}'`).join(', ')}`);
  if (typeof heatmap !== 'boolean' && !isWhole(heatmap))
    refuse(`heatmap is ${heatmap}, want true, false or the index of a class`);
  if (typeof view !== 'boolean') refuse(`view is ${view}, want true or false`);
  return {
    topK,
    language: wanted ?? language,
    fit,
    region: checkRegion(region ?? undefined),
    heatmap,
    view,
  };
}

function checkRegion(region) {
  if (region === undefined) return undefined;
  const { x, y, width, height } = region;
  if ([x, y].every(isWhole) && [width, height].every(isCount)) return { x, y, width, height };
  return refuse(
    `region is ${width} x ${height} at ${x}, ${y}, want whole numbers of pixels, and at least one of them`,
  );
}

function isWhole(value) {
  return Number.isInteger(value) && value >= 0 && value <= largest;
}

function isCount(value) {
  return isWhole(value) && value >= 1;
}

function refuse(message) {
  throw new GlanceError('call/bad-argument', message);
}
