// The sample pictures that the page offers, in order, and who made them. The texts of each language say what each shows, by its
// `name`. The addresses of the sources are in web/samples/LICENSES.txt.
import { openAssets, type Manifest, type ShippedFile } from '../../library/assets.ts';
import { checkedBytes } from '../../shared/asset_bytes.ts';

export const samples = Object.freeze([
  { name: 'coffee', file: 'coffee.png', license: 'CC0', by: 'Rachel Michetti' },
  { name: 'chelsea', file: 'chelsea.png', license: 'CC0', by: 'Stefan van der Walt' },
  { name: 'camera', file: 'camera.png', license: 'CC0', by: 'Lav Varshney' },
  { name: 'boats', file: 'boats.jpg', license: 'CC0', by: 'Felice Beato' },
  { name: 'china', file: 'china.jpg', license: 'CC BY 2.0', by: 'danielbuechele' },
  // No class is a dahlia, so this one shows an answer that is not sure.
  { name: 'flower', file: 'flower.jpg', license: 'CC BY 2.0', by: 'vultilion' },
] as const);

const ignoreProgress = () => {};

/**
 * Fetches a sample picture: from the server, or, when the page was opened from disk, from its script in offline/. Rejects with
 * asset/*.
 */
export type FetchSample = (sample: ShippedFile) => Promise<File>;

/** @param base the folder of the page */
export function sampleFetcher(base: URL, manifest: Manifest): FetchSample {
  const assets = openAssets(base, manifest);
  return async (sample) => {
    const source = await assets.source(sample, ignoreProgress);
    const bytes = await checkedBytes(source, ignoreProgress);
    const name = sample.name.split('/').at(-1) ?? '';
    return new File([bytes], name, { type: name.endsWith('.png') ? 'image/png' : 'image/jpeg' });
  };
}
