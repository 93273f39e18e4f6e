/**
 * What the core runs on, and why, in sentences.
 * @param {import('../../glance.js').Backend} backend
 * @param {typeof import('../strings.en.js').en} strings
 */
export function backendText(backend, strings) {
  const reasons = backend.reasons.map((reason) => strings.backendReasons[reason]);
  return strings.sentences(strings.runs(strings.backend(backend)), ...reasons);
}
