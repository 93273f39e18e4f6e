/**
 * What the core runs on, and why, in sentences.
 * @param {import('../../library/glance.ts').Backend} backend
 * @param {typeof import('../strings/en.ts').en} strings
 */
export function backendText(backend, strings) {
  const reasons = backend.reasons.map((reason) => strings.backendReasons[reason]);
  return strings.sentences(strings.runs(strings.backend(backend)), ...reasons);
}
