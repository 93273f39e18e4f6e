// The settings from visit to visit, in the browser's local storage. Where the browser refuses it, every visit begins with
// the defaults.
import { changedSettings, validSettings } from '../state/settings.ts';

const key = 'glance-settings';

/** @param {() => Storage} storageNow may throw, as `localStorage` does where storage is forbidden */
export function rememberedSettings(storageNow) {
  return {
    /** @returns {Partial<import('../state/settings.ts').Settings>} never throws */
    read() {
      try {
        return validSettings(JSON.parse(storageNow().getItem(key)));
      } catch {
        return {};
      }
    },

    /** Keeps what differs from the defaults: whoever chose nothing gets the defaults of later releases. Never throws. */
    write(settings, defaults) {
      const changed = changedSettings(settings, defaults);
      try {
        if (Object.keys(changed).length === 0) storageNow().removeItem(key);
        else storageNow().setItem(key, JSON.stringify(changed));
      } catch {
        // They hold for this visit.
      }
    },
  };
}
