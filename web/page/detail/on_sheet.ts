// What lies on the sheet while a picture is looked at.
import { pictureOf } from '../state/detail.ts';
import { sheetOf } from './sheet.ts';

/**
 * @param {import('../state/state.ts').State} state
 * @returns {{ picture: import('./box.ts').Size, box: import('./box.ts').Box | null, sheet: import('./box.ts').Box } | null} null
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
