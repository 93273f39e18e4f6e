// A file of the release as the response that is kept of it: its bytes, and the headers that they need. Those of the host
// are left behind: they may speak of a redirect, of an encoding, or of another kind of file.
import { isolationHeaders } from './isolate.ts';

const types = {
  css: 'text/css; charset=utf-8',
  gz: 'application/gzip',
  html: 'text/html; charset=utf-8',
  jpg: 'image/jpeg',
  js: 'text/javascript; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  wasm: 'application/wasm',
  webmanifest: 'application/manifest+json',
};

/** @param {string} name @param {Uint8Array} bytes @param {string} policy for pages and workers @returns {Response} */
export function keptResponse(name, bytes, policy) {
  const extension = name.split('.').at(-1);
  const headers = {
    'content-type': types[extension] ?? 'application/octet-stream',
    'content-length': String(bytes.length),
  };
  const isolating = ['html', 'js'].includes(extension)
    ? { ...isolationHeaders, 'content-security-policy': policy }
    : {};
  return new Response(bytes, { headers: { ...headers, ...isolating } });
}
