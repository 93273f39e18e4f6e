// Makes the ZIP of sidecars in a worker, which is loaded when somebody asks for one: most visits do without it.
import { downloadZip } from 'client-zip';

import { type Keywords, sidecarsOf } from './sidecars.ts';

/** @param lastModified of the files in the archive */
export function zipOf(pictures: readonly Keywords[], lastModified: Date): Promise<Blob> {
  const files = sidecarsOf(pictures).map(({ name, text }) => ({ name, input: text, lastModified }));
  return downloadZip(files).blob();
}

/** What the page sends. */
export interface ZipRequest {
  readonly pictures: readonly Keywords[];
  readonly lastModified: Date;
}

globalThis.onmessage = async ({ data }: MessageEvent<ZipRequest>) => {
  globalThis.postMessage(await zipOf(data.pictures, data.lastModified));
};
