// What the dialogues' controls do.

/**
 * @param {{ state: import('../state/state.ts').State, dispatch: (event: object) => void }} store
 * @param {ReturnType<import('./remembered_settings.ts').rememberedSettings>} memory
 * @param {import('../state/settings.ts').Settings} defaults
 * @param {() => void} changed is told after every change
 */
export function settingsActions(store, memory, defaults, changed) {
  function take(event) {
    store.dispatch(event);
    memory.write(store.state.settings, defaults);
    changed();
  }
  const changeSetting = (name, value) => take({ type: 'settingChanged', name, value });
  return {
    changeSetting,
    language: ({ language }) => changeSetting('language', language),
    resetSettings: () => take({ type: 'settingsReset', defaults }),
    openDialog: ({ dialog }) => store.dispatch({ type: 'dialogOpened', name: dialog }),
    closeDialog: ({ dialog }) => store.dispatch({ type: 'dialogClosed', name: dialog }),
  };
}
