// The options that callers pass: each has a name that is known here, so that a misspelled one is refused and not overlooked, and
// the kind of value that JavaScript can check. What a value may be is checked where it is used: by the core or the library.
import { GlanceError } from '../shared/errors.ts';
import type { ClassifierOptions, ClassifyOptions } from './types.ts';

/** What a value that is not undefined must be; `any` where that is checked elsewhere. */
export type Kind = 'any' | 'number' | 'string' | 'function' | 'signal';

const ofClassifier: Readonly<Record<keyof ClassifierOptions, Kind>> = {
  model: 'any',
  sha256: 'string',
  threads: 'any',
  workers: 'any',
  backend: 'any',
  resolution: 'number',
  networkBudget: 'number',
  language: 'string',
  assets: 'any',
  signal: 'signal',
  onProgress: 'function',
};

const ofClassify: Readonly<Record<keyof ClassifyOptions, Kind>> = {
  topK: 'any',
  scoreThreshold: 'any',
  level: 'any',
  language: 'any',
  fit: 'any',
  region: 'any',
  heatmap: 'any',
  lookAgain: 'any',
  view: 'any',
  embedding: 'any',
  fingerprint: 'any',
  timeoutSeconds: 'any',
  signal: 'signal',
};

/** Throws call/bad-argument. */
export function requireClassifierOptions(options: unknown): void {
  requireOptions(options, ofClassifier, 'createClassifier');
}

/** Throws call/bad-argument. */
export function requireClassifyOptions(options: unknown): void {
  requireOptions(options, ofClassify, 'classify');
}

/** Throws call/bad-argument. */
export function requireOptions(
  options: unknown,
  kinds: Readonly<Record<string, Kind>>,
  call: string,
): void {
  if (typeof options !== 'object' || options === null)
    throw refusal(`the options of ${call} are ${nameOf(options)}, want an object`);
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (!kind)
      throw refusal(`${call} has no option '${name}', only ${Object.keys(kinds).join(', ')}`);
    if (value !== undefined && !isOfKind(value, kind))
      throw refusal(
        `${name} is ${nameOf(value)}, want ${kind === 'signal' ? 'an AbortSignal' : `a ${kind}`}`,
      );
  }
}

function isOfKind(value: unknown, kind: Kind): boolean {
  return kind === 'any' || (kind === 'signal' ? isSignal(value) : typeof value === kind);
}

// By what is used of it: it may come from another frame.
function isSignal(value: unknown): boolean {
  const { aborted, addEventListener, removeEventListener } = (value ?? {}) as AbortSignal;
  return (
    typeof aborted === 'boolean' &&
    typeof addEventListener === 'function' &&
    typeof removeEventListener === 'function'
  );
}

function nameOf(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : value === null ? 'null' : typeof value;
}

function refusal(message: string): GlanceError {
  return new GlanceError('call/bad-argument', message);
}
