// The two ways in which a call of the library ends without a result: a GlanceError or an AbortError.

/** `code` is a stable string, `area/reason`; `message` is a sentence in English. */
export class GlanceError extends Error {
  override readonly name = 'GlanceError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The core's image/unsupported-format. The library asks the browser to decode such pictures. */
export class UnsupportedFormatError extends GlanceError {
  /** As the core names it: "a WebP picture". */
  readonly format: string;

  constructor(code: string, message: string, format: string) {
    super(code, message);
    this.format = format;
  }
}

/** The text of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The code of a GlanceError; undefined for whatever else was thrown. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof GlanceError ? error.code : undefined;
}

/** What an aborted call rejects with, whatever reason its signal carries. */
export function abortError(): DOMException {
  return new DOMException('The call was aborted.', 'AbortError');
}

/** Throws AbortError. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortError();
}

/**
 * Calls `action` when `signal` is aborted; at once if it already is. The returned function stops the waiting.
 */
export function onAbort(signal: AbortSignal | undefined, action: () => void): () => void {
  if (signal?.aborted) action();
  else signal?.addEventListener('abort', action, { once: true });
  return () => signal?.removeEventListener('abort', action);
}
