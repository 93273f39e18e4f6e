// The module of what most visits do without, glance-teach.wasm: it teaches, tests, and finds duplicates. It is read when
// somebody first asks for one of these, and then serves all later requests.
import createGlanceTeach from 'glance-teach';

import { checkedBytes } from '../shared/asset_bytes.ts';
import type { Source } from '../shared/asset_bytes.ts';
import type { LikenessGroup, Neighbour } from '../shared/results.ts';
import { instantiateFrom, runnable } from './core.ts';
import { placeInHeap } from './memory.ts';
import type { Heap } from './memory.ts';
import type { Failure, TeachRequest } from './messages.ts';

/**
 * What src/bindings/glance_teach.cc exports. Each call takes over its blocks: a weight file, embeddings as float32, fingerprints
 * one after the other.
 */
export interface GlanceTeach extends Heap {
  /**
   * `lesson` is the JSON of a Lesson whose doubts name a picture by its place; `weights` is the weight file.
   * @param fileAddress of the network that gave the embeddings
   */
  teach(
    fileAddress: number,
    fileByteCount: number,
    address: number,
    byteCount: number,
    labels: string[],
    options: TeachRequest['options'],
    onProgress: (share: number) => void,
  ): { ok: true; lesson: string; weights: Uint8Array<ArrayBuffer> } | Failure;
  /**
   * `evaluation` is the JSON of an Evaluation with `unknown`.
   * @param fileAddress of a file that `teach` wrote
   */
  evaluateTaught(
    fileAddress: number,
    fileByteCount: number,
    address: number,
    byteCount: number,
    labels: string[],
  ): { ok: true; evaluation: string } | Failure;
  /** @param count of the pictures */
  findDuplicates(
    address: number,
    byteCount: number,
    fingerprintsAddress: number,
    fingerprintsByteCount: number,
    count: number,
  ): { ok: true; groups: LikenessGroup[] } | Failure;
  /**
   * What is most similar to the first picture, best first, as places among the others.
   * @param count of the pictures
   */
  findSimilar(
    address: number,
    byteCount: number,
    fingerprintsAddress: number,
    fingerprintsByteCount: number,
    count: number,
    topK: number,
  ): { ok: true; neighbours: Neighbour[] } | Failure;
  /** Frees a block that no call took over. */
  release(address: number): void;
}

let started: GlanceTeach | undefined;

/** Rejects with asset/*, backend/refused. */
export async function startModule(program: Source): Promise<GlanceTeach> {
  return (started ??= await runnable(async () => {
    const wasm = await WebAssembly.compile(await checkedBytes(program, () => {}));
    return instantiateFrom(wasm, createGlanceTeach);
  }));
}

/** The addresses and sizes of two blocks for one call. Throws memory/exhausted. */
export function placeBoth(
  module: GlanceTeach,
  first: Uint8Array,
  second: Uint8Array,
): [number, number, number, number] {
  const address = placeInHeap(module, second);
  try {
    return [placeInHeap(module, first), first.length, address, second.length];
  } catch (error) {
    module.release(address);
    throw error;
  }
}
