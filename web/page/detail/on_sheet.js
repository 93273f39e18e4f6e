// What lies on the sheet while a picture is looked at.
import { pictureOf } from '../state_detail.js';
import { sheetOf } from './sheet.js';

/**
 * @param {import('../state.js').State} state
 * @returns {{ picture: import('./box.js').Size, box: import('./box.js').Box | null, sheet: import('./box.js').Box } | null} null
 *   while the dialog is closed
 */
export function onSheet(state) {
  const picture = pictureOf(state)?.result;
  if (!picture) return null;
  const {
    detail: { fit, region },
    model: { inputWidth, inputHeight },
  } = state;
  return { picture, box: region, sheet: sheetOf(picture, fit, inputWidth / inputHeight) };
}
