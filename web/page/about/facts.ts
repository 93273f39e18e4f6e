// The facts of "About this build", as rows of a name and a text.
import type { Backend } from '../../library/types.ts';
import { canShareMemory, hasRelaxedSimd, hasSimd } from '../../shared/support.ts';
import type { Core, Feature, Offline, State } from '../state/state.ts';
import { backendText, type Strings } from '../strings/strings.ts';

export type Features = Readonly<Record<Feature, boolean>>;

/** What this browser has of the features that the page builds on. */
export function featuresHere({
  crossOriginIsolated,
  isSecureContext,
  location,
  navigator,
}: Pick<
  typeof globalThis,
  'crossOriginIsolated' | 'isSecureContext' | 'location' | 'navigator'
>): Features {
  const isolated = crossOriginIsolated === true;
  return {
    simd: hasSimd(),
    relaxedSimd: hasRelaxedSimd(),
    isolation: isolated,
    sharedMemory: isolated && canShareMemory(),
    serviceWorker:
      isSecureContext && /^https?:$/.test(location.protocol) && 'serviceWorker' in navigator,
  };
}

export interface Fact {
  readonly name: string;
  readonly text: string;
  /** Whether the text is to be compared letter by letter. */
  readonly code?: boolean;
}

export function aboutFacts(
  { build, model, backend, offline }: Pick<State, 'build' | 'model' | 'backend' | 'offline'>,
  features: Features,
  strings: Strings,
): Fact[] {
  if (!build) return [];
  const core = backend && coreInUse(build.cores, backend);
  const facts: (Fact | null | undefined)[] = [
    { name: strings.version, text: build.version },
    backend && { name: strings.runsOn, text: backendText(backend, strings) },
    { name: strings.thisBrowser, text: featuresText(features, strings) },
    { name: strings.offline, text: strings.offlineStates[offlineState(features, offline)] },
    model && { name: strings.weightsOf(model.name), text: model.sha256, code: true },
    core && { name: strings.coreOf(core.name), text: core.sha256, code: true },
  ];
  return facts.filter((fact) => fact != null);
}

/** The build of the core that a backend runs. A core with shared memory can run one thread, too. */
export function coreInUse(
  cores: readonly Core[],
  { simd, threads, reasons }: Pick<Backend, 'simd' | 'threads' | 'reasons'>,
): Core | undefined {
  const shared = threads > 1 || reasons.includes('threads/slower');
  return cores.find((core) => core.simd === simd && core.sharedMemory === shared);
}

function featuresText(features: Features, strings: Strings): string {
  const named = (wanted: boolean) =>
    (Object.keys(features) as Feature[])
      .filter((name) => features[name] === wanted)
      .map((name) => strings.features[name]);
  const [has, lacks] = [named(true), named(false)];
  return strings.sentences(
    has.length > 0 && strings.hasFeatures(has),
    lacks.length > 0 && strings.lacksFeatures(lacks),
  );
}

function offlineState(features: Features, { kept }: Offline): keyof Strings['offlineStates'] {
  if (!features.serviceWorker) return 'impossible';
  if (kept === null) return 'unknown';
  return kept ? 'kept' : 'notKept';
}
