// Whether a visit begins with the default model. IndexedDB, which knows the model that was chosen last, answers too late for start.js,
// so local storage says whether it was another one. Where it is wrong, weights are read that nobody needs.
const key = 'glance-other-model';

export interface FirstModel {
  /** Never throws. */
  isDefault(): boolean;
  /** Says what the next visit probably begins with. Never throws. */
  remember(isDefault: boolean): void;
}

/** @param storageNow may throw, as `localStorage` does where storage is forbidden */
export function firstModel(
  storageNow: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
): FirstModel {
  return {
    isDefault() {
      try {
        return storageNow().getItem(key) === null;
      } catch {
        return true;
      }
    },
    remember(isDefault) {
      try {
        if (isDefault) storageNow().removeItem(key);
        else storageNow().setItem(key, 'yes');
      } catch {
        // The next visit reads the default model too.
      }
    },
  };
}
