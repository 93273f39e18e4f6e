// Texts of looking closer at a picture, in English. detail.zh.js has the same keys.
import { formatsOf, roundPercentText } from '../pictures/formats.ts';

const { count: n } = formatsOf('en');

export const detailTexts = Object.freeze({
  detailClose: 'Close',
  detailPrevious: 'Previous picture',
  detailNext: 'Next picture',
  detailPlace: (position, count) => `${n(position)} of ${n(count)}`,
  detailPicture: (name) => `The picture ${name}`,
  asking: 'Looking…',

  seenHeading: 'What the network sees',
  seenView: (width, height) => `What the network sees, ${width} × ${height} pixels`,
  seenCaption: (view, seen) =>
    `The bright part, ${n(Math.round(seen.width))}\u00a0×\u00a0${n(Math.round(seen.height))} pixels, as ${view.width}\u00a0×\u00a0${view.height}.`,
  fitLegend: 'How it is made to fit',
  fitCrop: 'Centre crop',
  fitSquash: 'Squash',
  fitLetterbox: 'Letterbox',
  fitHints: Object.freeze({
    crop: 'As the network was trained: the edges are cut off.',
    squash: 'Everything is seen, but out of proportion.',
    letterbox: 'Everything is seen in proportion, with bars beside it.',
  }),

  partChoose: 'Look at a part',
  partWhole: 'Look at the whole picture',
  partHintNone: 'Or draw a box on the picture.',
  partHint: 'Drag the box or its corners. Arrow keys move it, with Shift they resize it.',
  box: ({ left, top, width, height }) =>
    `Box: ${roundPercentText(width)} wide, ${roundPercentText(height)} high, ${roundPercentText(left)} from the left, ${roundPercentText(top)} from the top`,
  boxRole: 'movable box',
  corners: Object.freeze({
    nw: 'Top left corner',
    ne: 'Top right corner',
    sw: 'Bottom left corner',
    se: 'Bottom right corner',
  }),

  labelsLegend: 'Labels',
  heatHint: 'Choose a label to see where it is seen.',
  heatSwitch: 'Heat map',
  heatOf: (label) => `Heat map: the brighter, the more it speaks for “${label}”`,
  heatLow: 'less',
  heatHigh: 'more',
  heatOpacity: 'Opacity',
  heatNone: 'This model cannot show where it sees something: its network is not built for it.',
  told: (label, percent) => `${label}, ${percent}`,
});
