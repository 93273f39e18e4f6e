/** @param {HTMLElement} element on the sheet @param {import('../../detail/sheet.ts').Place | null} place null hides it */
export function placeAt(element, place) {
  element.hidden = !place;
  for (const [side, part] of Object.entries(place ?? {})) element.style[side] = `${100 * part}%`;
}
