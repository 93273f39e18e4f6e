// What start.js hands to app.js.
import type { Assets, Manifest, ShippedFile } from '../../library/assets.ts';
import type { ClassifierOptions } from '../../library/types.ts';
import type { Sample } from '../state/state.ts';
import type { TextsFile } from '../strings/loader.ts';

export interface PageManifest extends Manifest {
  readonly samples: readonly Sample[];
  /** The script of the worker that makes sidecars. */
  readonly keywords: ShippedFile;
  /** The scripts of the texts in other languages than English. */
  readonly texts: Readonly<Record<'zh', TextsFile>>;
  /** The script of the place where people teach. */
  readonly room: TextsFile;
  /** The script of what is in "About this build". */
  readonly about: TextsFile;
  /** The script of what saves files. */
  readonly save: TextsFile;
}

export interface Handed {
  readonly manifest: PageManifest;
  /** Of the page. */
  readonly folder: URL;
  /** The content policy of index.html. */
  readonly policy: string;
  /** What the address of the page asks for. */
  readonly wanted: Pick<ClassifierOptions, 'backend' | 'threads'>;
  /** Resolves when the first worker runs, or has failed. */
  readonly arrived: Promise<void>;
  /** Opens the page's files. */
  readonly open: () => Assets;
  /** The same for the classifier in use: the first time, with the worker that start.js has started. */
  readonly openFirst: () => Assets;
}

/** Takes it, once. */
export function takeHanded(): Handed {
  const holder = globalThis as { glanceHanded?: Handed };
  const handed = holder.glanceHanded!;
  delete holder.glanceHanded;
  return handed;
}
