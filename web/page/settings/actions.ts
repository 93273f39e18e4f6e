// What people do with the settings.
import type { SettingsActions } from '../actions.ts';
import type { SettingChange, SettingsEvent } from '../state/events.ts';
import { failureOf, type Language, type Settings } from '../state/state.ts';
import type { Store } from '../store.ts';
import type { LoadTexts } from '../strings/loader.ts';
import type { StoredSettings } from './stored_settings.ts';

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
