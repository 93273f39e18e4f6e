// Saves the answers or the keywords as a file. The entry of glance-save.js.
import { answersFile } from './answers_file.ts';
import type { Save } from './door.ts';
import { dayOf, download } from './download.ts';
import { keywordsOf, keywordsZipper } from './keywords.ts';

/** @returns saves what a state has; rejects with asset/* */
function createSave({ folder, manifest }: Parameters<Save>[0]): ReturnType<Save> {
  const zipKeywords = keywordsZipper(folder, manifest, manifest.keywords);
  return async (state, format, now) => {
    if (format !== 'xmp') {
      const { name, blob } = answersFile(state, format, now);
      return download(name, blob);
    }
    const blob = await zipKeywords({ pictures: keywordsOf(state), lastModified: now });
    download(`glance-keywords-${dayOf(now)}.zip`, blob);
  };
}

Object.assign(globalThis, { glanceSave: createSave });
