// What a weight file says of itself in its header (models/FORMAT.md). Whether the file keeps the rules is for the core to
// say; here only what is needed is picked, and anything else throws.

/**
 * @param {Uint8Array} bytes a weight file
 * @returns {object} its `glance` document
 */
export function readDocument(bytes) {
  const headerLength = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)));
  return JSON.parse(header.__metadata__.glance);
}

const preprocessingKeys = [
  'input_size',
  'resize_shorter',
  'filter',
  'mean',
  'std',
  'longer_side',
  'crop_offset',
];
const sourceKeys = ['package', 'url', 'file', 'sha256'];

/** @returns {import('../library/glance.ts').ModelSource} where the weights came from, as far as the document says */
export function sourceOf({ source = {} }) {
  const said = sourceKeys.filter((key) => typeof source[key] === 'string' && source[key] !== '');
  return Object.fromEntries(said.map((key) => [key, source[key]]));
}

/** @returns {import('../library/glance.ts').Preprocessing} how pictures are prepared, in the document's own words */
export function preprocessingOf({ preprocess }) {
  const said = preprocessingKeys.filter((key) => Object.hasOwn(preprocess, key));
  return Object.fromEntries(said.map((key) => [key, preprocess[key]]));
}
