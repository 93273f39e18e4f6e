// URLs that a caller passes.
import { GlanceError } from '../shared/errors.ts';

/**
 * @param {URL | string} address absolute, or relative to the page
 * @param {string} what for the message
 * @returns {URL} throws call/bad-argument
 */
export function resolveUrl(address, what) {
  try {
    return new URL(address, globalThis.document?.baseURI ?? globalThis.location?.href);
  } catch {
    throw new GlanceError('call/bad-argument', `${what}: '${address}' is not a URL`);
  }
}
