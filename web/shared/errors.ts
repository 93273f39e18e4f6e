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

/** What the worker finds in a file that the core refuses and the browser may decode. */
export interface ForBrowser {
  /** Of the format, for notes: "WebP". */
  readonly name: string;
  /** MIME type. */
  readonly type: string;
  /** Every browser that can run Glance reads it, so a file that the browser does not read is damaged. */
  readonly everywhere?: boolean;
  /** Whether the file names a size. One that names none is not given to the browser. */
  readonly namesSize: boolean;
  /** The first size that it names above the limits. */
  readonly tooLarge?: { readonly width: number; readonly height: number };
}

/** The core's image/unsupported-format and -jpeg. The library asks the browser to decode such pictures. */
export class UnsupportedFormatError extends GlanceError {
  /** As the core names it: "a WebP picture". Not of a rare JPEG. */
  readonly format: string | undefined;
  /** Nothing for formats that no browser decodes. */
  readonly forBrowser: ForBrowser | undefined;

  constructor(code: string, message: string, format?: string, forBrowser?: ForBrowser) {
    super(code, message);
    this.format = format;
    this.forBrowser = forBrowser;
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
