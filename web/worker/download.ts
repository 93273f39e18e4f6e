// One file over the network, in chunks, with progress. A server that stops sending is given up after a while.
import { GlanceError } from '../shared/errors.ts';
import { isGzip } from '../shared/inflate.ts';

const stallMs = 30_000;

/**
 * @param {import('../library/assets.ts').Source} source with `url`
 * @param {(progress: object) => void} onProgress `total` is 0 when nobody knows it
 * @param {RequestInit} [request]
 * @returns {AsyncGenerator<Uint8Array>} rejects with asset/unreachable; whoever stops asking ends the download
 */
export async function* download({ name, url, ...size }, onProgress, request) {
  const stall = stallTimer();
  const read = (promise) =>
    promise.catch((error) => {
      throw new GlanceError(
        'asset/unreachable',
        `${name} could not be loaded: ${stall.reason() ?? error.message}`,
      );
    });
  try {
    const response = await read(open(url, { ...request, signal: stall.signal }));
    const reader = response.body.getReader();
    let loaded = 0;
    let total;
    for (let part = await read(reader.read()); !part.done; part = await read(reader.read())) {
      stall.restart();
      total ??= arriving(size, part.value) ?? Number(response.headers.get('content-length') ?? 0);
      loaded += part.value.length;
      onProgress({ status: 'loading', file: name, loaded, total });
      yield part.value;
    }
  } finally {
    stall.end();
  }
}

// How many bytes will come: more than the file has when the browser inflates them before we see them.
function arriving({ byteCount, inflatedByteCount = byteCount }, start) {
  return isGzip(start) ? byteCount : inflatedByteCount;
}

async function open(url, request) {
  const response = await fetch(url, request);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response;
}

function stallTimer() {
  const controller = new AbortController();
  let timer;
  let stalled = false;
  const stop = () => {
    stalled = true;
    controller.abort();
  };
  const restart = () => {
    clearTimeout(timer);
    timer = setTimeout(stop, stallMs);
  };
  restart();
  return {
    signal: controller.signal,
    restart,
    end() {
      clearTimeout(timer);
      controller.abort();
    },
    reason: () => (stalled ? `nothing came for ${stallMs / 1000} s` : undefined),
  };
}
