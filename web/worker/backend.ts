// Chooses which of the four builds of the core runs here and on how many threads, by what the browser can do, before anything
// is loaded. Every result says the choice and its reasons, so that nobody has to guess.
import { GlanceError } from '../shared/errors.ts';
import type { Backend } from '../shared/results.ts';
import { canShareMemory, hasRelaxedSimd } from '../shared/support.ts';

// More threads gain little on networks of this size, and phones have no more than four fast processors.
const mostByDefault = 4;

type Simd = 'simd' | 'relaxed';

/** `reasons` are stable strings, one for `simd` and one for `threads`; `why` says the same in English. */
export type Choice = Omit<Backend, 'version'>;

/** What `chooseBackend` decides by. */
export interface Facts {
  relaxed: boolean;
  isolated: boolean;
  sharesMemory: boolean;
  hardwareConcurrency: number;
  /** What the caller asked for. */
  wanted: { simd?: Simd | undefined; threads?: number | undefined };
}

/** What this browser can do. Throws call/bad-argument. */
export function factsHere({
  backend,
  threads,
}: {
  backend?: Simd | undefined;
  threads?: number | undefined;
}): Facts {
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

export function chooseBackend(facts: Facts): Choice {
  const { relaxed, hardwareConcurrency, wanted } = facts;
  const [simd, simdReason] = chooseSimd(relaxed, wanted.simd);
  const [threads, threadsReason] = chooseThreads(facts, wanted.threads);
  return choiceOf(simd, threads, [simdReason, threadsReason], {
    hardwareConcurrency,
    wanted: wanted.threads,
  });
}

function chooseSimd(relaxed: boolean, wanted: Simd | undefined): [Simd, Reason] {
  if (wanted === 'simd') return ['simd', 'simd/wanted'];
  if (wanted === 'relaxed')
    return relaxed ? ['relaxed', 'simd/wanted'] : ['simd', 'simd/wanted-in-vain'];
  return relaxed ? ['relaxed', 'simd/relaxed'] : ['simd', 'simd/no-relaxed'];
}

// Threads wait for one another by spinning: more of them than processors would be slower than one.
function chooseThreads(
  { isolated, sharesMemory, hardwareConcurrency }: Facts,
  wanted: number | undefined,
): [number, Reason] {
  if (wanted === 1) return [1, 'threads/wanted'];
  if (!isolated) return [1, wanted ? 'threads/wanted-in-vain' : 'threads/not-isolated'];
  if (!sharesMemory) return [1, 'threads/no-shared-memory'];
  if (wanted && wanted > hardwareConcurrency)
    return [hardwareConcurrency, 'threads/wanted-too-many'];
  if (wanted) return [wanted, 'threads/wanted'];
  return hardwareConcurrency === 1
    ? [1, 'threads/one-processor']
    : [defaultThreads(hardwareConcurrency), 'threads/isolated'];
}

// Two processors are often one core seen twice.
function defaultThreads(hardwareConcurrency: number): number {
  return Math.min(mostByDefault, Math.max(2, Math.ceil(hardwareConcurrency / 2)));
}

/** The same build on one thread; `reason` was found out after the choice. */
export function withoutThreads(
  { simd, reasons }: Choice,
  reason: 'threads/slower' | 'threads/refused',
): Choice {
  return choiceOf(simd, 1, [reasons[0] as Reason, reason]);
}

/** Whether nobody asked for this number of threads, so that another may be better. */
export function mayBeMeasured({ reasons }: Choice): boolean {
  return reasons.includes('threads/isolated');
}

interface Numbers {
  wanted?: number | undefined;
  hardwareConcurrency?: number;
}

function choiceOf(simd: Simd, threads: number, reasons: Reason[], numbers: Numbers = {}): Choice {
  const why = reasons.map((reason) => sentences[reason](numbers)).join('; ');
  return { simd, threads, reasons, why };
}

const counted = (threads: number | undefined) =>
  threads === 1 ? '1 thread was' : `${threads} threads were`;

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
  'threads/wanted': ({ wanted }: Numbers) => `${counted(wanted)} asked for`,
  'threads/wanted-in-vain': ({ wanted }: Numbers) =>
    `${counted(wanted)} asked for, but without isolation (COOP, COEP) they cannot share memory`,
  'threads/wanted-too-many': ({ wanted, hardwareConcurrency }: Numbers) =>
    `${counted(wanted)} asked for, but processors: ${hardwareConcurrency}`,
  'threads/slower': () => 'one thread was measured to be faster here',
  'threads/refused': () => 'the browser refused threads',
};

type Reason = keyof typeof sentences;

function refuse(message: string): never {
  throw new GlanceError('call/bad-argument', message);
}
