// The page as a function of its state. show() renders all of it; components skip what has not changed.
import { render } from 'preact';

import { AboutButton, AboutDialog } from './about/about_dialog.tsx';
import type { Actions } from './actions.ts';
import { CameraDialog } from './camera/camera_dialog.tsx';
import { DetailDialog } from './detail/detail_dialog.tsx';
import { Welcome } from './input/welcome.tsx';
import { ModelNews, ModelPanel } from './models/model_panel.tsx';
import { notificationText } from './models/notification.ts';
import { UpdateStrip } from './offline/update_strip.tsx';
import { SettingsDialog } from './settings/settings_dialog.tsx';
import { Results } from './results.tsx';
import { batchOf } from './state/pictures.ts';
import { phaseOf } from './state/reduce.ts';
import type { Language, Place, State } from './state/state.ts';
import { languageNames, languages, type Strings } from './strings/strings.ts';
import { Drawing, memo } from './widgets.tsx';

type Theme = State['settings']['theme'];

/** Makes the document show a state. */
export function show(state: State, actions: Actions) {
  const strings = languages[state.language];
  showOnRoot(state, strings);
  render(<Page state={state} strings={strings} actions={actions} />, document.body);
}

// What the style depends on stands at the root element.
function showOnRoot(state: State, strings: Strings) {
  const { documentElement } = document;
  const { update, kept } = state.offline;
  const { total } = batchOf(state);
  const phase = phaseOf(state);
  Object.assign(documentElement.dataset, {
    state: phase,
    place: state.place,
    pictures: state.pictures.length > 0 ? 'some' : 'none',
    dragging: state.dragging,
    batch: phase === 'busy' && total > 1 ? 'running' : 'none',
    news: notificationText(state, strings) ? 'some' : 'none',
    update,
    kept: kept ?? 'unknown',
  });
  const { lang } = languageNames.find(({ code }) => code === state.language)!;
  if (documentElement.lang !== lang) documentElement.lang = lang;
  if (document.title !== strings.pageTitle) document.title = strings.pageTitle;
  showTheme(state.settings.theme);
}

// For the style, and for what the browser draws around an installed page.
function showTheme(theme: Theme) {
  const { dataset } = document.documentElement;
  if (dataset.theme === theme) return;
  dataset.theme = theme;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[data-scheme]'))
    meta.media = mediaOf(meta.dataset.scheme!, theme);
}

function mediaOf(scheme: string, theme: Theme) {
  if (theme === 'system') return `(prefers-color-scheme: ${scheme})`;
  return theme === scheme ? 'all' : 'not all';
}

type PageProps = { state: State; strings: Strings; actions: Actions };

function Page({ state, strings, actions }: PageProps) {
  const { language, settings, pictures, model, backend, offline, dialog, place } = state;
  return (
    <>
      <Masthead {...{ place, language, strings, actions }} />
      <UpdateStrip hasPictures={pictures.length > 0} {...{ offline, strings, actions }} />
      <main>
        <div class="place" hidden={place !== 'pictures'}>
          <Welcome {...{ state, strings, actions }} />
          <Results {...{ state, strings, actions }} />
        </div>
        <TeachPlace hidden={place !== 'teach'} />
        <ModelNews {...{ state, strings, actions }} />
      </main>
      <footer>
        <ModelPanel {...{ state, strings, actions }} />
        <p class="colophon">
          <AboutButton {...{ strings, actions }} />
        </p>
      </footer>
      <SettingsDialog
        open={dialog === 'settings'}
        {...{ settings, model, loading: state.loading, backend, strings, actions }}
      />
      <CameraDialog
        open={dialog === 'camera'}
        {...{ camera: state.camera, settings, strings, actions }}
      />
      <AboutDialog open={dialog === 'about'} {...{ strings, actions }} />
      <DetailDialog {...{ state, strings, actions }} />
      <div class="drop-target" aria-hidden="true">
        <p>{strings.dropHere}</p>
      </div>
    </>
  );
}

// The script of the place draws into it, so what is in it never changes here.
const TeachPlace = memo(({ hidden }: { hidden: boolean }) => (
  <div id="teach-room" class="place" hidden={hidden} />
));

type MastheadProps = { place: Place; language: Language; strings: Strings; actions: Actions };

const Masthead = memo(({ place, language, strings, actions }: MastheadProps) => (
  <header class="masthead">
    <p class="wordmark">
      <Drawing side={32} path="M4 11V4h7M21 4h7v7M28 21v7h-7M11 28H4v-7">
        <circle cx="16" cy="16" r="4.5" />
      </Drawing>
      Glance
    </p>
    <nav class="places" aria-label={strings.places}>
      {(['pictures', 'teach'] as const).map((each) => (
        <a
          href={each === 'teach' ? '#teach' : '#'}
          data-place={each}
          aria-current={each === place ? 'page' : undefined}
        >
          {strings.placeNames[each]}
        </a>
      ))}
    </nav>
    <div class="choices">
      <div class="languages" role="group" aria-label={strings.switchLanguage}>
        {languageNames.map(({ code, lang, name }) => (
          <button
            type="button"
            lang={lang}
            data-action="language"
            data-language={code}
            aria-pressed={code === language}
            onClick={() => actions.changeSetting('language', code)}
          >
            {name}
          </button>
        ))}
      </div>
      <button
        type="button"
        id="open-settings"
        class="sign"
        data-action="openDialog"
        data-dialog="settings"
        aria-label={strings.settings}
        aria-haspopup="dialog"
        onClick={() => actions.openDialog('settings')}
      >
        <Drawing side={32} path="M4 9h13M25 9h3M4 23h3M15 23h13">
          <circle cx="21" cy="9" r="3.5" />
          <circle cx="11" cy="23" r="3.5" />
        </Drawing>
      </button>
    </div>
  </header>
));
