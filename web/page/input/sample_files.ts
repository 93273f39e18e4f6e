// Brings a sample picture: from the server, or, when the page was opened from disk, from its script in offline/.
import { openAssets } from '../../library/assets.ts';
import { checkedBytes } from '../../shared/asset_bytes.ts';

const silently = () => {};

/**
 * @param {URL} base the folder of the page
 * @param {import('../../library/assets.ts').Manifest} manifest
 * @returns {(sample: import('../../library/assets.ts').ShippedFile) => Promise<File>} rejects with asset/*
 */
export function createSampleFiles(base, manifest) {
  const assets = openAssets(base, manifest);
  return async (sample) => {
    const bytes = await checkedBytes(await assets.source(sample, silently), silently);
    const name = sample.name.split('/').at(-1);
    return new File([bytes], name, { type: name.endsWith('.png') ? 'image/png' : 'image/jpeg' });
  };
}
