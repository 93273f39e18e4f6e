// Where things are, and the one server that gives all of them out, isolated (COOP, COEP), so that threads can be used.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer } from '../../serve.mjs';
import { sumTransfer } from './transfer.mjs';

export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
export const buildFolder = join(root, 'build/bench');
export const python = join(root, '.cache/venv/bin/python');

/** `transferSince(mark)` sums up what was sent since `mark()`. */
export async function startBenchServer(dist = join(root, 'dist')) {
  const mounts = {
    '/dist/': dist,
    '/peers/': join(root, 'tools/bench/node_modules'),
    '/bench/peers/': join(buildFolder, 'peers'),
    '/bench/': join(root, 'tools/bench/pages'),
    '/models/': buildFolder,
    '/pictures/': join(root, '.cache/samples'),
  };
  const { url, requests, close } = await startServer({ directory: dist, mounts, isolated: true });
  const fileOf = (pathname) => {
    const [prefix, folder] = Object.entries(mounts).find(([start]) =>
      pathname.startsWith(start),
    ) ?? ['/', dist];
    return join(folder, decodeURIComponent(pathname.slice(prefix.length)));
  };
  return {
    url,
    mark: () => requests.length,
    transferSince: (mark) =>
      sumTransfer(
        requests
          .slice(mark)
          .map(({ path }) => path.split('?')[0])
          .map((pathname) => ({ pathname, file: fileOf(pathname) })),
      ),
    close,
  };
}
