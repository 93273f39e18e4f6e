// Every text of the page, in English. strings.zh.js has the same keys; a test compares them.
import { formatsOf, megabytes, percentText, sizeText } from '../pictures/formats.ts';
import { aboutEn } from './about.en.ts';
import { answerTexts } from './answer.en.ts';
import { cameraEn } from './camera.en.ts';
import { detailTexts } from './detail.en.ts';
import { offlineEn } from './offline.en.ts';
import { settingsEn } from './settings.en.ts';
import { tableEn } from './table.en.ts';
import { waysEn } from './ways.en.ts';

const { count: n, languages, milliseconds } = formatsOf('en');

export const en = Object.freeze({
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
  remove: (name) => `Remove ${name}`,
  results: 'Pictures',
  loadingLabel: 'Loading the network',
  batchLabel: 'Pictures done',

  loading: 'Getting ready…',
  waitingForModel: 'Waiting for the model…',
  loadingBytes: (loaded, total) => `${megabytes(loaded)} of ${megabytes(total)} MB`,
  ready: 'Ready.',
  looking: (count) =>
    count === 1 ? 'Looking at the picture…' : `Looking at ${n(count)} pictures…`,
  batch: (settled, total) => `${n(settled)} of ${n(total)}`,
  answer: (name, label, percent) => `${name}: ${label}, ${percent}`,
  refusal: (name, sentence) => `${name}: ${sentence}`,
  settled: ({ done, failed, cancelled }) => {
    const parts = [`${n(done)} ${done === 1 ? 'picture' : 'pictures'} recognised`];
    if (failed > 0) parts.push(`${n(failed)} could not be read`);
    if (cancelled > 0) parts.push(`${n(cancelled)} cancelled`);
    return `${parts.join(', ')}.`;
  },
  loadFailed: (sentence) => `The page could not get ready. ${sentence}`,

  status: Object.freeze({ waiting: 'Waiting', running: 'Looking…', cancelled: 'Cancelled' }),
  percent: percentText,
  size: (width, height) => `${n(width)} × ${n(height)}`,
  noPreview: 'No preview',
  decode: 'Decode',
  preprocess: 'Prepare',
  infer: 'Infer',
  milliseconds: (value) => `${milliseconds(value)} ms`,
  stale: (count) =>
    count === 1
      ? 'One answer is from another model or input size.'
      : `${n(count)} answers are from another model or input size.`,
  again: (name) => `Look again with ${name}`,

  modelPanel: 'Model',
  models: 'Which model looks at the pictures',
  origins: Object.freeze({
    shipped: 'part of this page',
    remembered: 'remembered on this device',
    visit: 'for this visit only',
  }),
  forget: 'Forget',
  forgetModel: (name) => `Forget ${name}`,
  license: 'Licence',
  notStated: 'not stated',
  fileSize: 'Size',
  bytes: sizeText,
  labels: 'Labels',
  labelCount: (count, codes) => `${n(count)}, in ${languages(codes)}`,
  labelsText: (counted, examples) => `${counted}: ${examples.join(', ')}…`,
  input: 'Input',
  inputSize: (width, height) => `${width} × ${height} pixels`,
  source: 'Source',
  sha256: 'SHA-256',
  copy: 'Copy',
  copyHash: 'Copy the SHA-256',
  copied: 'Copied',
  useAnother: 'Use a model of your own…',
  useAnotherHint:
    'A .safetensors file made by tools/convert_model.py, also as .safetensors.gz. You can also drop it on the page. It stays on this device.',
  partLicenses: 'Licences of all parts',

  modelArriving: (name) => `Loading ${name}…`,
  cancelModel: 'Cancel',
  dismiss: 'Close this message',
  news: Object.freeze({
    inUse: (name) => `${name} answers from now on.`,
    refused: (name, sentence) => `${name} was not used. ${sentence}`,
    notRestarted: (name, sentence) =>
      `${name} could not be started with these settings, and goes on as before. ${sentence}`,
    lost: (name) => `${name} was remembered, but what came back is damaged. It has been removed.`,
    unconverted: (name) => `${name} has to be converted before the page can use it:`,
    forgotten: (name) => `${name} is no longer kept on this device.`,
    notForgotten: (name, sentence) => `${name} could not be removed. ${sentence}`,
  }),
  remembered: 'It is remembered on this device.',
  notRemembered: (sentence) =>
    `It is not remembered, so choose the file again next time. ${sentence}`,
  sentences: (...parts) => parts.filter(Boolean).join(' '),
  stays: (name) => `${name} stays in use.`,

  about: (model) => `${model.name} · ${n(model.classes)} kinds of things`,
  backend: ({ simd, threads }) => {
    const kind = simd === 'relaxed' ? 'relaxed SIMD' : 'SIMD';
    return threads === 1 ? `one thread, ${kind}` : `${threads} threads, ${kind}`;
  },
  runsOn: 'Runs on',
  runs: (what) => `${what[0].toUpperCase()}${what.slice(1)}.`,
  backendReasons: Object.freeze({
    'simd/relaxed': 'This browser has relaxed SIMD.',
    'simd/no-relaxed': 'This browser has no relaxed SIMD.',
    'simd/wanted': 'This kind of SIMD was asked for.',
    'simd/wanted-in-vain': 'Relaxed SIMD was asked for, but this browser has none.',
    'threads/isolated': 'The page is isolated, so threads can be used.',
    'threads/not-isolated': 'The page is not isolated (COOP, COEP), so threads cannot be used.',
    'threads/no-shared-memory': 'This browser does not let threads share memory.',
    'threads/one-processor': 'There is one processor.',
    'threads/wanted': 'This number of threads was asked for.',
    'threads/wanted-in-vain': 'Threads were asked for, but the page is not isolated (COOP, COEP).',
    'threads/wanted-too-many': 'More threads were asked for than there are processors.',
    'threads/slower': 'One thread was measured to be faster.',
    'threads/refused': 'The browser refused threads.',
  }),

  notes: Object.freeze({
    'note/turned': 'Turned upright, as the camera noted.',
    'note/alpha-dropped': 'Transparency was left out.',
    'note/browser-decoded': 'Decoded by the browser.',
  }),
  errors: Object.freeze({
    'image/empty': 'The file is empty.',
    'image/not-a-picture': 'This file is not a picture.',
    'image/unsupported-format': 'This kind of picture cannot be read here. Save it as JPEG or PNG.',
    'image/unsupported-jpeg': 'This is a rare kind of JPEG that cannot be read.',
    'image/damaged': 'The picture is damaged.',
    'image/too-large': 'The picture is too large.',
    'image/too-many-scans': 'This JPEG asks for too much work and was refused.',
    'image/unreadable': 'The picture could not be read.',
    'image/cross-origin': 'The picture belongs to another site.',
    'file/unreadable': 'The file could not be read.',
    'memory/exhausted': 'There is not enough memory for this.',
    'infer/not-finite': 'The network gave no usable answer.',
    'infer/backend': 'The network could not be run.',
    'infer/bad-resolution': 'The network cannot be run at its input size.',
    'model/not-safetensors': 'It is not a weight file.',
    'model/truncated': 'The file is cut short. Copy it again.',
    'model/bad-header': 'Its header is damaged.',
    'model/bad-offsets': 'It is damaged: its parts do not fit together.',
    'model/bad-metadata':
      'It does not say how to run its weights. tools/convert_model.py makes a file that does.',
    'model/unsupported-version': 'It is for another version of Glance.',
    'model/unsupported-operation': 'Its network needs an operation that is not supported.',
    'model/bad-graph': 'The description of its network is wrong.',
    'model/missing-tensor': 'Some of its weights are missing.',
    'model/bad-shape': 'Some of its weights have the wrong shape.',
    'model/bad-type': 'It asks an operation to compute with a kind of number that it cannot.',
    'model/bad-value': 'Some of its weights are not numbers.',
    'model/too-large': 'It is too large.',
    'storage/full': 'The browser has no room left for it.',
    'storage/unavailable': 'The browser does not let the page use its storage.',
    'worker/timeout': 'This took too long and was stopped.',
    'worker/crashed': 'Something broke while looking at this picture. The next one works again.',
    'worker/start-failed': 'The program could not be started.',
    'asset/unreachable': 'A part of it could not be loaded.',
    'asset/wrong-content': 'A part of it is damaged or of another version, and was not used.',
    'backend/no-webassembly': 'This browser has no WebAssembly.',
    'backend/no-simd': 'This browser is too old: its WebAssembly has no SIMD.',
    'backend/refused': 'This browser does not allow the program to run.',
  }),
  otherError: 'This did not work.',
  ...aboutEn,
  ...offlineEn,
  ...settingsEn,
  ...waysEn,
  ...tableEn,
  ...cameraEn,
  ...answerTexts,
  ...detailTexts,
});
