// What a weight file says of itself in its header (models/FORMAT.md). Whether the file keeps the rules is for the core to
// say; here only what is needed is picked, and anything else throws.
import type { ModelSource, Preprocessing } from '../shared/results.ts';

/** The `glance` document of a weight file, as far as JavaScript reads it. */
export interface ModelDocument {
  name: string;
  architecture?: string;
  license?: string;
  source?: Record<string, unknown>;
  preprocess: Preprocessing;
  labels: Record<string, string[]>;
}

export function readDocument(bytes: Uint8Array): ModelDocument {
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
] as const;
const sourceKeys = ['package', 'url', 'file', 'sha256'] as const;

/** Where the weights came from, as far as the document says. */
export function sourceOf({ source = {} }: Pick<ModelDocument, 'source'>): ModelSource {
  const said = sourceKeys.filter((key) => typeof source[key] === 'string' && source[key] !== '');
  return Object.fromEntries(said.map((key) => [key, source[key]]));
}

/** How pictures are prepared, in the document's own words. */
export function preprocessingOf({ preprocess }: Pick<ModelDocument, 'preprocess'>): Preprocessing {
  const said = preprocessingKeys.filter((key) => Object.hasOwn(preprocess, key));
  return Object.fromEntries(said.map((key) => [key, preprocess[key]])) as unknown as Preprocessing;
}
