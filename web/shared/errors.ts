// The two ways in which a call of the library ends without a result.

/** A failure with a stable code, "area/reason", for programs, and a message in English for people. */
export class GlanceError extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.name = 'GlanceError';
    this.code = code;
  }
}

/** What an aborted call rejects with, whatever reason its signal carries. */
export function abortError() {
  return new DOMException('The call was aborted.', 'AbortError');
}

/** @param {AbortSignal | undefined} signal */
export function throwIfAborted(signal) {
  if (signal?.aborted) throw abortError();
}

/**
 * Calls `action` when `signal` is aborted, at once if it already is.
 * @returns {() => void} ends the waiting
 */
export function onAbort(signal, action) {
  if (signal?.aborted) action();
  else signal?.addEventListener('abort', action, { once: true });
  return () => signal?.removeEventListener('abort', action);
}
