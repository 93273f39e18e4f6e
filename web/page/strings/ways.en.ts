// The texts of the ways in which pictures come, in English.
import { formatsOf } from '../pictures/formats.ts';

const { count: n, list } = formatsOf('en');
const pictures = (count) => `${n(count)} ${count === 1 ? 'picture' : 'pictures'}`;
const others = (count) => `${n(count)} other ${count === 1 ? 'file' : 'files'}`;

export const waysEn = Object.freeze({
  waysLegend: 'More ways to bring pictures',
  chooseFolder: 'Folder',
  paste: 'Paste',
  openCamera: 'Camera',
  samplesHeading: 'No picture at hand? Try one of these.',
  samples: Object.freeze({
    coffee: 'A cup of coffee',
    chelsea: 'A cat',
    camera: 'A photographer',
    flower: 'A flower',
    china: 'A pavilion by a lake',
  }),
  trySample: (what, { by, license }) => `${what}. Photo: ${by}, ${license}`,
  samplesCredit: (credits) =>
    `Photos: ${credits.map(({ license, by }) => `${list(by)} (${license})`).join('; ')}.`,
  sampleFailed: 'The picture could not be fetched.',
  searching: (folder) => `Looking through “${folder}”…`,
  fromFolder: (folder, count, otherCount) =>
    otherCount > 0
      ? `${pictures(count)} from “${folder}”; ${others(otherCount)} left out.`
      : `${pictures(count)} from “${folder}”.`,
  emptyFolder: (folder, otherCount) =>
    otherCount > 0
      ? `There are no pictures in “${folder}”, only ${others(otherCount)}.`
      : `“${folder}” is empty.`,
  unreadableInFolder: (paths) =>
    paths.length === 1
      ? `“${paths[0]}” could not be read.`
      : `“${paths[0]}” and ${n(paths.length - 1)} more could not be read.`,
  nothingToPaste: 'There is no picture on the clipboard.',
  pasteRefused: 'The browser does not let the page read the clipboard. Ctrl+V or ⌘V may work.',
  pastedName: (type) => `Pasted picture.${type}`,
});
