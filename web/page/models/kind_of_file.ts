// What a file is that somebody gave to the page: weights that it can use, weights that must be converted first, or, like
// everything else, a picture. Weights are known by their name or by how they begin, also inside gzip; a file is not read
// any further.
import { inflate, isGzip } from '../../shared/inflate.ts';

const longestHeaderBytes = 100_000_000; // models/FORMAT.md
const startBytes = 9; // the length of the header as a little-endian uint64, then its brace
const stepBytes = 65536; // of a compressed file
const atOnce = 16; // files: the page waits for the browser's other process each time that it begins to read one

/**
 * @param {File} file
 * @returns {Promise<'model' | 'unconverted' | 'picture'>}
 */
export async function kindOf(file) {
  if (/\.safetensors(\.gz)?$/i.test(file.name)) return 'model';
  if (/\.(pth|pt|onnx)$/i.test(file.name)) return 'unconverted';
  return (await beginsLikeWeights(file)) ? 'model' : 'picture';
}

/**
 * @param {File[]} files
 * @returns {Promise<{ model: File[], unconverted: File[], picture: File[] }>} each in the given order
 */
export async function sortFiles(files) {
  const kinds = [];
  for (let i = 0; i < files.length; i += atOnce)
    kinds.push(...(await Promise.all(files.slice(i, i + atOnce).map(kindOf))));
  const ofKind = (kind) => files.filter((_, i) => kinds[i] === kind);
  return { model: ofKind('model'), unconverted: ofKind('unconverted'), picture: ofKind('picture') };
}

async function beginsLikeWeights(file) {
  try {
    const start = new DataView(Uint8Array.from(await startOf(file)).buffer);
    const length = start.getBigUint64(0, true);
    return length > 0n && length <= longestHeaderBytes && start.getUint8(8) === 0x7b;
  } catch {
    return false; // too short, or not to be read: whoever reads it next says so
  }
}

async function startOf(file) {
  const start = new Uint8Array(await file.slice(0, startBytes).arrayBuffer());
  if (!isGzip(start)) return start;
  const inside = [];
  for await (const chunk of inflate(stepsOf(file))) {
    inside.push(...chunk.subarray(0, startBytes));
    if (inside.length >= startBytes) break;
  }
  return inside;
}

async function* stepsOf(file) {
  for (let offset = 0; offset < file.size; offset += stepBytes) {
    yield new Uint8Array(await file.slice(offset, offset + stepBytes).arrayBuffer());
  }
}
