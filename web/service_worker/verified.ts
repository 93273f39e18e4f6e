// Bytes of a response, if they are those of a file of the release. A part of it, an error page, a host's own addition to
// it, or the file of another release never are.

const stallMs = 30_000; // as in web/worker/download.ts: a server that stops sending is given up, and its connection with it

/**
 * @param {import('./release.ts').ReleaseFile} file
 * @param {Response} response is read
 * @returns {Promise<Uint8Array>} rejects when it is anything else
 */
export async function verifiedBytes(file, response) {
  if (response.status !== 200)
    throw new Error(`${file.name}: the server answered ${response.status}`);
  const allowed = [file, file.inflated].filter(Boolean);
  const bytes = await read(response, Math.max(...allowed.map(({ byteCount }) => byteCount)));
  const sha256 = await sha256Of(bytes);
  if (allowed.some((wanted) => wanted.byteCount === bytes.length && wanted.sha256 === sha256))
    return bytes;
  throw new Error(`${file.name}: ${bytes.length} bytes of another content`);
}

// No more than could be right.
async function read(response, limit) {
  const bytes = new Uint8Array(limit);
  let length = 0;
  if (!response.body) return bytes.subarray(0, 0);
  const reader = response.body.getReader();
  try {
    for (let part = await nextOf(reader); !part.done; part = await nextOf(reader)) {
      if (length + part.value.length > limit) throw new Error(`more than ${limit} bytes`);
      bytes.set(part.value, length);
      length += part.value.length;
    }
  } catch (error) {
    reader.cancel().catch(() => {});
    throw error;
  }
  return bytes.subarray(0, length);
}

async function nextOf(reader) {
  let timer;
  const stall = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came for ${stallMs / 1000} s`)), stallMs);
  });
  return Promise.race([reader.read(), stall]).finally(() => clearTimeout(timer));
}

async function sha256Of(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
