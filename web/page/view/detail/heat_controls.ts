// The heat map's switch, legend and opacity; or the sentence that says why there is none.

/** @param {import('../../state/detail.ts').Detail} detail @param {boolean} hasHeatMaps whether the model has heat maps */
export function renderHeatControls({ heat, opacity }, hasHeatMaps) {
  const isOn = heat !== null;
  document.getElementById('heat-none').hidden = hasHeatMaps;
  document.getElementById('heat-controls').hidden = !hasHeatMaps;
  document.getElementById('heat-switch').checked = isOn;
  document.getElementById('heat-hint').hidden = isOn;
  document.getElementById('heat-legend').hidden = !isOn;
  document.getElementById('heat-opacity').hidden = !isOn;
  const slider = document.getElementById('opacity');
  if (slider.valueAsNumber !== opacity) slider.value = opacity;
}
