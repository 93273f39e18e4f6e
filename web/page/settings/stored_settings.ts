// The settings in the browser's local storage, from visit to visit. Where the browser refuses storage, every visit begins with the
// defaults.
import { changedSettings, validSettings } from '../state/settings.ts';
import type { Settings } from '../state/state.ts';

const key = 'glance-settings';

export interface StoredSettings {
  /** Never throws. */
  read(): Partial<Settings>;
  /**
   * Stores what differs from the defaults, so that who chose nothing gets the defaults of later releases. Never throws.
   */
  write(settings: Settings, defaults: Settings): void;
}

/** @param storageNow may throw, as `localStorage` does where storage is forbidden */
export function storedSettings(
  storageNow: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
): StoredSettings {
  return {
    read() {
      try {
        return validSettings(JSON.parse(storageNow().getItem(key) ?? 'null'));
      } catch {
        return {};
      }
    },
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
