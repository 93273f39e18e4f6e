// The facts of "About this build" as rows of a name and a text.
import { backendText } from '../strings/strings.ts';

/**
 * @param {import('../state/state.ts').State} state
 * @param {typeof import('../strings/en.ts').en} strings
 * @returns {{ name: string, text: string, code?: boolean }[]} `code` for what is to be compared letter by letter
 */
export function aboutFacts({ build, model, backend, offline }, strings) {
  if (!build) return [];
  const core = backend && coreInUse(build.cores, backend);
  return [
    { name: strings.version, text: build.version },
    backend && { name: strings.runsOn, text: backendText(backend, strings) },
    { name: strings.thisBrowser, text: featuresText(build.features, strings) },
    { name: strings.offline, text: strings.offlineStates[offlineState(build, offline)] },
    model && { name: strings.weightsOf(model.name), text: model.sha256, code: true },
    core && { name: strings.coreOf(core.name), text: core.sha256, code: true },
  ].filter(Boolean);
}

/** @returns {object | undefined} the build of the core that a backend runs; one with shared memory also serves one thread */
export function coreInUse(cores, { simd, threads, reasons }) {
  const shared = threads > 1 || reasons.includes('threads/slower');
  return cores.find((core) => core.simd === simd && core.sharedMemory === shared);
}

function featuresText(features, strings) {
  const named = (wanted) =>
    Object.keys(features)
      .filter((name) => features[name] === wanted)
      .map((name) => strings.features[name]);
  const [has, lacks] = [named(true), named(false)];
  return strings.sentences(
    has.length > 0 && strings.hasFeatures(has),
    lacks.length > 0 && strings.lacksFeatures(lacks),
  );
}

function offlineState({ features }, { kept }) {
  if (!features.serviceWorker) return 'impossible';
  return { true: 'kept', false: 'notKept', null: 'unknown' }[kept];
}
