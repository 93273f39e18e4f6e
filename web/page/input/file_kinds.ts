// Tells what a given file is: weights that the page can use, weights that must be converted first, or, like everything else,
// a picture. Weights are known by their name or by their first bytes, also inside gzip; no more of a file is read.
import type { Bytes } from '../../shared/bytes.ts';
import { maxHeaderBytes } from '../../shared/generated/limits.ts';
import { inflate, isGzip } from '../../shared/inflate.ts';

const startBytes = 9; // the length of the header as a little-endian uint64, then its brace
const stepBytes = 65536; // of a compressed file
const atOnce = 16; // files: each read waits for another process of the browser

export type FileKind = 'model' | 'unconverted' | 'picture';

export async function kindOf(file: File): Promise<FileKind> {
  if (/\.safetensors(\.gz)?$/i.test(file.name)) return 'model';
  if (/\.(pth|pt|onnx)$/i.test(file.name)) return 'unconverted';
  return (await beginsLikeWeights(file)) ? 'model' : 'picture';
}

/** The files of each kind, in the given order. */
export async function sortFiles(files: readonly File[]): Promise<Record<FileKind, File[]>> {
  const kinds: FileKind[] = [];
  for (let i = 0; i < files.length; i += atOnce)
    kinds.push(...(await Promise.all(files.slice(i, i + atOnce).map(kindOf))));
  const ofKind = (kind: FileKind) => files.filter((_, i) => kinds[i] === kind);
  return { model: ofKind('model'), unconverted: ofKind('unconverted'), picture: ofKind('picture') };
}

async function beginsLikeWeights(file: File): Promise<boolean> {
  try {
    const start = new DataView(Uint8Array.from(await startOf(file)).buffer);
    const length = start.getBigUint64(0, true);
    return length > 0n && length <= maxHeaderBytes && start.getUint8(8) === 0x7b;
  } catch {
    return false; // too short, or unreadable: the next one to read it reports that
  }
}

async function startOf(file: File): Promise<Iterable<number>> {
  const start = new Uint8Array(await file.slice(0, startBytes).arrayBuffer());
  if (!isGzip(start)) return start;
  const inside: number[] = [];
  for await (const chunk of inflate(stepsOf(file))) {
    inside.push(...chunk.subarray(0, startBytes));
    if (inside.length >= startBytes) break;
  }
  return inside;
}

async function* stepsOf(file: File): AsyncGenerator<Bytes> {
  for (let offset = 0; offset < file.size; offset += stepBytes)
    yield new Uint8Array(await file.slice(offset, offset + stepBytes).arrayBuffer());
}
