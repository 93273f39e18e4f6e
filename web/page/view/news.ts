// The strip at the bottom that tells what became of a model: one that arrives, is in use now, or was refused and why.
import { notificationDetail, notificationText } from '../models/news.ts';
import { setText } from './set_text.ts';

export function renderNews(state, strings) {
  const arriving = state.model && state.loading;
  const text = notificationText(state, strings);
  document.documentElement.dataset.news = text ? 'some' : 'none';
  setText(document.getElementById('news-text'), text);
  setText(document.getElementById('news-detail'), notificationDetail(state));
  document.getElementById('model-loading').hidden = !arriving;
  document.getElementById('cancel-model').hidden = !arriving;
  document.getElementById('dismiss').hidden = Boolean(arriving) || !text;
  if (arriving) renderProgress(arriving, strings);
}

function renderProgress({ loaded, total }, strings) {
  const bar = document.getElementById('model-progress');
  bar.max = Math.max(total, 1);
  bar.value = loaded;
  setText(document.getElementById('model-bytes'), strings.loadingBytes(loaded, total));
}
