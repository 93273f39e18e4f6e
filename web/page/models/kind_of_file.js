// What a file is that somebody gave to the page: weights that it can use, weights that must be converted first, or, like
// everything else, a picture. Weights are known by their name or by how they begin; a file is not read any further.

const longestHeaderBytes = 100_000_000; // models/FORMAT.md

/**
 * @param {File} file
 * @returns {Promise<'model' | 'unconverted' | 'picture'>}
 */
export async function kindOf(file) {
  if (/\.safetensors$/i.test(file.name)) return 'model';
  if (/\.(pth|pt|onnx)$/i.test(file.name)) return 'unconverted';
  return await beginsLikeWeights(file) ? 'model' : 'picture';
}

/**
 * @param {File[]} files
 * @returns {Promise<{ model: File[], unconverted: File[], picture: File[] }>} each in the given order
 */
export async function sortFiles(files) {
  const kinds = await Promise.all(files.map(kindOf));
  const ofKind = (kind) => files.filter((_, i) => kinds[i] === kind);
  return { model: ofKind('model'), unconverted: ofKind('unconverted'), picture: ofKind('picture') };
}

// The length of the header as a little-endian uint64, then the header, which begins with a brace.
async function beginsLikeWeights(file) {
  try {
    const start = new DataView(await file.slice(0, 9).arrayBuffer());
    const length = start.getBigUint64(0, true);
    return length > 0n && length <= longestHeaderBytes && start.getUint8(8) === 0x7b;
  } catch {
    return false; // too short, or not to be read: whoever reads it next says so
  }
}
