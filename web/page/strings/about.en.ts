// The texts of "About this build", in English.
import { formatsOf } from '../pictures/formats.ts';

const { count: n, list, milliseconds } = formatsOf('en');
const precise = (value) => value.toFixed(2);

export const aboutEn = Object.freeze({
  aboutBuild: 'About this build',
  version: 'Version',
  thisBrowser: 'This browser',
  offline: 'Without a network',
  weightsOf: (name) => `SHA-256 of ${name}`,
  coreOf: (name) => `SHA-256 of ${name}`,
  features: Object.freeze({
    simd: 'SIMD',
    relaxedSimd: 'relaxed SIMD',
    isolation: 'isolation',
    sharedMemory: 'shared memory',
    serviceWorker: 'service workers',
  }),
  hasFeatures: (names) => `Has ${list(names)}.`,
  lacksFeatures: (names) => `Not available here: ${list(names)}.`,
  offlineStates: Object.freeze({
    kept: 'The whole page is kept on this device and works without a network.',
    notKept: 'The page could not be kept on this device; it needs its server.',
    unknown: 'The page is being kept on this device…',
    impossible: 'The page is not kept by the browser. A copy of its folder works from disk.',
  }),

  benchmark: 'How fast is it here?',
  benchmarkHint: 'Measures the model in use: 30 inferences of a made picture, after a warm-up.',
  startBenchmark: 'Measure',
  cancelBenchmark: 'Cancel',
  benchmarkRunning: (done, total) => `${n(done)} of ${n(total)}`,
  benchmarkWaits: 'It can be measured when no picture is being looked at.',
  benchmarkCancelled: 'Cancelled.',
  benchmarkFailed: (sentence) => `It could not be measured. ${sentence}`,
  benchmarkDone: ({ medianMs, p95Ms }) =>
    `Median ${milliseconds(medianMs)} ms, 95% within ${milliseconds(p95Ms)} ms`,
  benchmarkOf: ({ model, runs }, backend) =>
    `${model.name}, ${model.inputWidth} × ${model.inputHeight}, ${n(runs)} runs, ${backend}`,
  copyBenchmark: 'Copy the result',
  benchmarkText: 'The result, to copy',
  benchmarkReport: (version, { medianMs, p95Ms, runs, backend, model }, userAgent) =>
    [
      `Glance ${version}`,
      `Model: ${model.name}, ${model.inputWidth} x ${model.inputHeight}, SHA-256 ${model.sha256}`,
      `Backend: ${backend.simd === 'relaxed' ? 'relaxed SIMD' : 'SIMD'}, threads: ${backend.threads}`,
      `Inference, ${runs} runs: median ${precise(medianMs)} ms, p95 ${precise(p95Ms)} ms`,
      `Browser: ${userAgent}`,
    ].join('\n'),

  leaves: 'What leaves this device',
  leavesNothing:
    'Nothing. Pictures, labels and models of your own stay here. The page has no server behind it, sets no cookies and counts nobody.',
  policyHint:
    'The browser enforces it: by this content policy the page may connect to nothing but the folder that it came from, and that only to read its own files.',
  parts: 'What it is made with',
});
