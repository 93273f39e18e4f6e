// Which of the four builds of the core runs here, on how many threads, and why: decided by what the browser can do,
// before anything is loaded, and said with every result, so that nobody has to guess.
import { GlanceError } from '../shared/errors.ts';
import { canShareMemory, hasRelaxedSimd } from '../shared/support.ts';

// More threads gain little on networks of this size, and phones have no more than four fast processors.
const mostByDefault = 4;

/**
 * @typedef {{ simd: 'simd' | 'relaxed', threads: number, reasons: string[], why: string }} Choice `reasons` are stable
 *   strings, one for `simd` and one for `threads`; `why` says the same in English
 */

/**
 * What chooseBackend wants to know.
 * @param {{ backend?: 'simd' | 'relaxed', threads?: number }} wanted throws call/bad-argument
 */
export function factsHere({ backend, threads }) {
  if (![undefined, 'simd', 'relaxed'].includes(backend))
    refuse(`backend is '${backend}', want 'simd' or 'relaxed'`);
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1)) {
    refuse(`threads is ${threads}, want a whole number of at least 1`);
  }
  return {
    relaxed: hasRelaxedSimd(),
    isolated: globalThis.crossOriginIsolated === true,
    sharesMemory: globalThis.crossOriginIsolated === true && canShareMemory(),
    hardwareConcurrency: globalThis.navigator?.hardwareConcurrency ?? 1,
    wanted: { simd: backend, threads },
  };
}

/**
 * @param {{ relaxed: boolean, isolated: boolean, sharesMemory: boolean, hardwareConcurrency: number,
 *   wanted: { simd?: 'simd' | 'relaxed', threads?: number } }} facts
 * @returns {Choice}
 */
export function chooseBackend({ relaxed, hardwareConcurrency, wanted, ...sharing }) {
  const [simd, simdReason] = chooseSimd(relaxed, wanted.simd);
  const [threads, threadsReason] = chooseThreads(sharing, hardwareConcurrency, wanted.threads);
  return choiceOf(simd, threads, [simdReason, threadsReason], {
    hardwareConcurrency,
    wanted: wanted.threads,
  });
}

function chooseSimd(relaxed, wanted) {
  if (wanted === 'simd') return ['simd', 'simd/wanted'];
  if (wanted === 'relaxed')
    return relaxed ? ['relaxed', 'simd/wanted'] : ['simd', 'simd/wanted-in-vain'];
  return relaxed ? ['relaxed', 'simd/relaxed'] : ['simd', 'simd/no-relaxed'];
}

// Threads wait for one another by spinning: more of them than processors would be slower than one.
function chooseThreads({ isolated, sharesMemory }, hardwareConcurrency, wanted) {
  if (wanted === 1) return [1, 'threads/wanted'];
  if (!isolated) return [1, wanted ? 'threads/wanted-in-vain' : 'threads/not-isolated'];
  if (!sharesMemory) return [1, 'threads/no-shared-memory'];
  if (wanted > hardwareConcurrency) return [hardwareConcurrency, 'threads/wanted-too-many'];
  if (wanted) return [wanted, 'threads/wanted'];
  return hardwareConcurrency === 1
    ? [1, 'threads/one-processor']
    : [defaultThreads(hardwareConcurrency), 'threads/isolated'];
}

// Two processors are often one core seen twice.
function defaultThreads(hardwareConcurrency) {
  return Math.min(mostByDefault, Math.max(2, Math.ceil(hardwareConcurrency / 2)));
}

/** @param {Choice} choice @param {'threads/slower' | 'threads/refused'} reason found out later @returns {Choice} */
export function withoutThreads({ simd, reasons: [simdReason] }, reason) {
  return choiceOf(simd, 1, [simdReason, reason]);
}

/** @param {Choice} choice @returns {boolean} whether nobody asked for this number, so that another may be better */
export function mayBeMeasured({ reasons }) {
  return reasons.includes('threads/isolated');
}

function choiceOf(simd, threads, reasons, numbers = {}) {
  const why = reasons.map((reason) => sentences[reason](numbers)).join('; ');
  return { simd, threads, reasons, why };
}

const counted = (threads) => (threads === 1 ? '1 thread was' : `${threads} threads were`);

const sentences = {
  'simd/relaxed': () => 'relaxed SIMD works here',
  'simd/no-relaxed': () => 'relaxed SIMD does not work here',
  'simd/wanted': () => 'this kind of SIMD was asked for',
  'simd/wanted-in-vain': () => 'relaxed SIMD was asked for, but does not work here',
  'threads/isolated': () => 'the page is isolated, so threads can share memory',
  'threads/not-isolated': () => 'without isolation (COOP, COEP) threads cannot share memory',
  'threads/no-shared-memory': () =>
    'the page is isolated, but this browser does not let workers share memory',
  'threads/one-processor': () => 'there is one processor',
  'threads/wanted': ({ wanted }) => `${counted(wanted)} asked for`,
  'threads/wanted-in-vain': ({ wanted }) =>
    `${counted(wanted)} asked for, but without isolation (COOP, COEP) they cannot share memory`,
  'threads/wanted-too-many': ({ wanted, hardwareConcurrency }) =>
    `${counted(wanted)} asked for, but processors: ${hardwareConcurrency}`,
  'threads/slower': () => 'one thread was measured to be faster here',
  'threads/refused': () => 'the browser refused threads',
};

function refuse(message) {
  throw new GlanceError('call/bad-argument', message);
}
