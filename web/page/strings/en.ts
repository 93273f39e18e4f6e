// Every text of the page in English. The type of this object is what every other language must have.
import { codesEn } from './codes.en.ts';
import { formatsOf, megabytes, percentText, roundPercentText, sizeText } from './formats.ts';

const { count: n, list, languages, milliseconds } = formatsOf('en');
const pictures = (count: number) => `${n(count)} ${count === 1 ? 'picture' : 'pictures'}`;
const others = (count: number) => `${n(count)} other ${count === 1 ? 'file' : 'files'}`;

type Settled = { named: number; unsure: number; failed: number; cancelled: number };
type RunsOn = { simd: 'simd' | 'relaxed'; threads: number };
type Size = { width: number; height: number };
type Measured = {
  medianMs: number;
  p95Ms: number;
  runs: number;
  backend: RunsOn;
  model: { name: string; sha256: string; inputWidth: number; inputHeight: number };
};

export const en = {
  // The page
  pageTitle: 'Glance: what is in the picture?',
  heading: 'What is in the picture?',
  intro: 'Choose photos, or drop or paste them anywhere on this page.',
  privacy: 'Your pictures stay on this device.',
  choose: 'Choose pictures',
  dropHere: 'Let go to look at them',
  switchLanguage: 'Language',
  retry: 'Try again',
  cancel: 'Cancel',
  clear: 'Clear',
  remove: (name: string) => `Remove ${name}`,
  results: 'Pictures',
  loadingLabel: 'Loading the model',
  batchLabel: 'Pictures done',
  loading: 'Getting ready…',
  waitingForModel: 'Waiting for the model…',
  loadingBytes: (loaded: number, total: number) => `${megabytes(loaded)} of ${megabytes(total)} MB`,
  ready: 'Ready.',
  looking: (count: number) =>
    count === 1 ? 'Looking at the picture…' : `Looking at ${n(count)} pictures…`,
  batch: (settled: number, total: number) => `${n(settled)} of ${n(total)}`,
  refusal: (name: string, sentence: string) => `${name}: ${sentence}`,
  settled: ({ named, unsure, failed, cancelled }: Settled) => {
    const parts = [`${n(named)} named`];
    if (unsure > 0) parts.push(`${n(unsure)} not sure`);
    if (failed > 0) parts.push(`${n(failed)} could not be read`);
    if (cancelled > 0) parts.push(`${n(cancelled)} cancelled`);
    return `${parts.join(', ')}.`;
  },
  loadFailed: (sentence: string) => `The page could not get ready. ${sentence}`,
  status: { waiting: 'Waiting', running: 'Looking…', cancelled: 'Cancelled' },
  percent: percentText,
  size: (width: number, height: number) => `${n(width)} × ${n(height)}`,
  noPreview: 'No preview',
  decode: 'Decode',
  preprocess: 'Prepare',
  infer: 'Infer',
  milliseconds: (value: number) => `${milliseconds(value)} ms`,
  stale: (count: number) =>
    count === 1
      ? 'One answer was made with another model or with other settings.'
      : `${n(count)} answers were made with another model or with other settings.`,
  again: (name: string) => `Look again with ${name}`,
  modelPanel: 'Model',
  models: 'Which model looks at the pictures',
  origins: {
    shipped: 'part of this page',
    stored: 'remembered on this device',
    visit: 'for this visit only',
  },
  forget: 'Forget',
  forgetModel: (name: string) => `Forget ${name}`,
  license: 'Licence',
  notStated: 'not stated',
  fileSize: 'Size',
  bytes: sizeText,
  labels: 'Labels',
  labelCount: (count: number, codes: readonly string[]) => `${n(count)}, in ${languages(codes)}`,
  labelsText: (counted: string, examples: readonly string[]) =>
    `${counted}: ${examples.join(', ')}…`,
  input: 'Input',
  inputSize: (width: number, height: number) => `${width} × ${height} pixels`,
  source: 'Source',
  sha256: 'SHA-256',
  copy: 'Copy',
  copyHash: 'Copy the SHA-256',
  copied: 'Copied',
  useAnother: 'Use a model of your own…',
  useAnotherHint:
    'A .safetensors file made by tools/convert_model.py, also as .safetensors.gz. You can also drop it on the page. It stays on this device.',
  partLicenses: 'Licences of all parts',
  modelLoading: (name: string) => `Loading ${name}…`,
  cancelModel: 'Cancel',
  dismiss: 'Close this message',
  notifications: {
    inUse: (name: string) => `${name} answers from now on.`,
    refused: (name: string, sentence: string) => `${name} was not used. ${sentence}`,
    notRestarted: (name: string, sentence: string) =>
      `${name} could not be started with these settings, and goes on as before. ${sentence}`,
    lost: (name: string) =>
      `${name} was remembered, but what came back is damaged. It has been removed.`,
    unconverted: (name: string) => `${name} has to be converted before the page can use it:`,
    forgotten: (name: string) => `${name} is no longer kept on this device.`,
    notForgotten: (name: string, sentence: string) => `${name} could not be removed. ${sentence}`,
  },
  stored: 'It is remembered on this device.',
  notStored: (sentence: string) =>
    `It is not remembered, so choose the file again next time. ${sentence}`,
  sentences: (...parts: readonly (string | false | null | undefined)[]) =>
    parts.filter(Boolean).join(' '),
  stays: (name: string) => `${name} stays in use.`,
  modelSummary: (model: { name: string; classes: number }) =>
    `${model.name} · ${n(model.classes)} kinds of things`,
  backend: ({ simd, threads }: RunsOn) => {
    const kind = simd === 'relaxed' ? 'relaxed SIMD' : 'SIMD';
    return threads === 1 ? `one thread, ${kind}` : `${threads} threads, ${kind}`;
  },
  runsOn: 'Runs on',
  runs: (what: string) => `${what.charAt(0).toUpperCase()}${what.slice(1)}.`,
  otherError: 'This did not work.',

  // Places
  places: 'Places of this page',
  placeNames: { pictures: 'Look', teach: 'Teach' },
  roomFailed: (sentence: string) => `This part of the page could not be loaded. ${sentence}`,

  // Inputs
  moreInputs: 'More ways to bring pictures',
  chooseFolder: 'Folder',
  paste: 'Paste',
  openCamera: 'Camera',
  samplesHeading: 'No picture at hand? Try one of these.',
  samples: {
    coffee: 'A cup of coffee',
    chelsea: 'A cat',
    camera: 'A photographer',
    flower: 'A dahlia',
    boats: 'Boats in a harbour',
    china: 'A pavilion by a lake',
  },
  trySample: (what: string, { by, license }: { by: string; license: string }) =>
    `${what}. Photo: ${by}, ${license}`,
  samplesCredit: (credits: readonly { license: string; by: readonly string[] }[]) =>
    `Photos: ${credits.map(({ license, by }) => `${list(by)} (${license})`).join('; ')}.`,
  sampleFailed: 'The picture could not be fetched.',
  saveFailed: 'The file could not be saved.',
  languageFailed: 'The texts of this language could not be loaded.',
  searching: (folder: string) => `Looking through “${folder}”…`,
  fromFolder: (folder: string, count: number, otherCount: number) =>
    otherCount > 0
      ? `${pictures(count)} from “${folder}”; ${others(otherCount)} left out.`
      : `${pictures(count)} from “${folder}”.`,
  emptyFolder: (folder: string, otherCount: number) =>
    otherCount > 0
      ? `There are no pictures in “${folder}”, only ${others(otherCount)}.`
      : `“${folder}” is empty.`,
  unreadableInFolder: (paths: readonly string[]) =>
    paths.length === 1
      ? `“${paths[0]}” could not be read.`
      : `“${paths[0]}” and ${n(paths.length - 1)} more could not be read.`,
  nothingToPaste: 'There is no picture on the clipboard.',
  pasteRefused: 'The browser does not let the page read the clipboard. Ctrl+V or ⌘V may work.',
  pastedName: (type: string) => `Pasted picture.${type}`,

  // Answers
  look: 'Look closer',
  lookAt: (name: string) => `Look closer at ${name}`,
  correct: 'This is…',
  correctOne: (name: string) => `This is… Say what ${name} shows, and teach it`,
  notSure: 'Not sure',
  looks: (marked?: unknown) =>
    `Looked at parts of the picture too.${marked ? ' The marked part decided.' : ''}`,
  doubt: (word: string, guess: string) => `${word}. ${guess}`,
  bestGuess: (label: string, percent: string) => `The best guess is “${label}” with ${percent}.`,
  knows: (classes: number) =>
    `Animals, plants, food, things and places of ${n(classes)} kinds. No people, no text, no brands.`,
  knowsOnly: (classes: number, named: readonly string[]) =>
    `This model knows ${n(classes)} kinds of things, such as ${list(named)}. It has no name for anything else.`,

  // Many pictures
  layout: 'Show pictures as',
  cards: 'Cards',
  asTable: 'Table',
  filter: 'Filter',
  filterHint:
    'Shows only the pictures that this fits: a file name, a label, or a group such as “dog”',
  hints: 'What is there',
  hint: (group: string, count: number) => `${group} ${n(count)}`,
  unsureFilter: (count: number) => `Not sure (${n(count)})`,
  filterCount: (shown: number, total: number) => `${n(shown)} of ${n(total)}`,
  tableCaption: 'Pictures and what they show',
  columnPicture: 'Picture',
  columnName: 'File',
  columnSize: 'Size',
  columnLabel: 'Answer',
  columnScore: 'Sure',
  columnFurther: 'Other labels',
  columnTime: 'Time',
  columnEdit: 'Change',
  rowsEmpty: 'No picture fits the filter.',
  batchAndLeft: (settled: number, total: number, seconds: number) => {
    const left = seconds <= 60 ? `${n(seconds)} s left` : `${n(Math.ceil(seconds / 60))} min left`;
    return `${n(settled)} of ${n(total)}, ${left}`;
  },
  retryMany: (count: number) => (count === 1 ? 'Try one again' : `Try ${n(count)} again`),
  retryOne: (name: string) => `Try ${name} again`,
  saveCsv: 'Save as CSV',
  saveJson: 'Save as JSON',
  saveXmp: 'Save keywords (XMP)',

  // Looking closer
  detailClose: 'Close',
  detailPrevious: 'Previous picture',
  detailNext: 'Next picture',
  detailPlace: (position: number, count: number) => `${n(position)} of ${n(count)}`,
  detailPicture: (name: string) => `The picture ${name}`,
  seenHeading: 'What the model sees',
  seenCaption: (view: Size, seen: Size) =>
    `The bright part, ${n(Math.round(seen.width))}\u00a0×\u00a0${n(Math.round(seen.height))} pixels, as ${view.width}\u00a0×\u00a0${view.height}.`,
  fitLegend: 'How it is made to fit',
  fitNames: { crop: 'Centre crop', squash: 'Squash', letterbox: 'Letterbox' },
  fitHints: {
    crop: 'As the model was trained: the edges are cut off.',
    squash: 'Everything is seen, but out of proportion.',
    letterbox: 'Everything is seen in proportion, with bars beside it.',
  },
  partChoose: 'Look at a part',
  partWhole: 'Look at the whole picture',
  partHintNone: 'Or draw a box on the picture.',
  partHint: 'Drag the box or its corners. Arrow keys move it, with Shift they resize it.',
  box: ({ left, top, width, height }: Size & { left: number; top: number }) =>
    `Box: ${roundPercentText(width)} wide, ${roundPercentText(height)} high, ${roundPercentText(left)} from the left, ${roundPercentText(top)} from the top`,
  boxRole: 'movable box',
  corners: {
    nw: 'Top left corner',
    ne: 'Top right corner',
    sw: 'Bottom left corner',
    se: 'Bottom right corner',
  },
  labelsLegend: 'Labels',
  heatHint: 'Choose a label to see where it is seen.',
  heatSwitch: 'Heat map',
  heatOf: (label: string) => `Heat map: the brighter, the more it speaks for “${label}”`,
  heatLow: 'less',
  heatHigh: 'more',
  heatOpacity: 'Opacity',
  heatNone: 'This model cannot show where it sees something: it is not built for it.',
  told: (label: string, percent: string) => `${label}, ${percent}`,

  // Camera
  camera: 'Camera',
  cameraPicture: 'What the camera sees',
  cameraAsking: 'Waiting for the camera. The browser may ask whether the page may use it.',
  cameraAgain: 'Try again',
  cameraDevice: 'Which camera',
  cameraSides: { front: 'Front camera', back: 'Back camera' },
  cameraNumber: (number: number) => `Camera ${n(number)}`,
  cameraMirrored: 'Shown like a mirror. The model sees the picture unmirrored.',
  live: 'Say what it sees, all the time',
  cameraAnswer: 'What the camera sees, by label',
  cameraPace: (framesPerSecond: number) =>
    framesPerSecond < 1.5
      ? 'About one frame a second, or less'
      : `${n(Math.round(framesPerSecond))} frames a second`,
  takePicture: 'Take a picture',
  cameraTaken: (taken: number) =>
    taken === 1
      ? 'One picture taken: it is on the page.'
      : `${n(taken)} pictures taken: they are on the page.`,
  cameraFile: (number: number) => `Camera ${number}.jpg`,

  // Settings
  settings: 'Settings',
  closeDialog: 'Close',
  languageSetting: 'Language',
  theme: 'Appearance',
  themeSystem: 'As the device',
  themeLight: 'Light',
  themeDark: 'Dark',
  topK: 'Labels for each picture, at most',
  level: 'How sure an answer has to be',
  levelHint:
    'Where no single kind is as probable, the answer is a group, such as “dog”, or “not sure”.',
  resolution: 'What the model gets to see',
  ownResolution: 'Its own size',
  resolutionHint: 'Smaller is faster, and a little less exact.',
  threads: 'Threads',
  automatic: 'Automatic',
  resetSettings: 'Back to the defaults',
  countText: n,
  wholePercent: (part: number) => `${n(Math.round(part * 100))}%`,
  resolutionInVain: (name: string, width: number, height: number) =>
    `${name} cannot be run at this size. It runs at ${width} × ${height}.`,
  restarted: (name: string, width: number, height: number, backend: string) =>
    `${name} now looks at ${width} × ${height} pixels, on ${backend}.`,

  // About this build
  aboutBuild: 'About this build',
  version: 'Version',
  thisBrowser: 'This browser',
  offline: 'Without a network',
  weightsOf: (name: string) => `SHA-256 of ${name}`,
  coreOf: (name: string) => `SHA-256 of ${name}`,
  features: {
    simd: 'SIMD',
    relaxedSimd: 'relaxed SIMD',
    isolation: 'isolation',
    sharedMemory: 'shared memory',
    serviceWorker: 'service workers',
  },
  hasFeatures: (names: readonly string[]) => `Has ${list(names)}.`,
  lacksFeatures: (names: readonly string[]) => `Not available here: ${list(names)}.`,
  offlineStates: {
    kept: 'The whole page is kept on this device and works without a network.',
    notKept: 'The page could not be kept on this device; it needs its server.',
    unknown: 'The page is being kept on this device…',
    impossible: 'The page is not kept by the browser. A copy of its folder works from disk.',
  },
  benchmark: 'How fast is it here?',
  benchmarkHint: 'Measures the model in use: 30 inferences of a made picture, after a warm-up.',
  startBenchmark: 'Measure',
  cancelBenchmark: 'Cancel',
  benchmarkRunning: (done: number, total: number) => `${n(done)} of ${n(total)}`,
  benchmarkWaits: 'It can be measured when no picture is being looked at.',
  benchmarkCancelled: 'Cancelled.',
  benchmarkFailed: (sentence: string) => `It could not be measured. ${sentence}`,
  benchmarkDone: ({ medianMs, p95Ms }: Measured) =>
    `Median ${milliseconds(medianMs)} ms, 95% within ${milliseconds(p95Ms)} ms`,
  benchmarkOf: ({ model, runs }: Measured, backend: string) =>
    `${model.name}, ${model.inputWidth} × ${model.inputHeight}, ${n(runs)} runs, ${backend}`,
  copyBenchmark: 'Copy the result',
  benchmarkText: 'The result, to copy',
  benchmarkReport: (
    version: string,
    { medianMs, p95Ms, runs, backend, model }: Measured,
    userAgent: string,
  ) =>
    [
      `Glance ${version}`,
      `Model: ${model.name}, ${model.inputWidth} x ${model.inputHeight}, SHA-256 ${model.sha256}`,
      `Backend: ${backend.simd === 'relaxed' ? 'relaxed SIMD' : 'SIMD'}, threads: ${backend.threads}`,
      `Inference, ${runs} runs: median ${medianMs.toFixed(2)} ms, p95 ${p95Ms.toFixed(2)} ms`,
      `Browser: ${userAgent}`,
    ].join('\n'),
  leaves: 'What leaves this device',
  leavesNothing:
    'Nothing. Pictures, labels and models of your own stay here. The page has no server behind it, sets no cookies and counts nobody.',
  policyHint:
    'The browser enforces it: by this content policy the page may connect to nothing but the folder that it came from, and that only to read its own files.',
  parts: 'What it is made with',

  // Versions of the page
  updateReady: 'A new version of this page is ready.',
  updateTakes: 'Taking it loads the page again; the pictures on it go.',
  updatedElsewhere:
    'Another window has taken a new version of this page. Load this one again, too.',
  takeUpdate: 'Take it',
  loadAgain: 'Load again',

  // Codes
  ...codesEn,
};
