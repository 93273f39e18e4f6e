// A weight file under another name: what was taught is called by its classes, so that people know it again among other models.
import type { TaughtClass } from './state.ts';

const longestName = 60;

/** Such as `oak, beech`. */
export function nameOfTaught(classes: readonly TaughtClass[]): string {
  const names = classes
    .filter(({ none, examples }) => !none && examples.length > 0)
    .map(({ name }) => name);
  const characters = [...names.join(', ')];
  return characters.length <= longestName
    ? characters.join('')
    : `${characters.slice(0, longestName - 1).join('')}…`;
}

/** @param weights a safetensors file with the metadata of models/FORMAT.md */
export function withName(weights: Uint8Array<ArrayBuffer>, name: string): Blob {
  const length = Number(new DataView(weights.buffer, weights.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(weights.subarray(8, 8 + length)));
  const document = JSON.parse(header.__metadata__.glance);
  header.__metadata__.glance = JSON.stringify({ ...document, name });
  return new Blob([...headerParts(header), weights.subarray(8 + length)]);
}

/** The beginning of a safetensors file: its length, and the header as JSON, padded to eight bytes. */
export function headerParts(header: object): [ArrayBuffer, Uint8Array<ArrayBuffer>] {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const padded = new Uint8Array(Math.ceil(text.length / 8) * 8).fill(0x20);
  padded.set(text);
  const length = new DataView(new ArrayBuffer(8));
  length.setBigUint64(0, BigInt(padded.length), true);
  return [length.buffer, padded];
}
