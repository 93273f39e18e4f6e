// The texts of the settings, in English.
import { formatsOf } from '../pictures/formats.ts';

const { count: n } = formatsOf('en');

export const settingsEn = Object.freeze({
  settings: 'Settings',
  closeDialog: 'Close',
  languageSetting: 'Language',
  theme: 'Appearance',
  themeSystem: 'As the device',
  themeLight: 'Light',
  themeDark: 'Dark',
  topK: 'Labels for each picture, at most',
  threshold: 'Leave out labels below',
  resolution: 'What the model gets to see',
  ownResolution: 'Its own size',
  resolutionHint: 'Smaller is faster, and a little less exact.',
  threads: 'Threads',
  automatic: 'Automatic',
  resetSettings: 'Back to the defaults',
  countText: n,
  wholePercent: (part) => `${n(Math.round(part * 100))}%`,
  resolutionInVain: (name, width, height) =>
    `${name} cannot be run at this size. It runs at ${width} × ${height}.`,
  restarted: (name, width, height, backend) =>
    `${name} now looks at ${width} × ${height} pixels, on ${backend}.`,
});
