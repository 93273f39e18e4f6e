// The values that each setting can have, and which dialog is open. `state.language` repeats `state.settings.language`,
// because many readers need only that.
import type { Reducers, SettingsEvent } from './events.ts';
import type { Language, Settings, State } from './state.ts';

export const languageCodes: readonly Language[] = Object.freeze(['en', 'zh']);
/** What settings are until somebody changes them; `language` then is that of the browser. */
export const defaultSettings: Settings = Object.freeze({
  language: 'en',
  topK: 5,
  level: 0.6,
  theme: 'system',
  resolution: null,
  threads: null,
  layout: 'auto',
});

const mostLabels = 10;
/** The levels that an answer may have to reach. */
export const levels = Object.freeze({ lowest: 0.3, highest: 0.95 });

const isOneOf = (values: readonly unknown[]) => (value: unknown) => values.includes(value);

const allowed: Readonly<Record<keyof Settings, (value: unknown) => boolean>> = {
  language: isOneOf(languageCodes),
  topK: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= mostLabels,
  level: (value) => typeof value === 'number' && value >= levels.lowest && value <= levels.highest,
  theme: isOneOf(['system', 'light', 'dark']),
  resolution: isOneOf([null, 224, 192, 160, 128]),
  layout: isOneOf(['auto', 'cards', 'table']),
  threads: isOneOf([null, 1, 2, 4]),
};

/**
 * @param stored anything: it may have been written by another release
 * @returns the settings in it that have a value which they can have
 */
export function validSettings(stored: unknown): Partial<Settings> {
  if (typeof stored !== 'object' || stored === null) return {};
  return Object.fromEntries(
    Object.entries(stored).filter(([name, value]) => isAllowed(name, value)),
  );
}

/** The settings that differ from the defaults. */
export function changedSettings(settings: Settings, defaults: Settings): Partial<Settings> {
  return Object.fromEntries(
    Object.entries(settings).filter(([name, value]) => value !== defaults[name as keyof Settings]),
  );
}

export const settingsReducers: Reducers<SettingsEvent> = {
  settingChanged({ settings }, { name, value }) {
    // Only a mistake in the program can pass another name or value.
    if (!isAllowed(name, value)) throw new Error(`setting '${name}' cannot be '${value}'`);
    return adopt(settings, { ...settings, [name]: value });
  },
  settingsReset: ({ settings }, { defaults }) => adopt(settings, defaults),

  dialogOpened: ({ dialog }, { name }) => (dialog === name ? null : { dialog: name }),
  // With a name, because the browser reports late that a dialog was closed: another may be open by then.
  dialogClosed: ({ dialog }, { name = dialog }) =>
    dialog && dialog === name ? { dialog: null } : null,

  wentTo: ({ place: before }, { place }) => (place === before ? null : { place }),
};

function isAllowed(name: string, value: unknown): boolean {
  return Object.hasOwn(allowed, name) && allowed[name as keyof Settings](value);
}

function adopt(settings: Settings, next: Settings): Partial<State> | null {
  if (Object.keys(changedSettings(next, settings)).length === 0) return null;
  return { settings: Object.freeze({ ...next }), language: next.language };
}
