// The weight files that a release ships, compressed, with what each says of itself.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';

import { pieceFiles, sha256Of } from './pieces.mjs';

/**
 * @param {string} path of a weight file
 * @returns {{ name: string, content: Buffer, inflatedByteCount: number, sha256: string, pieces: { name: string, content: string }[],
 *   description: import('../../../web/library/glance.ts').ModelDescription }} throws when it cannot be shipped, with the reason
 */
export function readModel(path) {
  const file = basename(path);
  if (!/^[\w.-]+$/.test(file))
    throw new Error(`${file}: a shipped file is named by letters, digits, '.', '-' and '_'`);
  const weights = readFileSync(path);
  const content = compressed(weights);
  const pieces = pieceFiles(`offline/models/${file.replace(/\.safetensors$/, '')}`, content);
  const description = describe(file, weights);
  const { byteLength: inflatedByteCount, sha256 } = description;
  return { name: `models/${file}.gz`, content, pieces, inflatedByteCount, sha256, description };
}

// Neither time nor name, and of no operating system: RFC 1952's byte 9.
function compressed(bytes) {
  const content = gzipSync(bytes, { level: 9 });
  content[9] = 255;
  return content;
}

/** @returns {any} a ModelDescription of web/library */
function describe(file, weights) {
  const { document, header } = contentsOf(file, weights);
  const { name, architecture = '', license = '', labels, preprocess } = document;
  const [inputHeight, inputWidth] = preprocess.input_size;
  // Beside the languages stands the hierarchy of the classes.
  const languages = Object.keys(labels)
    .filter((key) => key !== 'groups')
    .sort();
  return {
    name,
    architecture,
    license,
    inputHeight,
    inputWidth,
    classes: labels[languages[0]].length,
    embeddingSize: embeddingSizeOf(document, header),
    languages,
    source: sourceOf(document),
    preprocessing: preprocessingOf(document),
    sha256: sha256Of(weights),
    byteLength: weights.length,
  };
}

// What the last dense layer reads, behind elementwise operations at most, as src/model/embedding.cc finds it; 0 without such a
// layer. A convolution of one pixel behind the global average is dense.
function embeddingSizeOf({ graph }, header) {
  const writerOf = (value) => graph?.operations.find(({ output }) => output === value);
  const inputOf = ({ input, inputs, constant }) => input ?? (constant && inputs[0]);
  let layer = writerOf(graph?.outputs.logits);
  while (layer && !layer.weight) layer = writerOf(inputOf(layer));
  if (!layer) return 0;
  const [, ...rest] = header[layer.weight].shape;
  const isDense =
    layer.op === 'dense' ||
    (layer.op === 'conv2d' &&
      rest[0] * rest[1] === 1 &&
      writerOf(layer.input)?.op === 'global_average_pool');
  return isDense ? rest.at(-1) : 0;
}

function contentsOf(file, weights) {
  try {
    return { document: readDocument(weights), header: readHeader(weights) };
  } catch (error) {
    throw new Error(`${file} is not a weight file of Glance (models/FORMAT.md): ${error.message}`, {
      cause: error,
    });
  }
}

/**
 * @param {Uint8Array} weights a weight file
 * @returns {object} its `glance` document (models/FORMAT.md); what is no weight file throws
 */
export function readDocument(weights) {
  return JSON.parse(readHeader(weights).__metadata__.glance);
}

function readHeader(weights) {
  const view = new DataView(weights.buffer, weights.byteOffset);
  const headerLength = Number(view.getBigUint64(0, true));
  return JSON.parse(new TextDecoder().decode(weights.subarray(8, 8 + headerLength)));
}

const preprocessingKeys = ['input_size', 'resize_shorter', 'filter', 'mean', 'std'];
const sourceKeys = ['package', 'url', 'file', 'sha256'];

/** @returns {object} where the weights came from, as far as the document says */
export function sourceOf({ source = {} }) {
  const said = sourceKeys.filter((key) => typeof source[key] === 'string' && source[key] !== '');
  return Object.fromEntries(said.map((key) => [key, source[key]]));
}

// How pictures are prepared, in the document's own words, with the defaults of what it leaves out.
function preprocessingOf({ preprocess }) {
  const { longer_side = 'floor', crop_offset = 'nearest' } = preprocess;
  const said = preprocessingKeys.filter((key) => Object.hasOwn(preprocess, key));
  return {
    ...Object.fromEntries(said.map((key) => [key, preprocess[key]])),
    longer_side,
    crop_offset,
  };
}
