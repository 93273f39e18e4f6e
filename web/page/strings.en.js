// Every text of the page, in English. strings.zh.js has the same keys; a test compares them.

const number = new Intl.NumberFormat('en');

export const en = Object.freeze({
  pageTitle: 'Glance: what is in the picture?',
  heading: 'What is in the picture?',
  intro: 'Choose photos, or drop them anywhere on this page.',
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
  loadingBytes: (loaded, total) => `${megabytes(loaded)} of ${megabytes(total)} MB`,
  ready: 'Ready.',
  looking: (count) => (count === 1 ? 'Looking at the picture…' : `Looking at ${number.format(count)} pictures…`),
  batch: (settled, total) => `${number.format(settled)} of ${number.format(total)}`,
  answer: (name, label, percent) => `${name}: ${label}, ${percent}`,
  refusal: (name, sentence) => `${name}: ${sentence}`,
  settled: ({ done, failed, cancelled }) => {
    const parts = [`${number.format(done)} ${done === 1 ? 'picture' : 'pictures'} recognised`];
    if (failed > 0) parts.push(`${number.format(failed)} could not be read`);
    if (cancelled > 0) parts.push(`${number.format(cancelled)} cancelled`);
    return `${parts.join(', ')}.`;
  },
  loadFailed: (sentence) => `The page could not get ready. ${sentence}`,

  status: Object.freeze({ waiting: 'Waiting', running: 'Looking…', cancelled: 'Cancelled' }),
  percent: (score) => percentText(score),
  size: (width, height) => `${number.format(width)} × ${number.format(height)}`,
  noPreview: 'No preview',
  decode: 'Decode',
  preprocess: 'Prepare',
  infer: 'Infer',
  milliseconds: (value) => `${value < 10 ? value.toFixed(1) : number.format(Math.round(value))} ms`,
  about: (model) => `${model.name} · ${number.format(model.classes)} kinds of things`,
  backend: ({ threads }) => (threads === 1 ? 'one thread, SIMD' : `${threads} threads, SIMD`),

  notes: Object.freeze({
    'note/turned': 'Turned upright, as the camera noted.',
    'note/alpha-dropped': 'Transparency was left out.',
  }),
  errors: Object.freeze({
    'image/empty': 'The file is empty.',
    'image/not-a-picture': 'This file is not a picture.',
    'image/unsupported-format': 'This kind of picture cannot be read yet. JPEG and PNG can.',
    'image/unsupported-jpeg': 'This is a rare kind of JPEG that cannot be read.',
    'image/damaged': 'The picture is damaged.',
    'image/too-large': 'The picture is too large.',
    'image/too-many-scans': 'This JPEG asks for too much work and was refused.',
    'image/unreadable': 'The picture could not be read.',
    'image/cross-origin': 'The picture belongs to another site.',
    'file/unreadable': 'The file could not be read.',
    'memory/exhausted': 'There is not enough memory for this.',
    'infer/not-finite': 'The network gave no usable answer.',
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
});

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}

function percentText(score) {
  if (score > 0 && score < 0.001) return '< 0.1%';
  return `${(score * 100).toFixed(score < 0.0995 ? 1 : 0)}%`;
}
