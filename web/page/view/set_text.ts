/** Shows a text. The same text set again would be spoken again. @param {Element} place @param {string} text */
export function setText(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
