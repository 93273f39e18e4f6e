// The dialog of the settings: each control shows its setting, and below it stands what could not be had.
import type { ComponentChildren } from 'preact';

import { AboutButton } from '../about/about_dialog.tsx';
import type { Actions } from '../actions.ts';
import type { Settings, State } from '../state/state.ts';
import { levels } from '../state/settings.ts';
import { languageNames, type Strings } from '../strings/strings.ts';
import { memo, Sheet } from '../widgets.tsx';

const sides = [224, 192, 160, 128];
const threadCounts = [1, 2, 4];

type SettingsProps = Pick<State, 'settings' | 'model' | 'loading' | 'backend'> & {
  open: boolean;
  strings: Strings;
  actions: Actions;
};

export const SettingsDialog = memo((props: SettingsProps) => {
  const { open, settings, strings, actions } = props;
  const choose = { settings, strings, actions };
  return (
    <Sheet
      id="settings"
      title={strings.settings}
      onLeave={() => actions.closeDialog('settings')}
      {...{ open, strings }}
    >
      <div class="settings">
        <LanguageSetting {...choose} />
        <ThemeSetting {...choose} />
        <RangeSetting
          id="top-k"
          name="topK"
          label={strings.topK}
          shown={strings.countText(settings.topK)}
          {...{ min: 1, max: 10, step: 1, ...choose }}
        />
        <RangeSetting
          id="threshold"
          name="level"
          label={strings.level}
          shown={strings.wholePercent(settings.level)}
          hint={strings.levelHint}
          {...{ min: levels.lowest, max: levels.highest, step: 0.01, ...choose }}
        />
        <NumberSetting
          id="resolution"
          name="resolution"
          label={strings.resolution}
          automatic={strings.ownResolution}
          options={sides.map((side) => [side, `${side} × ${side}`])}
          hint={resolutionHint(props)}
          {...choose}
        />
        <NumberSetting
          id="threads"
          name="threads"
          label={strings.threads}
          automatic={strings.automatic}
          options={threadCounts.map((count) => [count, String(count)])}
          hint={threadsHint(props)}
          {...choose}
        />
      </div>
      <footer>
        <button
          type="button"
          class="quiet"
          data-action="resetSettings"
          onClick={actions.resetSettings}
        >
          {strings.resetSettings}
        </button>
        <AboutButton {...{ strings, actions }} />
      </footer>
    </Sheet>
  );
});

type ChooseProps = { settings: Settings; strings: Strings; actions: Actions };

function LanguageSetting({ settings, strings, actions }: ChooseProps) {
  return (
    <div class="setting" role="radiogroup" aria-label={strings.languageSetting}>
      <span>{strings.languageSetting}</span>
      <div class="segments">
        {languageNames.map(({ code, lang, name }) => (
          <label lang={lang}>
            <input
              class="unseen"
              type="radio"
              name="language"
              value={code}
              checked={settings.language === code}
              onInput={() => actions.changeSetting('language', code)}
            />
            <span>{name}</span>
          </label>
        ))}
      </div>
    </div>
  );
}

function ThemeSetting({ settings, strings, actions }: ChooseProps) {
  const names = { system: strings.themeSystem, light: strings.themeLight, dark: strings.themeDark };
  return (
    <div class="setting" role="radiogroup" aria-label={strings.theme}>
      <span>{strings.theme}</span>
      <div class="segments">
        {(['system', 'light', 'dark'] as const).map((theme) => (
          <label>
            <input
              class="unseen"
              type="radio"
              name="theme"
              value={theme}
              checked={settings.theme === theme}
              onInput={() => actions.changeSetting('theme', theme)}
            />
            <span>{names[theme]}</span>
          </label>
        ))}
      </div>
    </div>
  );
}

type RangeProps = ChooseProps & {
  id: string;
  name: 'topK' | 'level';
  label: string;
  shown: string;
  hint?: string;
  min: number;
  max: number;
  step: number;
};

function RangeSetting(props: RangeProps) {
  const { id, name, label, shown, hint, min, max, step, settings, actions } = props;
  return (
    <div class="setting">
      <label for={id}>{label}</label>
      <output id={`${id}-value`} for={id} aria-live="off">
        {shown}
      </output>
      <input
        type="range"
        {...{ id, name, min, max, step }}
        aria-describedby={hint && `${id}-hint`}
        value={settings[name]}
        onInput={({ currentTarget }) => actions.changeSetting(name, currentTarget.valueAsNumber)}
      />
      {hint && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
    </div>
  );
}

type NumberProps = ChooseProps & {
  id: string;
  name: 'resolution' | 'threads';
  label: string;
  automatic: string;
  options: (readonly [number, string])[];
  hint: ComponentChildren;
};

function NumberSetting({
  id,
  name,
  label,
  automatic,
  options,
  hint,
  settings,
  actions,
}: NumberProps) {
  return (
    <div class="setting">
      <label for={id}>{label}</label>
      <select
        id={id}
        name={name}
        aria-describedby={`${id}-hint`}
        value={settings[name] ?? ''}
        onInput={({ currentTarget: { value } }) =>
          actions.changeSetting(name, value === '' ? null : Number(value))
        }
      >
        <option value="">{automatic}</option>
        {options.map(([value, text]) => (
          <option value={value}>{text}</option>
        ))}
      </select>
      <p id={`${id}-hint`} class="hint">
        {hint}
      </p>
    </div>
  );
}

function resolutionHint({ settings: { resolution }, model, loading, strings }: SettingsProps) {
  if (!model || loading || !resolution || model.inputWidth === resolution)
    return strings.resolutionHint;
  return strings.resolutionInVain(model.name, model.inputWidth, model.inputHeight);
}

function threadsHint({ backend, strings }: SettingsProps) {
  const why = backend?.reasons.find((reason) => reason.startsWith('threads/'));
  const reasons: Readonly<Record<string, string>> = strings.backendReasons;
  return backend && why
    ? strings.sentences(strings.runs(strings.backend(backend)), reasons[why])
    : '';
}
