// The settings: what people change, and how it is stored in the browser's local storage from visit to visit. Where the
// browser refuses storage, every visit begins with the defaults.
import type { SettingsActions } from '../actions.ts';
import type { SettingChange, SettingsEvent } from '../state/events.ts';
import { changedSettings, validSettings } from '../state/settings.ts';
import { failureOf, type Language, type Settings } from '../state/state.ts';
import type { Store } from '../store.ts';
import type { LoadTexts } from '../strings/loader.ts';

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

/**
 * @param loadTexts a language is changed when its texts are there
 * @param onChange is called after every change
 */
export function settingsActions(
  store: Store,
  stored: StoredSettings,
  defaults: Settings,
  loadTexts: LoadTexts,
  onChange: () => void,
): SettingsActions {
  function change(event: SettingsEvent): void {
    store.dispatch(event);
    stored.write(store.state.settings, defaults);
    onChange();
  }
  // What does not change the language happens at once.
  function changeIn(language: Language, event: SettingsEvent): void {
    if (language === store.state.language) return change(event);
    loadTexts(language).then(
      () => change(event),
      (error: unknown) =>
        store.dispatch({
          type: 'noticed',
          notice: { kind: 'languageFailed', failure: failureOf(error) },
        }),
    );
  }
  return {
    changeSetting(name, value) {
      const event = { type: 'settingChanged', ...({ name, value } as SettingChange) } as const;
      changeIn(event.name === 'language' ? event.value : store.state.language, event);
    },
    resetSettings: () => changeIn(defaults.language, { type: 'settingsReset', defaults }),
    openDialog: (name) => store.dispatch({ type: 'dialogOpened', name }),
    closeDialog: (name) => store.dispatch({ type: 'dialogClosed', name }),
  };
}
