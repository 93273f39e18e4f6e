// start.js, which runs before the document is parsed. It narrows the content policy and starts the first worker, which then reads
// program and weights while the browser still compiles app.js and draws the page.
import { sharedModules } from 'glance-shared';
import { startEarly } from '../../library/early_start.ts';
import { pageAssets } from '../models/page_assets.ts';
import { narrowPolicy, policyOf } from '../offline/policy.ts';
import { storedSettings } from '../settings/stored_settings.ts';
import type { Handed, PageManifest } from './handed.ts';
import { firstModel } from './first_model.ts';
import { wantedBackend } from './wanted.ts';

// tools/release/bundle puts it in.
declare const GLANCE_MANIFEST: PageManifest;

const manifest = GLANCE_MANIFEST;
const folder = new URL('.', (document.currentScript as HTMLScriptElement).src);
narrowPolicy(document, folder);

const wanted = wantedBackend(location.search);
const open = pageAssets(folder, manifest);
const { threads } = storedSettings(() => localStorage).read();
const { assets, arrived } = startEarly(open(), manifest, {
  ...(threads && { threads }),
  ...wanted,
  model: firstModel(() => localStorage).isDefault() ? manifest.models[0] : undefined,
});
let first: typeof assets | null = assets;

const glanceHanded: Handed = {
  manifest,
  folder,
  policy: policyOf(document),
  wanted,
  open,
  arrived,
  openFirst() {
    const files = first ?? open();
    first = null;
    return files;
  },
};
Object.assign(globalThis, { glanceHanded, glanceShared: sharedModules });
