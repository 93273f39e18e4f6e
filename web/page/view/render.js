// render(state): makes the document show a state. Only the files of this folder write to the document.
import { languages } from '../language.js';
import { phaseOf } from '../state.js';
import { statusText } from '../status.js';
import { renderAbout } from './about/about.js';
import { renderBatch } from './batch.js';
import { renderCamera } from './camera/camera.js';
import { renderDetail } from './detail/dialog.js';
import { renderDialogs } from './dialogs.js';
import { renderLoading } from './loading.js';
import { renderMany } from './many.js';
import { renderModelPanel } from './model_panel.js';
import { renderNews } from './news.js';
import { renderPictures } from './pictures.js';
import { setText } from './set_text.js';
import { renderSettings } from './settings/settings.js';
import { renderTheme } from './settings/theme.js';
import { renderTable } from './table/table.js';
import { renderUpdate } from './update.js';
import { renderWays } from './ways/ways.js';

let shown = null;

/** @param {import('../state.js').State} state */
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
