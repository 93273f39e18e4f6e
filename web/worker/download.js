// One file over the network, with progress. A server that stops sending is given up after a while.
import { GlanceError } from '../library/errors.js';

const stallMs = 30_000;

/**
 * @param {{ name: string, url: string, byteCount?: number }} source
 * @param {(progress: object) => void} onProgress `total` is 0 when nobody knows it
 * @param {RequestInit} [request]
 * @returns {Promise<Uint8Array>} rejects with asset/unreachable
 */
export async function download({ name, url, byteCount }, onProgress, request) {
  const stall = stallTimer();
  try {
    const response = await fetch(url, { ...request, signal: stall.signal });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    const total = byteCount ?? Number(response.headers.get('content-length') ?? 0);
    const report = (loaded) => onProgress({ status: 'loading', file: name, loaded, total });
    return await collect(response.body.getReader(), report, stall);
  } catch (error) {
    throw new GlanceError('asset/unreachable', `${name} could not be loaded: ${stall.reason() ?? error.message}`);
  } finally {
    stall.stop();
  }
}

async function collect(reader, report, stall) {
  const chunks = [];
  let loaded = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    stall.restart();
    chunks.push(part.value);
    loaded += part.value.length;
    report(loaded);
  }
  return joined(chunks, loaded);
}

function joined(chunks, byteCount) {
  const bytes = new Uint8Array(byteCount);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

function stallTimer() {
  const controller = new AbortController();
  let timer;
  const restart = () => {
    clearTimeout(timer);
    timer = setTimeout(() => controller.abort(), stallMs);
  };
  restart();
  return {
    signal: controller.signal,
    restart,
    stop: () => clearTimeout(timer),
    reason: () => (controller.signal.aborted ? `nothing came for ${stallMs / 1000} s` : undefined),
  };
}
