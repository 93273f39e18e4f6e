// Where the library's own files come from: from a server by URL, or, when the page was opened from disk, from classic
// scripts in offline/ that hold the same bytes as text. Nobody else knows the difference.
import { embeddedAssets } from './embedded_assets.ts';
import { servedAssets } from './served_assets.ts';

/**
 * A file for the worker to read. Exactly one of `url`, `bytes` and `base64` is there; a file without `sha256` is the
 * caller's own and is not compared with anything; one that is `checked` has been, and is known to have that `sha256`.
 * The bytes may be gzip; `sha256` and `inflatedByteCount` are of what is inside.
 * @typedef {{ name: string, byteCount?: number, inflatedByteCount?: number, sha256?: string, checked?: boolean,
 *   url?: string, bytes?: ArrayBuffer, base64?: string[] }} Source
 *
 * @typedef {object} Assets
 * @property {() => Promise<Worker>} startWorker
 * @property {(file: ShippedFile, onProgress: (progress: object) => void) => Promise<Source>} source
 * @property {(failure?: Error) => void} dispose `failure` is why the start failed
 *
 * @typedef {{ name: string, byteCount: number, inflatedByteCount?: number, sha256: string, pieces: string[] }} ShippedFile
 * @typedef {ShippedFile & { description: import('./glance.ts').ModelDescription }} ShippedModel
 * @typedef {ShippedFile & { simd: 'simd' | 'relaxed', sharedMemory: boolean }} ShippedCore one with shared memory has no
 *   pieces: a page from disk is never isolated
 * @typedef {{ version: string, worker: ShippedFile, cores: ShippedCore[], models: ShippedModel[] }} Manifest the first of
 *   the models is the default
 */

/**
 * @param {URL} base the folder that holds the files
 * @param {Manifest} manifest
 * @returns {Assets}
 */
export function openAssets(base, manifest) {
  return base.protocol === 'file:' ? embeddedAssets(base, manifest) : servedAssets(base, manifest);
}
