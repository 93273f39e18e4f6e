// What people have chosen for the page: each setting has its values, and nothing else is ever one. `state.language` is
// `state.settings.language`, for the many who read only that.

const languages = ['en', 'zh'];
const themes = ['system', 'light', 'dark'];
const resolutions = [null, 224, 192, 160, 128];
const layouts = ['auto', 'cards', 'table'];
const threadCounts = [null, 1, 2, 4];
const mostLabels = 10;
const highestThreshold = 0.5;

/**
 * @typedef {{ language: 'en' | 'zh', topK: number, threshold: number, theme: 'system' | 'light' | 'dark',
 *   resolution: number | null, threads: number | null, layout: 'auto' | 'cards' | 'table' }} Settings `topK` is 1 to 10;
 *   labels with a score below `threshold` (0 to 0.5) are not shown; a `resolution` (pixels) or number of `threads` that is
 *   null is left to the model and the device; an `auto` layout depends on how many pictures come
 */

/** What they are until somebody changes them; the language is that of the browser. @type {Settings} */
export const defaultSettings = Object.freeze({
  language: 'en',
  topK: 5,
  threshold: 0,
  theme: 'system',
  resolution: null,
  threads: null,
  layout: 'auto',
});

const allowed = {
  language: (value) => languages.includes(value),
  topK: (value) => Number.isInteger(value) && value >= 1 && value <= mostLabels,
  threshold: (value) => typeof value === 'number' && value >= 0 && value <= highestThreshold,
  theme: (value) => themes.includes(value),
  resolution: (value) => resolutions.includes(value),
  layout: (value) => layouts.includes(value),
  threads: (value) => threadCounts.includes(value),
};

/**
 * @param {unknown} stored of an earlier visit, perhaps of another release: anything
 * @returns {Partial<Settings>} what of it are settings with a value that they may have
 */
export function validSettings(stored) {
  if (typeof stored !== 'object' || stored === null) return {};
  const valid = Object.entries(allowed).filter(
    ([name, isAllowed]) => Object.hasOwn(stored, name) && isAllowed(stored[name]),
  );
  return Object.fromEntries(valid.map(([name]) => [name, stored[name]]));
}

/** @param {Settings} settings @param {Settings} defaults @returns {Partial<Settings>} those that are not the default */
export function changedSettings(settings, defaults) {
  return Object.fromEntries(
    Object.entries(settings).filter(([name, value]) => value !== defaults[name]),
  );
}

export const settingsReducers = {
  settingChanged,
  settingsReset: ({ settings }, { defaults }) => adopt(settings, defaults),
};

// A name or a value that a setting cannot have is a mistake in the program.
function settingChanged({ settings }, { name, value }) {
  if (!Object.hasOwn(allowed, name) || !allowed[name](value))
    throw new Error(`setting '${name}' cannot be '${value}'`);
  return adopt(settings, { ...settings, [name]: value });
}

function adopt(settings, next) {
  if (Object.keys(changedSettings(next, settings)).length === 0) return null;
  return { settings: Object.freeze({ ...next }), language: next.language };
}
