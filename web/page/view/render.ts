// render(state): makes the document show a state. Only the files of this folder write to the document.
import { languages } from '../strings/strings.ts';
import { phaseOf } from '../state/reduce.ts';
import { statusText } from '../pictures/status.ts';
import { renderAbout } from './about/about.ts';
import { renderBatch } from './batch.ts';
import { renderCamera } from './camera/camera.ts';
import { renderDetail } from './detail/dialog.ts';
import { renderDialogs } from './dialogs.ts';
import { renderLoading } from './loading.ts';
import { renderMany } from './many.ts';
import { renderModelPanel } from './model_panel.ts';
import { renderNews } from './news.ts';
import { renderPictures } from './pictures.ts';
import { setText } from './set_text.ts';
import { renderSettings } from './settings/settings.ts';
import { renderTheme } from './settings/theme.ts';
import { renderTable } from './table/table.ts';
import { renderUpdate } from './update.ts';
import { renderWays } from './ways/ways.ts';

let shown = null;

/** @param {import('../state/state.ts').State} state */
export function render(state) {
  const strings = languages[state.language];
  if (state.language !== shown?.language) renderTexts(state.language, strings);
  renderRoot(state);
  renderLoading(state, strings);
  renderBatch(state, strings);
  renderMany(state);
  renderPictures(state, strings);
  renderTable(state, strings);
  renderStatus(statusText(state, strings));
  renderNews(state, strings);
  renderModelPanel(state, strings);
  renderTheme(state.settings.theme);
  renderSettings(state, strings);
  renderWays(state, strings);
  renderCamera(state, strings);
  renderAbout(state, strings);
  renderDetail(state, strings);
  renderDialogs(state);
  renderUpdate(state, strings);
  shown = state;
}

function renderRoot(state) {
  const { dataset } = document.documentElement;
  dataset.state = phaseOf(state);
  dataset.pictures = state.pictures.length > 0 ? 'some' : 'none';
  dataset.dragging = state.dragging;
}

// Elements with data-text show that text; those with data-label are named by it.
function renderTexts(language, strings) {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : language;
  document.title = strings.pageTitle;
  for (const place of document.querySelectorAll('[data-text]'))
    place.textContent = strings[place.dataset.text];
  for (const place of document.querySelectorAll('[data-label]')) {
    place.setAttribute('aria-label', strings[place.dataset.label]);
  }
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', button.dataset.language === language);
  }
}

function renderStatus(text) {
  setText(document.querySelector('[role=status]'), text);
}
